import { type AddressSet, contains, nowhere, union } from "../address-space";
import { parseCidr } from "../cidr";
import type { Evidence } from "../claim";
import { blocksOf, type Configuration, type Json, ofType, type Resource } from "../configuration";
import { literalText } from "../literal-text";
import { referenced } from "../referenced";
import { referencedAddresses } from "../template";
import { type Policy, readPolicy } from "./policy";

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
  const vpc = vpcAddresses(configuration, firewall);
  const policyResource = referenced(configuration, firewall.values.firewall_policy_arn);
  const policy = policyResource && readPolicy(configuration, policyResource, vpc);
  const routed = sourcesOf(configuration, firewall, vpc);
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

function vpcAddresses(configuration: Configuration, firewall: Resource): AddressSet | undefined {
  const vpc = referenced(configuration, firewall.values.vpc_id);
  return vpc === undefined ? undefined : addressesOf(configuration, vpc.values.cidr_block);
}

function addressesOf(configuration: Configuration, value: Json | undefined): AddressSet | undefined {
  const text = literalText(configuration, value);
  return text.kind === "literal" ? parseCidr(text.text)?.addresses : undefined;
}

/**
 * Subnets whose route table leads out of the VPC through this firewall. A route to it that stays inside the VPC carries
 * answers, and the addresses behind it are those of others.
 */
function sourcesOf(configuration: Configuration, firewall: Resource, vpc: AddressSet | undefined): AddressSet {
  const tables = new Set(
    routesThrough(configuration, firewall)
      .filter(({ destination }) => destination === undefined || vpc === undefined || !contains(vpc, destination))
      .map(({ table }) => table),
  );
  const subnets = ofType(configuration, "aws_route_table_association")
    .filter((association) => tables.has(referenced(configuration, association.values.route_table_id)?.address ?? ""))
    .flatMap((association) => referenced(configuration, association.values.subnet_id) ?? []);
  return union(...subnets.map((subnet) => addressesOf(configuration, subnet.values.cidr_block) ?? nowhere));
}

interface FirewallRoute {
  readonly table: string;
  readonly destination: AddressSet | undefined;
}

function routesThrough(configuration: Configuration, firewall: Resource): readonly FirewallRoute[] {
  const leadsHere = (target: Json | undefined) =>
    typeof target === "string" &&
    (namesFirewall(target, firewall) || referencedAddresses(target).includes(firewall.address));
  const separate = ofType(configuration, "aws_route")
    .filter((route) => leadsHere(route.values.vpc_endpoint_id))
    .map((route) => ({
      table: referenced(configuration, route.values.route_table_id)?.address ?? "",
      destination: addressesOf(configuration, route.values.destination_cidr_block),
    }));
  const inline = ofType(configuration, "aws_route_table").flatMap((table) =>
    blocksOf(table.values.route)
      .filter((route) => leadsHere(route.vpc_endpoint_id))
      .map((route) => ({ table: table.address, destination: addressesOf(configuration, route.cidr_block) })),
  );
  return [...separate, ...inline];
}

/** The endpoint of a zone is picked by an expression over the firewall's status. */
function namesFirewall(target: string, firewall: Resource): boolean {
  return target.includes(`${firewall.address}.firewall_status`);
}
