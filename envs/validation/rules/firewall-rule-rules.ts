import { networkCidr, parseCidr } from "../../../ip/cidr";
import {
  duplicateEntries,
  indexedEntries,
  type PartialEnvironment,
  type ValidationRule,
} from "../issues/partial-environment";
import { formatValue } from "../issues/validation-issue";

/** A wider block may hold every address of an allowed domain. */
const WIDEST_PREFIX_LENGTH = 8;

/** Protocols whose packets have no ports, or may have none. */
const WITHOUT_PORTS: readonly string[] = ["ip", "icmp"];

function rulesOf({ egress }: PartialEnvironment["validValues"]) {
  return egress?.kind === "inspected" ? indexedEntries(egress.rules) : [];
}

const namesAreUnique: ValidationRule = ({ validValues }) =>
  duplicateEntries(rulesOf(validValues), ({ name }) => name).map(({ index, value }) => ({
    field: `egress.rules[${index}].name`,
    problem: "is listed twice",
    got: formatValue(value.name),
    fix: "use another name",
  }));

const groupsAreUnique: ValidationRule = ({ validValues: { egress } }) =>
  duplicateEntries(
    egress?.kind === "inspected" ? indexedEntries(egress.managedRuleGroups) : [],
    ({ name }) => name,
  ).map(({ index, value }) => ({
    field: `egress.managedRuleGroups[${index}].name`,
    problem: "is listed twice",
    got: formatValue(value.name),
    fix: "list every group once",
  }));

const destinationsAreNarrow: ValidationRule = ({ validValues }) =>
  rulesOf(validValues).flatMap(({ index, value }) =>
    indexedEntries(value.destinations).flatMap((block) => {
      const cidr = parseCidr(block.value);
      const field = `egress.rules[${index}].destinations[${block.index}]`;
      const network = cidr && networkCidr(cidr).text;
      if (network !== undefined && network !== block.value) {
        return [{ field, problem: "has host bits set", got: formatValue(block.value), fix: `write ${network}` }];
      }
      return cidr !== undefined && cidr.prefixLength < WIDEST_PREFIX_LENGTH
        ? [
            {
              field,
              problem: "may hold every address of an allowed domain",
              got: formatValue(block.value),
              fix: `use blocks of /${WIDEST_PREFIX_LENGTH} or narrower`,
            },
          ]
        : [];
    }),
  );

const portsHaveProtocols: ValidationRule = ({ validValues }) =>
  rulesOf(validValues).flatMap(({ index, value: { protocol = "ip", ports } }) =>
    ports !== undefined && WITHOUT_PORTS.includes(protocol)
      ? [
          {
            field: `egress.rules[${index}].ports`,
            problem: `needs a protocol with ports, and this rule is for ${protocol}`,
            got: formatValue(ports),
            fix: "set protocol to tcp or udp, or remove it",
          },
        ]
      : [],
  );

const rejectsAreTcp: ValidationRule = ({ validValues }) =>
  rulesOf(validValues).flatMap(({ index, value }) =>
    value.kind === "stateful" && value.action === "reject" && ["ip", "udp", "icmp"].includes(value.protocol ?? "ip")
      ? [
          {
            field: `egress.rules[${index}].action`,
            problem: `resets TCP connections, and this rule is for ${value.protocol ?? "ip"}`,
            got: "reject",
            fix: "use drop, or set protocol to tcp",
          },
        ]
      : [],
  );

const excludedPortsAreAllowed: ValidationRule = ({ validValues: { egress } }) => {
  if (egress?.kind !== "inspected" || egress.tlsInspection?.kind !== "on") {
    return [];
  }
  const allowed = indexedEntries(egress.allowList).flatMap(({ value }) => value.ports ?? []);
  // Of an inspection environment, the spokes may have the lists.
  if (allowed.length === 0) {
    return [];
  }
  const excluded = indexedEntries(egress.tlsInspection.excludedPorts);
  const isNothingLeft = allowed.every((port) => excluded.some(({ value }) => value === port));
  return [
    ...excluded
      .filter(({ value }) => !allowed.includes(value))
      .map(({ index, value }) => ({
        field: `egress.tlsInspection.excludedPorts[${index}]`,
        problem: "is no port of the allow-list",
        got: formatValue(value),
        fix: "remove it",
      })),
    ...(isNothingLeft
      ? [
          {
            field: "egress.tlsInspection.excludedPorts",
            problem: "leaves no port of the allow-list to decrypt",
            got: formatValue(excluded.map(({ value }) => value)),
            fix: 'remove a port, or set tlsInspection to { kind: "off" }',
          },
        ]
      : []),
  ];
};

/** Rules about what the firewall does before the allow-list. */
export const firewallRuleRules: readonly ValidationRule[] = [
  namesAreUnique,
  groupsAreUnique,
  destinationsAreNarrow,
  portsHaveProtocols,
  rejectsAreTcp,
  excludedPortsAreAllowed,
];
