import type { EndpointName } from "../../../constructs/endpoints/endpoint-catalog";
import { CAPABILITY_NAMES, type CapabilityName } from "../../../constructs/execution-role/capabilities/capabilities";
import type { Environment } from "../../../envs/schema/environment";
import { SELECTABLE_SERVICES } from "../../../envs/schema/network/endpoint-selection";
import { accessOptions } from "./access-options";
import type { ModuleOption } from "./module-option";
import { snakeCase } from "./snake-case";

/** The options of everything but user access, in the order in which stacks have their parts. */
const OWN_OPTIONS: readonly ModuleOption[] = [
  ...CAPABILITY_NAMES.map(capabilityOption),
  ...SELECTABLE_SERVICES.map(endpointOption),
  {
    name: "jump-start",
    condition: "var.jump_start",
    turnOn: (environment) => ({ ...environment, jumpStart: true }),
  },
];

/** The options of the module of a posture. */
export function postureOptions(probe: Environment): readonly ModuleOption[] {
  return [...OWN_OPTIONS, ...accessOptions(probe)];
}

/** The options of its pieces, which a team uses in a network of its own with its own user access. */
export const PIECE_OPTIONS = OWN_OPTIONS;

/** The environment without any option of {@link postureOptions}. */
export function withoutOptions(environment: Environment): Environment {
  const capabilities = Object.fromEntries(CAPABILITY_NAMES.map((name) => [name, false])) as Record<
    CapabilityName,
    boolean
  >;
  return {
    ...environment,
    jumpStart: false,
    access: { kind: "off" },
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
