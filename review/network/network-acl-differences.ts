import { describeAddresses } from "../../ip/cidr";
import { allAddresses } from "../../ip/internet-addresses";
import { emptySet, intersection, representativePoints, subtract, union } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { groupBy } from "../../verify/collections/group-by";
import { type NetworkAclRule, type ProtocolPortRange, portsOf } from "../../verify/network/filters/filter-rules";
import type { NetworkAcl, TrafficDirection } from "../../verify/network/filters/network-acls";
import { type NetworkModel, networkModelOf } from "../../verify/network/network-model";
import type { Subnet } from "../../verify/network/vpc/read-subnets";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { createDifference, formatList, type ReviewDifference } from "../model/review-difference";

/**
 * Traffic that the network ACLs of a perimeter subnet allow on one side only, for every protocol, port and address. A rule that
 * cannot be read may allow or deny.
 */
export function networkAclDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [networkBefore, networkAfter] = [networkModelOf(before), networkModelOf(after)];
  const subnetsBefore = new Map(networkBefore.perimeterSubnets.map((subnet) => [subnet.key, subnet]));
  const changes = networkAfter.perimeterSubnets.flatMap((subnet) => {
    const known = subnetsBefore.get(subnet.key);
    return known === undefined ? [] : subnetChanges(subnet, aclsOf(networkBefore, known), aclsOf(networkAfter, subnet));
  });
  return [...groupBy(changes, ({ severity, text }) => `${severity} ${text}`).values()].flatMap((group) =>
    group.slice(0, 1).map(({ severity, text }) => {
      const subnets = group.map(({ subnet }) => subnet);
      const acls = group.flatMap((one) => one.acls);
      return createDifference(severity, `The network ACL of ${formatList(subnets)} ${text}`, [...acls, ...subnets]);
    }),
  );
}

/** No ACL of the configuration is the default ACL of AWS, which allows everything. */
function aclsOf(network: NetworkModel, subnet: Subnet): readonly NetworkAcl[] {
  const acls = network.networkAcls.aclsOf(subnet);
  return acls.length === 0 ? [{ address: subnet.key, ingress: allowEverything, egress: allowEverything }] : acls;
}

type AclRules = readonly (readonly NetworkAclRule[])[];

const allowEverything: readonly NetworkAclRule[] = [
  { number: 1, action: "allow", portRange: { protocol: "all", fromPort: 0, toPort: 65_535 }, addresses: allAddresses },
];

interface SubnetChange {
  readonly subnet: string;
  readonly acls: readonly string[];
  readonly severity: "opens" | "closes" | "unclear";
  readonly text: string;
}

/** Addresses to or from which traffic is certainly allowed, and those where it may be. */
interface AllowedAddresses {
  readonly sure: AddressSet;
  readonly possible: AddressSet;
}

function subnetChanges(
  subnet: Subnet,
  before: readonly NetworkAcl[],
  after: readonly NetworkAcl[],
): readonly SubnetChange[] {
  const acls = [...after, ...before].map(({ address }) => address);
  return (["ingress", "egress"] as const).flatMap((direction) => {
    const [one, other] = [before.map((acl) => acl[direction]), after.map((acl) => acl[direction])];
    return directionChanges(direction, one, other).map((change) => ({ ...change, subnet: subnet.key, acls }));
  });
}

function directionChanges(
  direction: TrafficDirection,
  before: AclRules,
  after: AclRules,
): readonly Pick<SubnetChange, "severity" | "text">[] {
  if (JSON.stringify(before, bigintText) === JSON.stringify(after, bigintText)) {
    return [];
  }
  const found = trafficClasses([...before, ...after].flat()).map((traffic) => {
    const [one, other] = [allowedBy(before, traffic), allowedBy(after, traffic)];
    return {
      traffic,
      opens: subtract(other.sure, one.sure),
      unclear: subtract(subtract(other.possible, other.sure), one.sure),
      unsure: subtract(subtract(one.sure, other.sure), subtract(one.possible, other.possible)),
      closes: subtract(one.possible, other.possible),
    };
  });
  const [adjective, preposition] = direction === "ingress" ? ["inbound", "from"] : ["outbound", "to"];
  return (["opens", "unclear", "unsure", "closes"] as const).flatMap((kind) => {
    const some = found.filter((one) => one[kind].length > 0);
    const traffic = formatList(
      some.map((one) => trafficText(one.traffic)),
      3,
    );
    const addresses = describeAddresses(union(...some.map((one) => one[kind])));
    const text = `${verbs[kind]} ${adjective} ${traffic} ${preposition} ${addresses}`;
    return some.length === 0 ? [] : [{ severity: kind === "unsure" ? "unclear" : kind, text }];
  });
}

const verbs = {
  opens: "now allows",
  unclear: "may now allow",
  unsure: "may no longer allow",
  closes: "no longer allows",
} as const;

function bigintText(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

interface TrafficPoint {
  readonly protocol: Exclude<ProtocolPortRange["protocol"], "all">;
  readonly port: number;
}

const protocols: readonly TrafficPoint["protocol"][] = ["tcp", "udp", "icmp", "other"];

/** One port for each set of rules that a port can match, for each protocol. */
function trafficClasses(rules: readonly NetworkAclRule[]): readonly TrafficPoint[] {
  return protocols.flatMap((protocol) => {
    const sets = rules.flatMap(({ portRange }) => (portRange?.protocol === protocol ? [portsOf(portRange)] : []));
    const points = representativePoints(sets, [{ first: -1n, last: 65_535n }], [443n]);
    return points.map((port) => ({ protocol, port: Number(port) }));
  });
}

function trafficText({ protocol, port }: TrafficPoint): string {
  return protocol === "tcp" || protocol === "udp" ? `${protocol} ${port}` : protocol;
}

/** With several ACLs, the one that Terraform applies last wins. */
function allowedBy(acls: AclRules, traffic: TrafficPoint): AllowedAddresses {
  const all = acls.map((rules) => allowedByRules(rules, traffic));
  return {
    sure: all.map(({ sure }) => sure).reduce(intersection, allAddresses),
    possible: union(...all.map(({ possible }) => possible)),
  };
}

function allowedByRules(rules: readonly NetworkAclRule[], traffic: TrafficPoint): AllowedAddresses {
  let [sure, possible] = [emptySet, emptySet];
  // Addresses that no earlier rule has decided for certain, and those that none may have decided.
  let [open, untouched] = [allAddresses, allAddresses];
  for (const { action, portRange, addresses } of rules.toSorted((a, b) => a.number - b.number)) {
    if (portRange !== undefined && !matches(portRange, traffic)) {
      continue;
    }
    const isKnown = portRange !== undefined && addresses !== undefined;
    const matched = addresses ?? allAddresses;
    if (action === "allow") {
      possible = union(possible, intersection(open, matched));
      sure = isKnown ? union(sure, intersection(untouched, matched)) : sure;
    }
    open = isKnown ? subtract(open, matched) : open;
    untouched = subtract(untouched, matched);
  }
  return { sure, possible };
}

/** For ICMP, rules have a type and a code, which the models do not distinguish. */
function matches({ protocol, fromPort, toPort }: ProtocolPortRange, traffic: TrafficPoint): boolean {
  if (protocol === "all" || (protocol === traffic.protocol && protocol === "icmp")) {
    return true;
  }
  return (
    protocol === traffic.protocol && (protocol === "other" || (fromPort <= traffic.port && traffic.port <= toPort))
  );
}
