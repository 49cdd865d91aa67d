import { ENDPOINT_NAMES, type EndpointName, endpointEntry } from "../../../constructs/endpoints/catalog";
import { enabledServices } from "../../schema/endpoint-selection";
import { fieldPath, shown } from "../faults/fault";
import { entriesOf, type Rule, repeated } from "../faults/partial-environment";

const servicesAreListedOnce: Rule = ({ known: { endpoints } }) =>
  repeated(entriesOf(endpoints?.services), (service) => service).map(({ index, value }) => ({
    field: `endpoints.services[${index}]`,
    wrong: "is listed twice",
    got: shown(value),
    todo: "list every service once",
  }));

interface Exclusion {
  readonly service: EndpointName;
  readonly excluded: readonly string[];
  readonly enabled: readonly EndpointName[];
  readonly availabilityZones: readonly string[];
}

/** Why zones cannot be excluded for a service; the first that holds is told. */
const EXCLUSION_REFUSALS: readonly {
  readonly holds: (exclusion: Exclusion) => boolean;
  readonly wrong: string;
  readonly todo: string;
}[] = [
  {
    holds: ({ service, enabled }) => !enabled.includes(service),
    wrong: "excludes zones of a service that is not switched on",
    todo: "remove it, or add the service to endpoints.services",
  },
  {
    holds: ({ service }) => endpointEntry(service).kind === "gateway",
    wrong: "excludes zones of a gateway, which stands in route tables",
    todo: "remove it",
  },
  {
    holds: ({ excluded, availabilityZones }) => excluded.some((zone) => !availabilityZones.includes(zone)),
    wrong: "excludes a zone that the environment does not have",
    todo: "exclude zones of availabilityZones only",
  },
  {
    holds: ({ excluded, availabilityZones }) => availabilityZones.every((zone) => excluded.includes(zone)),
    wrong: "leaves the service no zone",
    todo: "use zones that offer it",
  },
];

const exclusionsMakeSense: Rule = ({ whole: { availabilityZones, endpoints, packages, access } }) => {
  if (!availabilityZones || !endpoints || !packages || !access) {
    return [];
  }
  const enabled = enabledServices({ endpoints, packages, access });
  return ENDPOINT_NAMES.flatMap((service) => {
    const excluded = endpoints.excludedZones[service];
    if (excluded === undefined) {
      return [];
    }
    const field = fieldPath(["endpoints", "excludedZones", service]);
    const refusal = EXCLUSION_REFUSALS.find(({ holds }) => holds({ service, excluded, enabled, availabilityZones }));
    return refusal === undefined
      ? []
      : [{ field, wrong: refusal.wrong, got: excluded.join(", ") || shown(excluded), todo: refusal.todo }];
  });
};

/** Rules about VPC endpoints. */
export const endpointRules: readonly Rule[] = [servicesAreListedOnce, exclusionsMakeSense];
