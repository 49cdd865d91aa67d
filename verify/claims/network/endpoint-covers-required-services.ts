import {
  isStudioElsewhere,
  studioIsElsewhere,
  withoutNetwork,
  withoutStudioSubnets,
  withoutVpc,
} from "../../network/absent-network";
import {
  findRoutingFailure,
  findSecurityGroupFailure,
  type ReachabilityFailure,
} from "../../network/endpoints/endpoint-reachability";
import { isServiceProvidedBy, type RequiredService, requiredServices } from "../../network/endpoints/required-services";
import { studioVpcEndpoints, type VpcEndpoint } from "../../network/endpoints/vpc-endpoints";
import { type NetworkModel, networkModelOf, undeclaredStudioVpcs } from "../../network/network-model";
import { hasNetwork } from "../../network/vpc/has-network";
import { type Claim, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, findingsOf, mergeFindings, proof } from "../../verdict/findings";

export const endpointCoversRequiredServices: Claim = {
  name: "endpoint-covers-required-services",
  title: "Endpoints cover every required AWS service",
  meaning:
    "Every AWS service that Studio requires has a VPC endpoint that every Studio subnet and network interface can use.",
  details: [
    "Required are S3, SageMaker API and Runtime, Studio, STS, CloudWatch Logs and Monitoring, KMS and ECR.",
    "CodeArtifact is required where the stack has a package repository.",
    "Routes, network ACLs and security groups are checked for every Studio subnet and every list of security groups.",
    "One endpoint of a service must serve all of them.",
    "If a VPC of Studio is not declared here, a missing endpoint makes the claim undecided.",
  ],
  remedy: "Add the missing endpoint, or fix the route, network ACL or security group rule that the evidence names.",
  topic: "network",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["EC2.55", "EC2.56", "NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-7(4)"],
  decide({ configuration, posture }) {
    if (!hasNetwork(configuration)) {
      return verdictOf(withoutNetwork(configuration));
    }
    const network = networkModelOf(configuration);
    if (isStudioElsewhere(network, posture)) {
      return verdictOf(studioIsElsewhere);
    }
    if (network.vpcs.size + network.studioSubnets.length === 0) {
      return verdictOf(withoutVpc(configuration));
    }
    const services = requiredServices(configuration).map((service) => examine(network, service));
    return verdictOf(mergeFindings([...services, ...missingStudioPlacement(network)]));
  },
};

function missingStudioPlacement(network: NetworkModel): readonly Findings[] {
  const { studioSubnets, studioVpcConfig: studio } = network;
  return [
    ...(studioSubnets.length === 0 ? [withoutStudioSubnets(network)] : []),
    ...(studio.securityGroupSets.length === 0 ? [doubt("no resource sets the security groups of Studio")] : []),
  ];
}

function examine(network: NetworkModel, service: RequiredService): Findings {
  const candidates = studioVpcEndpoints(network).filter(
    (endpoint) => isServiceProvidedBy(endpoint.service, service) && endpoint.type === service.type,
  );
  if (candidates.length === 0) {
    const text = `no ${service.type.toLowerCase()} endpoint for ${service.name}, which Studio needs for ${service.reason}`;
    const undeclared = undeclaredStudioVpcs(network, "its endpoints are not known");
    return undeclared.length === 0 ? counterexample(text) : findingsOf({ doubts: undeclared });
  }
  const attempts = candidates.map((endpoint) => ({ endpoint, obstacles: obstaclesTo(network, endpoint) }));
  const [usable] = attempts.filter(({ obstacles }) => obstacles.length === 0);
  if (usable !== undefined) {
    const { address, subnets, routeTables: tables } = usable.endpoint;
    const places = subnets.length === 0 ? tables : subnets.map(({ key }) => key);
    if (!service.isNameKnown) {
      return doubt(
        `${address} may serve ${service.reason}: no source names the endpoint service in its partition`,
        address,
      );
    }
    return proof(`every Studio subnet can use ${address} for ${service.reason}`, address, ...places);
  }
  return mergeFindings(
    attempts.flatMap(({ endpoint, obstacles }) =>
      obstacles.map(({ text, isCertain }) => (isCertain ? counterexample : doubt)(text, endpoint.address)),
    ),
  );
}

function obstaclesTo(network: NetworkModel, endpoint: VpcEndpoint): readonly ReachabilityFailure[] {
  const obstacles = [
    ...network.studioSubnets.map((subnet) => findRoutingFailure(network, subnet, endpoint)),
    ...network.studioVpcConfig.securityGroupSets.map((set) => findSecurityGroupFailure(network, set, endpoint)),
  ];
  return obstacles.filter((obstacle) => obstacle !== undefined);
}
