import { contains, emptySet, union } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { memoize } from "../collections/memoize";
import { type NetworkModel, networkModelOf } from "../network/network-model";
import type { Route } from "../network/routes/route-tables";
import { referencedResource } from "../terraform/references/referenced-resources";
import { type Resource, resourcesOfType, type TerraformConfiguration } from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import { type NetworkFirewallPolicy, readNetworkFirewallPolicy } from "./network-firewall-policy";

/** One firewall with the policy it runs and the addresses from which traffic reaches it. */
export interface NetworkFirewall {
  readonly address: string;
  readonly policy?: NetworkFirewallPolicy;
  readonly sourceAddresses: AddressSet;
  readonly doubts: readonly Evidence[];
}

/** The firewalls of a configuration, read once. */
export const networkFirewallsOf: (configuration: TerraformConfiguration) => readonly NetworkFirewall[] = memoize(
  (configuration) =>
    resourcesOfType(configuration, "aws_networkfirewall_firewall").map((firewall) =>
      readNetworkFirewall(configuration, firewall),
    ),
);

function readNetworkFirewall(configuration: TerraformConfiguration, firewall: Resource): NetworkFirewall {
  const network = networkModelOf(configuration);
  const vpc = addressesOfVpc(network, firewall);
  const policyResource = referencedResource(configuration, firewall.values.firewall_policy_arn);
  const policy = policyResource && readNetworkFirewallPolicy(configuration, policyResource, vpc);
  const routed = sourceAddressesOf(network, firewall, vpc);
  // Where no route leads to the firewall, it is judged over the addresses that it is made for.
  const sources = routed.length > 0 ? routed : (policy?.homeNet ?? emptySet);
  const faults = [
    ...(policy === undefined ? ["policy of the firewall is not in the JSON"] : []),
    ...(sources.length === 0 ? ["addresses from which traffic reaches the firewall are not in the JSON"] : []),
  ];
  return {
    address: firewall.address,
    ...(policy === undefined ? {} : { policy }),
    sourceAddresses: sources,
    doubts: [...faults.map((text) => ({ text, addresses: [firewall.address] })), ...(policy?.doubts ?? [])],
  };
}

function addressesOfVpc(network: NetworkModel, firewall: Resource): AddressSet | undefined {
  const vpc = network.vpcs.get(network.graph.referenceKey(firewall.values.vpc_id) ?? "");
  return vpc === undefined || vpc.cidrBlocks.length === 0
    ? undefined
    : union(...vpc.cidrBlocks.map(({ addresses }) => addresses));
}

/**
 * Subnets whose route table leads out of the VPC through this firewall. A route to it that stays inside the VPC carries
 * answers, and the addresses behind it are those of others.
 */
function sourceAddressesOf(network: NetworkModel, firewall: Resource, vpc: AddressSet | undefined): AddressSet {
  const sending = [...network.subnets.values()].filter((subnet) =>
    network.routeTableAssociations
      .ofSubnet(subnet)
      .flatMap(({ routeTable: table }) => network.routeTables.get(table)?.routes ?? [])
      .some((route) => targetsFirewall(network, route, firewall) && leavesVpc(route, vpc)),
  );
  return union(...sending.map(({ addresses }) => addresses ?? emptySet));
}

/** A firewall has endpoints of its own, and may have more by association. */
function targetsFirewall({ graph }: NetworkModel, route: Route, firewall: Resource): boolean {
  return route.targets.some(
    (target) =>
      target.kind === "firewall" &&
      (target.address === firewall.address ||
        graph.referenceKey(target.resource.values.firewall_arn) === firewall.address),
  );
}

function leavesVpc({ destination }: Route, vpc: AddressSet | undefined): boolean {
  return destination.kind !== "cidr" || vpc === undefined || !contains(vpc, destination.addresses);
}
