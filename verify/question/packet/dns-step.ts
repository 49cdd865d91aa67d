import { endpointServicePrefixPattern } from "../../../aws/partition-endpoints";
import { isBelowAwsSuffix, partitionOfRegion } from "../../../aws/partitions";
import { isAwsRegionalServiceName, isSameOrSubdomain } from "../../dns/aws-and-private-names";
import { type DnsQuery, evaluateDnsQuery } from "../../dns/evaluate-dns-query";
import { type PrivateHostedZone, privateHostedZonesOf } from "../../dns/private-hosted-zones";
import { vpcResolversOf } from "../../dns/vpc-resolvers";
import { hostNameOf, requiredServices } from "../../network/endpoints/required-services";
import { studioVpcEndpoints, type VpcEndpoint } from "../../network/endpoints/vpc-endpoints";
import type { NetworkModel } from "../../network/network-model";
import { ownServiceConnections } from "../../network/paths/own-services";
import type { Subnet } from "../../network/vpc/read-subnets";
import type { TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { Step } from "../answer";

/** The answer to the DNS query of a client, and where the name points then. */
export interface DnsResult {
  readonly steps: readonly Step[];
  /** `internet`: an address that the configuration does not show. `unknown`: it may be any address. */
  readonly points: "internet" | "unknown" | VpcEndpoint;
}

/** What the resolver answers when a client in a subnet asks for a name. */
export function resolveHostName(
  configuration: TerraformConfiguration,
  network: NetworkModel,
  subnet: Subnet,
  name: string,
): DnsResult {
  const { steps: decided, outcome, zones } = queryResolver(configuration, subnet, { name, type: "A" });
  const overrides = zones.map(({ zone }) =>
    dnsStep("unknown", `${zone.address} may answer for ${name}, with an address that is not known`, [zone.address]),
  );
  const steps = [...decided, ...overrides];
  if (outcome === "unknown" || zones.length > 0) {
    return { steps, points: "unknown" };
  }
  if (outcome === "refused") {
    return { steps, points: "internet" };
  }
  const endpoint = endpointOfPrivateName(network, subnet, name) ?? endpointOfName(configuration, network, subnet, name);
  if (endpoint === "unknown") {
    const text = `${name} may be a name of an interface endpoint: name the endpoint instead`;
    return { steps: [...steps, dnsStep("unknown", text, [])], points: "unknown" };
  }
  return { steps, points: endpoint ?? "internet" };
}

/** What the resolver of a subnet does with a query. */
export interface QueryDecision {
  readonly steps: readonly Step[];
  /** `unknown`: the configuration does not show the resolver, or everything that may answer a query that a rule refuses. */
  readonly outcome: "may-be-answered" | "refused" | "unknown";
  /** Private hosted zones that may answer, if the query is not refused. */
  readonly zones: readonly PrivateHostedZone[];
}

/** Whether the resolver of a subnet answers a query, and the rule of its DNS firewall that decides. */
export function queryResolver(
  configuration: TerraformConfiguration,
  { vpc }: Subnet,
  { name, type }: DnsQuery,
): QueryDecision {
  const resolver = vpcResolversOf(configuration).find((one) => one.vpc.address === vpc);
  if (resolver === undefined) {
    const unknown = dnsStep("unknown", `the resolver of ${vpc ?? "the VPC"} is not in the configuration`, []);
    return { steps: [unknown], outcome: "unknown", zones: [] };
  }
  const { kind, rule } = evaluateDnsQuery(resolver.policy, { name, type });
  const pattern = rule === undefined ? "no rule matches" : `rule ${rule.addresses[0] ?? ""} with action ${rule.action}`;
  const addresses = rule?.addresses ?? [resolver.vpc.address];
  const isOff = !resolver.policy.isResolverEnabled;
  // What is not read may let the query past the rule.
  const outcome = kind !== "refused" ? "may-be-answered" : resolver.doubts.length === 0 ? "refused" : "unknown";
  const decision = {
    resolved: dnsStep("allows", `${name} is resolved: ${pattern}`, addresses),
    refused: dnsStep(
      outcome === "refused" ? "denies" : "unknown",
      `${name} is refused: ${isOff ? `${resolver.vpc.address} has no DNS support` : pattern}`,
      addresses,
    ),
    undecided: dnsStep("unknown", `${name}: ${pattern}`, addresses),
  }[kind];
  const doubts = resolver.doubts.map(({ text, addresses: where }) => dnsStep("unknown", text, where));
  const zones = privateHostedZonesOf(configuration, resolver.vpc).filter(
    (zone) => zone.name === undefined || isSameOrSubdomain(name, zone.name),
  );
  return { steps: [decision, ...doubts], outcome, zones };
}

function dnsStep(outcome: Step["outcome"], text: string, addresses: readonly string[]): Step {
  return { kind: "dns", outcome, text, addresses };
}

/** The endpoint that has the private name of an endpoint service of the configuration. */
function endpointOfPrivateName(
  network: NetworkModel,
  { vpc }: Subnet,
  name: string,
): VpcEndpoint | "unknown" | undefined {
  const named = ownServiceConnections(network).filter(({ service }) => service.privateDnsName === name);
  const serving = studioVpcEndpoints(network).find(
    (one) => one.vpc === vpc && one.privateDns !== false && named.some(({ endpoint }) => endpoint === one.address),
  );
  return serving !== undefined && serving.privateDns === undefined ? "unknown" : serving;
}

/**
 * The endpoint that serves an AWS service name: the labels of the name are those of the service in reverse, or the name is one that Studio
 * needs. Some services have other names, so an endpoint of the same service may serve a name that does not fit.
 */
function endpointOfName(
  configuration: TerraformConfiguration,
  network: NetworkModel,
  subnet: Subnet,
  name: string,
): VpcEndpoint | "unknown" | undefined {
  const { region } = configuration;
  if (region === undefined) {
    return isBelowAwsSuffix(name) ? "unknown" : undefined;
  }
  const isGlobal = /^[a-z0-9-]+\.amazonaws\.com$/.test(name);
  if (!isGlobal && !isAwsRegionalServiceName(name, region)) {
    return undefined;
  }
  const tables = network.routeTableAssociations.ofSubnet(subnet).map(({ routeTable }) => routeTable);
  const endpoints = studioVpcEndpoints(network).filter(({ vpc, type, privateDns, routeTables }) =>
    vpc !== subnet.vpc
      ? false
      : type === "Gateway"
        ? routeTables.some((table) => tables.includes(table))
        : privateDns !== false,
  );
  const named = requiredServices(configuration)
    .filter((required) => hostNameOf(required, region) === name)
    .flatMap(({ names }) => names);
  const serving = endpoints.filter(({ service }) => named.includes(service) || servesName(service, region, name));
  const [only] = serving.toSorted((one, other) => typeRank(one) - typeRank(other));
  if (only !== undefined) {
    return only.type !== "Gateway" && only.privateDns === undefined ? "unknown" : only;
  }
  const labels = name.split(".");
  return endpoints.some(({ service }) => serviceLabels(service).some((label) => labels.includes(label)))
    ? "unknown"
    : undefined;
}

const servicePrefix = new RegExp(`^${endpointServicePrefixPattern}\\.(?:\\*\\.)?`);

/** The private DNS name of an interface endpoint goes before the addresses of a gateway endpoint. */
function typeRank({ type }: VpcEndpoint): number {
  return type === "Gateway" ? 1 : 0;
}

function servesName(service: string, region: string, name: string): boolean {
  const { dnsSuffix, sageMakerSuffix } = partitionOfRegion(region);
  const domain = service.startsWith("aws.sagemaker.") ? sageMakerSuffix : dnsSuffix;
  if (domain === undefined) {
    return false;
  }
  const rest = service.replace(servicePrefix, "");
  const isRegional = service.includes(".*.");
  const reversed = rest.split(".").toReversed().join(".");
  const host = isRegional ? `${reversed}.${region}.${domain}` : `${reversed}.${domain}`;
  return isSameOrSubdomain(name, host);
}

function serviceLabels(service: string): readonly string[] {
  return service.replace(servicePrefix, "").split(".").slice(0, 1);
}
