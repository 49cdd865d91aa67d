import type { EndpointName } from "../../../constructs/endpoints/endpoint-catalog";
import { CAPABILITY_NAMES, type CapabilityName } from "../../../constructs/execution-role/capabilities/capabilities";
import type { Environment } from "../../../envs/schema/environment";
import { SELECTABLE_SERVICES } from "../../../envs/schema/network/endpoint-selection";
import type { ModuleOption } from "./module-option";
import { snakeCase } from "./snake-case";

/** The options of the modules of postures, in the order in which stacks have their parts. */
export const POSTURE_OPTIONS: readonly ModuleOption[] = [
  ...CAPABILITY_NAMES.map(capabilityOption),
  ...SELECTABLE_SERVICES.map(endpointOption),
  {
    name: "jump-start",
    condition: "var.jump_start",
    turnOn: (environment) => ({ ...environment, jumpStart: true }),
  },
];

/** The environment without any option of {@link POSTURE_OPTIONS}. */
export function withoutOptions(environment: Environment): Environment {
  const capabilities = Object.fromEntries(CAPABILITY_NAMES.map((name) => [name, false])) as Record<
    CapabilityName,
    boolean
  >;
  return {
    ...environment,
    jumpStart: false,
    endpoints: { ...environment.endpoints, services: [] },
    studio: { ...environment.studio, capabilities },
  };
}

function capabilityOption(name: CapabilityName): ModuleOption {
  return {
    name: `capability ${name}`,
    condition: `contains(var.capabilities, ${JSON.stringify(snakeCase(name))})`,
    turnOn: (environment) => ({
      ...environment,
      studio: { ...environment.studio, capabilities: { ...environment.studio.capabilities, [name]: true } },
    }),
  };
}

function endpointOption(service: EndpointName): ModuleOption {
  return {
    name: `endpoint ${service}`,
    condition: `contains(var.endpoint_services, ${JSON.stringify(service)})`,
    turnOn: (environment) => ({
      ...environment,
      endpoints: { ...environment.endpoints, services: [...environment.endpoints.services, service] },
    }),
  };
}
