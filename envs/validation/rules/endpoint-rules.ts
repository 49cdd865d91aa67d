import {
  ENDPOINT_NAMES,
  type EndpointName,
  endpointCatalogEntry,
} from "../../../constructs/endpoints/endpoint-catalog";
import { enabledServices } from "../../schema/network/endpoint-selection";
import { duplicateEntries, indexedEntries, type ValidationRule } from "../issues/partial-environment";
import { fieldPath, formatValue } from "../issues/validation-issue";
import { ownEndpointRules } from "./own-endpoint-rules";

const servicesAreUnique: ValidationRule = ({ validValues: { endpoints } }) =>
  duplicateEntries(indexedEntries(endpoints?.services), (service) => service).map(({ index, value }) => ({
    field: `endpoints.services[${index}]`,
    problem: "is listed twice",
    got: formatValue(value),
    fix: "list every service once",
  }));

interface ZoneExclusion {
  readonly service: EndpointName;
  readonly excluded: readonly string[];
  readonly enabled: readonly EndpointName[];
  readonly availabilityZones: readonly string[];
  /** Number of zones that the endpoint must keep. */
  readonly requiredZones: number;
}

/** Reasons why zones cannot be excluded for a service. Only the first one is reported. */
const ZONE_EXCLUSION_RULES: readonly {
  readonly isViolated: (exclusion: ZoneExclusion) => boolean;
  readonly problem: string;
  readonly fix: string;
}[] = [
  {
    isViolated: ({ service, enabled }) => !enabled.includes(service),
    problem: "excludes zones of a service that is not enabled",
    fix: "remove it, or add the service to endpoints.services",
  },
  {
    isViolated: ({ service }) => endpointCatalogEntry(service).kind === "gateway",
    problem: "excludes zones of a gateway endpoint, which has no zones",
    fix: "remove it",
  },
  {
    isViolated: ({ excluded, availabilityZones }) => excluded.some((zone) => !availabilityZones.includes(zone)),
    problem: "excludes a zone that the environment does not have",
    fix: "exclude zones of availabilityZones only",
  },
  {
    isViolated: ({ excluded, availabilityZones }) => availabilityZones.every((zone) => excluded.includes(zone)),
    problem: "excludes every zone of the environment",
    fix: "use zones that offer it",
  },
  {
    isViolated: ({ excluded, availabilityZones, requiredZones }) =>
      availabilityZones.filter((zone) => !excluded.includes(zone)).length < requiredZones,
    problem: "leaves the endpoint in one zone, which a multi-zone environment must be able to lose",
    fix: "exclude fewer zones, or set resilience to single-zone",
  },
];

const zoneExclusionsAreValid: ValidationRule = ({
  validFields: { availabilityZones, endpoints, packages, access, resilience },
  validValues: { studio: { capabilities = {} } = {} },
}) => {
  if (!availabilityZones || !endpoints || !packages || !access) {
    return [];
  }
  const requiredZones = resilience === "multi-zone" ? 2 : 1;
  const enabled = enabledServices({ endpoints, packages, access, studio: { capabilities } });
  return ENDPOINT_NAMES.flatMap((service) => {
    const excluded = endpoints.excludedZones[service];
    if (excluded === undefined) {
      return [];
    }
    const field = fieldPath(["endpoints", "excludedZones", service]);
    const rule = ZONE_EXCLUSION_RULES.find(({ isViolated: holds }) =>
      holds({ service, excluded, enabled, availabilityZones, requiredZones }),
    );
    return rule === undefined
      ? []
      : [{ field, problem: rule.problem, got: excluded.join(", ") || formatValue(excluded), fix: rule.fix }];
  });
};

/** Rules about VPC endpoints. */
export const endpointRules: readonly ValidationRule[] = [
  servicesAreUnique,
  zoneExclusionsAreValid,
  ...ownEndpointRules,
];
