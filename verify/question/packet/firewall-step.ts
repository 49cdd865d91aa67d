import { allIpv4Addresses } from "../../../ip/internet-addresses";
import { intersection } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { allPorts } from "../../../ip/port-set";
import { hostNamesInRules } from "../../firewall/flows-of-rules";
import { distinguishedHeaders } from "../../firewall/header-space";
import { dispositionOf, type NetworkFirewallPolicy } from "../../firewall/network-firewall-policy";
import { type NetworkFirewall, networkFirewallsOf } from "../../firewall/network-firewalls";
import {
  type AddressedFlow,
  type Flow,
  flowsOpenedByAnswers,
  flowsWithoutHostName,
  httpFlow,
  tlsFlow,
} from "../../firewall/suricata/flow";
import { resourceGraphOf } from "../../terraform/references/resource-graph";
import type { TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { Step } from "../answer";
import { type PacketService, protocols } from "./packet-ends";

/** Flows that the same rules of all firewalls decide. */
export interface FirewallOutcome {
  /** One step for each firewall, in path order, up to the first that blocks. */
  readonly steps: readonly Step[];
  /** What distinguishes the flows: `tls with host name pypi.org`. */
  readonly examples: readonly string[];
}

/** The packets that arrive at a firewall. */
export interface InspectedTraffic {
  readonly service: PacketService;
  /** The name that the client asks for. @default - any that rules distinguish */
  readonly hostName?: string;
  readonly sources: AddressSet | undefined;
  readonly destinations: AddressSet;
}

/**
 * What the firewalls of a path do with the traffic, one outcome for each combination of deciding rules.
 *
 * @param addresses Terraform addresses of the firewalls, in path order
 */
export function firewallOutcomes(
  configuration: TerraformConfiguration,
  addresses: readonly string[],
  traffic: InspectedTraffic,
): readonly FirewallOutcome[] {
  const firewalls = addresses.map((address) => ({ address, firewall: firewallAt(configuration, address) }));
  const unread = firewalls.flatMap(({ address, firewall }) => unreadFirewall(address, firewall, traffic));
  const policies = firewalls.flatMap(({ address, firewall }) =>
    firewall?.policy === undefined ? [] : [{ address, policy: firewall.policy }],
  );
  if (unread.length > 0) {
    return [{ steps: unread, examples: [] }];
  }
  const outcomes = new Map<string, { readonly steps: readonly Step[]; readonly examples: Set<string> }>();
  for (const flow of flowsOfQuestion(
    policies.map(({ policy }) => policy),
    traffic,
  )) {
    for (const header of headersOfQuestion(
      policies.map(({ policy }) => policy),
      flow,
      traffic,
    )) {
      const steps = stepsOfFlow(policies, { flow, ...header });
      const key = JSON.stringify(steps);
      const outcome = outcomes.get(key) ?? { steps, examples: new Set() };
      outcome.examples.add(flowExample(flow, traffic));
      outcomes.set(key, outcome);
    }
  }
  return [...outcomes.values()].map(({ steps, examples }) => ({ steps, examples: [...examples] }));
}

function firewallAt(configuration: TerraformConfiguration, address: string): NetworkFirewall | undefined {
  const graph = resourceGraphOf(configuration);
  const owner = graph.referenceKey(graph.find(address)?.values.firewall_arn) ?? address;
  return networkFirewallsOf(configuration).find((firewall) => firewall.address === owner);
}

function unreadFirewall(
  address: string,
  firewall: NetworkFirewall | undefined,
  { sources, destinations }: InspectedTraffic,
): readonly Step[] {
  const isIpv4 = [sources ?? [], destinations].every((set) => intersection(set, allIpv4Addresses).length > 0);
  const reasons =
    firewall?.policy === undefined
      ? ["its policy is not in the configuration"]
      : [
          ...firewall.doubts.map(({ text }) => text),
          ...(isIpv4 ? [] : ["its rules are evaluated for IPv4 with known addresses only"]),
        ];
  return reasons.map((reason) => ({
    kind: "firewall",
    outcome: "unknown",
    text: `${address}: ${reason}`,
    addresses: [address],
  }));
}

interface InspectingPolicy {
  readonly address: string;
  readonly policy: NetworkFirewallPolicy;
}

function stepsOfFlow(policies: readonly InspectingPolicy[], traffic: AddressedFlow): readonly Step[] {
  const steps: Step[] = [];
  for (const { address, policy } of policies) {
    const { kind, decidedBy, rule } = dispositionOf(policy, traffic);
    const outcome = kind === "passes" ? "allows" : kind === "blocked" ? "denies" : "unknown";
    const verb = { allows: "passes it", denies: "drops it", unknown: "may drop it" }[outcome];
    const addresses = [address, policy.address, ...(rule === undefined ? [] : [rule.address])];
    steps.push({ kind: "firewall", outcome, text: `${address} ${verb}: ${decidedBy}`, addresses });
    if (outcome === "denies") {
      break;
    }
  }
  return steps;
}

/** Every kind of flow that the protocol of the question may mean. */
function flowsOfQuestion(
  policies: readonly NetworkFirewallPolicy[],
  { service: { protocol }, hostName }: InspectedTraffic,
): readonly Flow[] {
  const named = policies.flatMap(({ stateful }) =>
    stateful.rules.flatMap((rule) => [
      rule.protocol,
      ...rule.conditions.flatMap((condition) => (condition.kind === "app-protocol" ? [condition.name] : [])),
    ]),
  );
  const names = hostName === undefined ? namesOfRules(policies) : [hostName];
  const tls = [
    ...names.flatMap((name) => [tlsFlow(name, "tls"), tlsFlow(name, "tls with a split ClientHello")]),
    ...(hostName === undefined ? [tlsFlow(addressLiteral, "tls to an ip literal")] : []),
  ];
  const http = names.map((name) => httpFlow(name));
  const nameless = flowsWithoutHostName([...named, ...(protocol === "icmp" ? [] : [protocol])]);
  const isNameless = hostName === undefined;
  switch (protocol) {
    case "tls":
      return [...tls, ...(isNameless ? nameless.filter(({ kind }) => kind === "tls without sni") : [])];
    case "http":
      return [...http, ...(isNameless ? nameless.filter(({ kind }) => kind === "http without host") : [])];
    case "tcp":
      return [
        ...tls,
        ...http,
        ...nameless.filter(({ transport }) => transport === "tcp"),
        ...flowsOpenedByAnswers(named),
      ];
    case "udp":
    case "icmp":
      return nameless.filter(({ transport }) => transport === protocol);
    default:
      return nameless.filter(({ kind }) => kind === `${protocol} over ${protocols[protocol].transport}`);
  }
}

/** A client may show any name, whatever the address is; names that no rule has are all alike. */
function namesOfRules(policies: readonly NetworkFirewallPolicy[]): readonly string[] {
  const inRules = policies
    .flatMap(({ stateful }) => hostNamesInRules(stateful))
    .map((text) => text.replace(/^\./, "").toLowerCase());
  return [...new Set([...inRules.filter((name) => name !== ""), unlistedName])];
}

const addressLiteral = "203.0.113.9";

function headersOfQuestion(
  policies: readonly NetworkFirewallPolicy[],
  { transport }: Flow,
  { service: { port }, sources = [], destinations }: InspectedTraffic,
) {
  const onePort = [{ first: BigInt(port), last: BigInt(port) }];
  return policies.flatMap((policy) =>
    distinguishedHeaders(policy, {
      sources: intersection(sources, allIpv4Addresses),
      sourcePorts: transport === "icmp" ? onePort : allPorts,
      destinations: intersection(destinations, allIpv4Addresses),
      destinationPorts: onePort,
    }),
  );
}

function flowExample({ kind, hostName }: Flow, traffic: InspectedTraffic): string {
  if (hostName === undefined || hostName === traffic.hostName || hostName === addressLiteral) {
    return kind;
  }
  return hostName === unlistedName ? `${kind} with any other host name` : `${kind} with host name ${hostName}`;
}

/** A name that no allow-list has. */
const unlistedName = "unlisted.example";
