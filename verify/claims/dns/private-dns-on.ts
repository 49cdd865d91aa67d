import { evaluateDnsQuery } from "../../dns/evaluate-dns-query";
import { undeclaredResolvers, type VpcResolver, vpcResolversOf } from "../../dns/vpc-resolvers";
import { hostNameOf, requiredServices } from "../../network/endpoints/required-services";
import { studioVpcEndpoints, type VpcEndpoint } from "../../network/endpoints/vpc-endpoints";
import { type NetworkModel, networkModelOf } from "../../network/network-model";
import { ownServiceConnections } from "../../network/paths/own-services";
import { ownEndpointAt } from "../../network/vpc/own-endpoint-at";
import type { Vpc } from "../../network/vpc/read-subnets";
import { declaredOwnEndpoint } from "../../posture/own-endpoint";
import type { PerimeterPosture } from "../../posture/posture";
import { laterInput, waysToDecide } from "../../terraform/references/later-input";
import type { TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type Claim, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

/** Without private DNS a client resolves the public address of a service: its call fails, or leaves the VPC. */
export const privateDnsOn: Claim = {
  name: "private-dns-on",
  title: "Service names resolve to private endpoints",
  meaning:
    "Inside the Studio VPC, the Amazon resolver resolves the standard names of AWS services to the interface endpoints.",
  details: [
    "Every interface endpoint of an AWS service has private DNS enabled.",
    "An endpoint of a declared service of the company has it enabled exactly if the declaration has a private DNS name.",
    "Where the configuration has the declared service, its private DNS name is the declared one.",
    "The VPC has enable_dns_support and enable_dns_hostnames set to true.",
    "DHCP options, if any, name only AmazonProvidedDNS.",
    "DNS Firewall resolves the host name of each required service, except where its endpoint is a FIPS endpoint.",
    "Forwarding, Route 53 profiles, DNS64 in a subnet with IPv6, and private zones with unknown or AWS names make the claim undecided.",
    "An endpoint whose private names serve only inbound resolver endpoints makes the claim undecided.",
    "A VPC of Studio, or of any subnet here, that is not declared here makes the claim undecided.",
  ],
  remedy:
    "Set private_dns_enabled on the endpoint, and both DNS arguments on the VPC, to true. Use AmazonProvidedDNS in DHCP options.",
  topic: "names",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-22"],
  decide({ configuration, posture }) {
    const network = networkModelOf(configuration);
    const interfaces = studioVpcEndpoints(network).filter(({ type }) => type === "Interface");
    const vpcs = [...network.studioVpcs].flatMap((key) => network.vpcs.get(key) ?? []);
    const resolvers = vpcResolversOf(configuration).filter(({ vpc }) => network.studioVpcs.has(vpc.address));
    const undeclared = findingsOf({ doubts: undeclaredResolvers(configuration) });
    return verdictOf(
      interfaces.length === 0
        ? mergeFindings([undeclared, notApplicable("the Studio VPC has no interface endpoint")])
        : mergeFindings([
            undeclared,
            ...vpcs.map((vpc) => examineVpc(vpc)),
            ...vpcs.map((vpc) => examineResolver(network, vpc)),
            ...interfaces.map((endpoint) => examineEndpoint(endpoint, posture)),
            ...interfaces.map((endpoint) => comparePrivateName(network, endpoint, posture)),
            findingsOf({
              doubts: resolvers.flatMap(({ bypasses, replacedAnswers }) => [...bypasses, ...replacedAnswers]),
            }),
            findingsForEach(resolvers, (resolver) => examineNames(network, configuration, resolver)),
          ]),
    );
  },
};

/** Both must be on for private DNS names; AWS's default for hostnames is off. */
function examineVpc({ key, resource }: Vpc): Findings {
  if (resource?.mode !== "managed") {
    return doubt(`${key} is not in this configuration, so its DNS settings are not known`, key);
  }
  const flags = { enable_dns_support: true, enable_dns_hostnames: false };
  const off = Object.entries(flags).filter(([name, otherwise]) => (resource.values[name] ?? otherwise) !== true);
  return off.length === 0
    ? proof(`${key} resolves private names`, key)
    : counterexample(
        `${key} does not resolve private names: ${off.map(([name]) => name).join(" and ")} is not true`,
        key,
      );
}

/** Nobody reaches an endpoint whose name DNS Firewall refuses. */
function examineNames(network: NetworkModel, configuration: TerraformConfiguration, resolver: VpcResolver): Findings {
  const { vpc, policy, ruleGroupAssociations, doubts } = resolver;
  const { region } = configuration;
  const endpoints = studioVpcEndpoints(network).filter((endpoint) => endpoint.vpc === vpc.address);
  const served = requiredServices(configuration).filter(({ names }) =>
    endpoints.some(({ service }) => names.includes(service)),
  );
  if (ruleGroupAssociations.length === 0 || served.length === 0) {
    return findingsOf({});
  }
  if (region === undefined) {
    return doubt("the Region is not known, so neither are the names of AWS services in it", vpc.address);
  }
  return findingsForEach(served, (service) => {
    const name = hostNameOf(service, region);
    if (name === undefined) {
      return doubt(`the host name of ${service.name} in ${region} is not known`, vpc.address);
    }
    const { kind, rule } = evaluateDnsQuery(policy, { name, type: "A" });
    const addresses = [vpc.address, ...(rule?.addresses ?? [])];
    return kind === "resolved"
      ? proof(`DNS Firewall resolves ${name}`, ...addresses)
      : (kind === "refused" && doubts.length === 0 ? counterexample : doubt)(
          `DNS Firewall refuses ${name}, which Studio needs for ${service.reason}`,
          ...addresses,
        );
  });
}

const amazonProvidedResolver = "AmazonProvidedDNS";

/** Another resolver does not know the private names, and DNS Firewall does not see its queries. */
function examineResolver({ graph }: NetworkModel, { key }: Vpc): Findings {
  const associated = graph
    .ofType("aws_vpc_dhcp_options_association")
    .filter(({ values }) => graph.referenceKey(values.vpc_id) === key);
  return mergeFindings(
    associated.map(({ address, values }) => {
      const options = graph.target(values.dhcp_options_id);
      if (options.kind !== "resource" || options.resource.type !== "aws_vpc_dhcp_options") {
        return doubt(
          `${address} gives ${key} DHCP options that are not in this configuration; join the state that has them with --join`,
          address,
        );
      }
      const servers = options.resource.values.domain_name_servers;
      const setIt = 'set domain_name_servers to ["AmazonProvidedDNS"]';
      if (!Array.isArray(servers)) {
        return doubt(
          `${options.resource.address} may set a resolver other than AmazonProvidedDNS for ${key}${waysToDecide(graph.configuration, setIt, laterInput)}`,
          address,
          options.resource.address,
        );
      }
      return servers.every((server) => server === amazonProvidedResolver)
        ? proof(`${key} uses the Amazon resolver`, options.resource.address)
        : counterexample(`${key} uses a resolver other than AmazonProvidedDNS`, address, options.resource.address);
    }),
  );
}

function examineEndpoint(endpoint: VpcEndpoint, posture: PerimeterPosture): Findings {
  const { address, privateDns } = endpoint;
  const own = declaredOwnEndpoint(posture, endpoint);
  if (own !== undefined && own.privateDnsName === undefined) {
    return privateDns === false
      ? proof(`${address} connects to ${own.name}, a declared service without a private name`, address)
      : doubt(
          `${address} has private DNS on or not known, and nothing declares a private name of ${own.name}`,
          address,
        );
  }
  switch (privateDns) {
    case true:
      return proof(`${address} has private DNS on`, address);
    case false:
      return counterexample(
        `${address} has private DNS off, so clients resolve the public address of the service`,
        address,
      );
    default:
      return doubt(`${address}: private_dns_enabled is not in this configuration`, address);
  }
}

/** Compares the declaration of a service with the service, if the configuration has it. */
function comparePrivateName(network: NetworkModel, { address }: VpcEndpoint, posture: PerimeterPosture): Findings {
  const own = ownEndpointAt(network.graph, address, posture);
  const service = ownServiceConnections(network).find(({ endpoint }) => endpoint === address)?.service;
  if (own === undefined || service === undefined) {
    return findingsOf({});
  }
  const [declared, actual] = [own.privateDnsName ?? "none", service.privateDnsName ?? "none"];
  if (declared === actual) {
    return proof(`${service.address} has the declared private name of ${own.name}`, address, service.address);
  }
  return (actual.includes("${") ? doubt : counterexample)(
    `${own.name} is declared with the private name ${declared}, and ${service.address} has ${actual}`,
    address,
    service.address,
  );
}
