import { emptySet, union } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { memoize } from "../collections/memoize";
import { type NetworkModel, networkModelOf } from "../network/network-model";
import type { Subnet } from "../network/vpc/read-subnets";
import { referencedResource } from "../terraform/references/referenced-resources";
import {
  blocksOf,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import { firewallSources, isReachedFromPerimeter } from "./firewall-sources";
import { type NetworkFirewallPolicy, readNetworkFirewallPolicy } from "./network-firewall-policy";

/** One firewall with its policy and the addresses from which routes send traffic to it. */
export interface NetworkFirewall {
  readonly address: string;
  readonly policy?: NetworkFirewallPolicy;
  readonly sourceAddresses: AddressSet;
  readonly doubts: readonly Evidence[];
}

/** The firewalls of a configuration, cached. */
export const networkFirewallsOf: (configuration: TerraformConfiguration) => readonly NetworkFirewall[] = memoize(
  (configuration) =>
    resourcesOfType(configuration, "aws_networkfirewall_firewall").map((firewall) =>
      readNetworkFirewall(configuration, firewall),
    ),
);

/** The firewalls that inspect Studio's traffic: all but those of other VPCs of the configuration without a route from Studio. */
export function perimeterFirewallsOf(configuration: TerraformConfiguration): readonly NetworkFirewall[] {
  const network = networkModelOf(configuration);
  const elsewhere = resourcesOfType(configuration, "aws_networkfirewall_firewall").filter((firewall) => {
    const vpc = network.graph.referenceKey(firewall.values.vpc_id) ?? "";
    const isOtherVpc = network.vpcs.has(vpc) && !network.studioVpcs.has(vpc);
    return isOtherVpc && !isReachedFromPerimeter(network, firewall);
  });
  const addresses = new Set(elsewhere.map(({ address }) => address));
  return networkFirewallsOf(configuration).filter(({ address }) => !addresses.has(address));
}

function readNetworkFirewall(configuration: TerraformConfiguration, firewall: Resource): NetworkFirewall {
  const network = networkModelOf(configuration);
  const vpc = addressesOfVpc(network, firewall);
  const policyResource = referencedResource(configuration, firewall.values.firewall_policy_arn);
  const policy = policyResource && readNetworkFirewallPolicy(configuration, policyResource, vpc);
  const { subnets, addresses } = firewallSources(network, firewall, vpc);
  // Without a route to the firewall, its policy is evaluated for the addresses of HOME_NET.
  const sources = addresses.length > 0 ? addresses : (policy?.homeNet ?? emptySet);
  const faults = [
    ...(policy === undefined ? ["the policy of the firewall is not in the JSON"] : []),
    ...(sources.length === 0 ? ["the source addresses of traffic to the firewall are not in the JSON"] : []),
    ...unreadSources(firewall, subnets),
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

/** Traffic to the firewall that is not checked: from unknown addresses, and IPv6. */
function unreadSources(firewall: Resource, subnets: readonly Subnet[]): readonly string[] {
  const types = blocksOf(firewall.values.subnet_mapping).map(
    // A state has an empty text for a type that nobody set.
    ({ ip_address_type: type }) => (type === undefined || type === "" ? "IPV4" : type),
  );
  return [
    ...subnets
      .filter(({ addresses }) => addresses === undefined)
      .map(({ key }) => `the addresses of ${key}, which sends traffic to the firewall, are not in the JSON`),
    ...(types.every((type) => type === "IPV4")
      ? []
      : ["the firewall carries IPv6, and the rules are checked for IPv4 only"]),
  ];
}
