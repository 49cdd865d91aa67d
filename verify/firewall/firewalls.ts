import { type AddressSet, contains, nowhere, union } from "../ip/address-space";
import { type NetworkModel, networkOf } from "../network/model/network-model";
import type { Route } from "../network/routing/route-tables";
import { type Configuration, ofType, type Resource } from "../terraform/configuration";
import { referenced } from "../terraform/references/back-references";
import type { Evidence } from "../verdict/claim";
import { type Policy, readPolicy } from "./firewall-policy-model";

/** One firewall with the policy it runs and the addresses from which traffic reaches it. */
export interface Firewall {
  readonly address: string;
  readonly policy?: Policy;
  readonly sources: AddressSet;
  readonly doubts: readonly Evidence[];
}

const cache = new WeakMap<Configuration, readonly Firewall[]>();

/** The firewalls of a configuration, read once. */
export function firewallsOf(configuration: Configuration): readonly Firewall[] {
  const known = cache.get(configuration);
  if (known !== undefined) {
    return known;
  }
  const firewalls = ofType(configuration, "aws_networkfirewall_firewall").map((firewall) =>
    readFirewall(configuration, firewall),
  );
  cache.set(configuration, firewalls);
  return firewalls;
}

function readFirewall(configuration: Configuration, firewall: Resource): Firewall {
  const network = networkOf(configuration);
  const vpc = addressesOfVpc(network, firewall);
  const policyResource = referenced(configuration, firewall.values.firewall_policy_arn);
  const policy = policyResource && readPolicy(configuration, policyResource, vpc);
  const routed = sourcesOf(network, firewall, vpc);
  // Where no route leads to the firewall, it is judged over the addresses that it is made for.
  const sources = routed.length > 0 ? routed : (policy?.home ?? nowhere);
  const faults = [
    ...(policy === undefined ? ["policy of the firewall is not in the JSON"] : []),
    ...(sources.length === 0 ? ["addresses from which traffic reaches the firewall are not in the JSON"] : []),
  ];
  return {
    address: firewall.address,
    ...(policy === undefined ? {} : { policy }),
    sources,
    doubts: [...faults.map((text) => ({ text, addresses: [firewall.address] })), ...(policy?.doubts ?? [])],
  };
}

function addressesOfVpc(network: NetworkModel, firewall: Resource): AddressSet | undefined {
  const vpc = network.vpcs.get(network.graph.text(firewall.values.vpc_id) ?? "");
  return vpc === undefined || vpc.blocks.length === 0
    ? undefined
    : union(...vpc.blocks.map(({ addresses }) => addresses));
}

/**
 * Subnets whose route table leads out of the VPC through this firewall. A route to it that stays inside the VPC carries
 * answers, and the addresses behind it are those of others.
 */
function sourcesOf(network: NetworkModel, firewall: Resource, vpc: AddressSet | undefined): AddressSet {
  const sending = [...network.subnets.values()].filter((subnet) =>
    network.associations
      .ofSubnet(subnet)
      .flatMap(({ table }) => network.tables.get(table)?.routes ?? [])
      .some((route) => leadsThrough(network, route, firewall) && leavesVpc(route, vpc)),
  );
  return union(...sending.map(({ addresses }) => addresses ?? nowhere));
}

/** A firewall has endpoints of its own, and may have more by association. */
function leadsThrough({ graph }: NetworkModel, route: Route, firewall: Resource): boolean {
  return route.targets.some(
    (target) =>
      target.kind === "firewall" &&
      (target.address === firewall.address || graph.text(target.resource.values.firewall_arn) === firewall.address),
  );
}

function leavesVpc({ destination }: Route, vpc: AddressSet | undefined): boolean {
  return destination.kind !== "cidr" || vpc === undefined || !contains(vpc, destination.addresses);
}
