import {
  duplicateEntries,
  indexedEntries,
  type PartialEnvironment,
  type ValidationRule,
} from "../issues/partial-environment";
import { failedRequirements, type Requirement } from "../issues/requirement";
import { fieldPath, formatValue } from "../issues/validation-issue";

type ValidValues = PartialEnvironment["validValues"];

function existingNetwork({ network }: ValidValues) {
  return network?.kind === "existing" ? network : undefined;
}

/** Whether an existing network is written, and none of its subnets are for a tier. */
function lacksSubnets(validValues: ValidValues, tier: "client" | "function"): boolean {
  const subnets = existingNetwork(validValues)?.subnets;
  return subnets !== undefined && subnets[tier] === undefined;
}

const TIERS = ["studio", "endpoint", "client", "function"] as const;

/** The selections of subnets by their ids, with the path of their field. */
function selectionsById(validValues: ValidValues) {
  const subnets = existingNetwork(validValues)?.subnets;
  return TIERS.flatMap((tier) => {
    const selection = subnets?.[tier];
    return selection?.kind === "ids" && selection.ids !== undefined
      ? [{ path: ["network", "subnets", tier, "ids"], ids: selection.ids }]
      : [];
  });
}

const idsCoverZones: ValidationRule = ({ validValues }) => {
  const zones = indexedEntries(validValues.availabilityZones).map(({ value }) => value);
  return selectionsById(validValues).flatMap(({ path, ids }) => [
    ...zones
      .filter((zone) => ids[zone] === undefined)
      .map((zone) => ({
        field: fieldPath(path),
        problem: `has no subnet in ${zone}`,
        got: formatValue(Object.keys(ids).join(", ")),
        fix: `add ${zone}: subnet-...`,
      })),
    ...Object.entries(ids)
      .filter(([zone]) => zones.length > 0 && !zones.includes(zone))
      .map(([zone, id]) => ({
        field: fieldPath([...path, zone]),
        problem: "is in a zone that the environment does not have",
        got: formatValue(id),
        fix: "remove it, or add the zone to availabilityZones",
      })),
  ]);
};

/** Security groups alone separate interfaces of one subnet, and routes belong to a subnet. */
const subnetsAreSeparate: ValidationRule = ({ validValues }) => {
  const entries = selectionsById(validValues).flatMap(({ path, ids }) =>
    Object.entries(ids).map(([zone, id]) => ({ field: fieldPath([...path, zone]), id })),
  );
  return duplicateEntries(indexedEntries(entries), ({ id }) => id).map(({ value }) => ({
    field: value.field,
    problem: "is the subnet of another tier or zone",
    got: formatValue(value.id),
    fix: "use a subnet of its own for each tier and zone",
  }));
};

/** What an environment may not ask of a network that somebody else owns, and what it must name. Every one that fails is reported. */
const OWNERS_MATTERS: readonly Requirement[] = [
  {
    fails: ({ egress }) => egress?.kind === "inspected",
    got: ({ egress }) => egress?.kind,
    fault: {
      field: "egress.kind",
      problem: "needs subnets, routes and an internet gateway that only the owner of an existing network can add",
      fix: 'use "central" or "none", or set network to { kind: "own" }',
    },
  },
  {
    fails: ({ access }) =>
      access?.kind === "on" && access.attachment?.kind !== "none" && access.attachment !== undefined,
    got: ({ access }) => (access?.kind === "on" ? access.attachment?.kind : undefined),
    fault: {
      field: "access.attachment.kind",
      problem: "attaches a gateway to an existing network, which only its owner can route",
      fix: 'use "none"',
    },
  },
  {
    fails: ({ vpcBlockPublicAccess }) => vpcBlockPublicAccess === "bidirectional",
    got: ({ vpcBlockPublicAccess }) => vpcBlockPublicAccess,
    fault: {
      field: "vpcBlockPublicAccess",
      problem: "changes every VPC of an account in which somebody else has a network",
      fix: 'use "off"',
    },
  },
  {
    fails: (known) =>
      known.access?.kind === "on" && known.access.client?.kind === "ssm" && lacksSubnets(known, "client"),
    got: () => undefined,
    fault: {
      field: "network.subnets.client",
      problem: "is missing, and the client instance needs it",
      fix: "select the subnets of the client",
    },
  },
  {
    fails: (known) =>
      known.access?.kind === "on" && known.access.selfService?.kind === "on" && lacksSubnets(known, "function"),
    got: () => undefined,
    fault: {
      field: "network.subnets.function",
      problem: "is missing, and self-service needs it",
      fix: "select the subnets of the function",
    },
  },
];

const ownersMattersAreNotAsked: ValidationRule = ({ validValues }) =>
  existingNetwork(validValues) === undefined ? [] : failedRequirements(OWNERS_MATTERS, validValues);

/** Rules about environments in an existing network. */
export const networkRules: readonly ValidationRule[] = [idsCoverZones, subnetsAreSeparate, ownersMattersAreNotAsked];
