import {
  findRoutingFailure,
  findSecurityGroupFailure,
  type ReachabilityFailure,
} from "../../network/endpoints/endpoint-reachability";
import { isServiceProvidedBy, type RequiredService, requiredServices } from "../../network/endpoints/required-services";
import { studioVpcEndpoints, type VpcEndpoint } from "../../network/endpoints/vpc-endpoints";
import { type NetworkModel, networkModelOf } from "../../network/network-model";
import { type Claim, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, mergeFindings, proof } from "../../verdict/findings";

export const endpointCoversRequiredServices: Claim = {
  name: "endpoint-covers-required-services",
  meaning:
    "every AWS service that Studio needs has an endpoint in its VPC, and routes, network ACLs and security groups let every Studio subnet and every group of interfaces use it",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S0.1", "S0.2", "S1.4", "S1.9", "S2.6", "S2.7", "S4.12", "W4", "W7"],
  decide({ configuration }) {
    const network = networkModelOf(configuration);
    const services = requiredServices(configuration).map((service) => examine(network, service));
    return verdictOf(mergeFindings([...services, ...missingStudioPlacement(network)]));
  },
};

function missingStudioPlacement({ studioSubnets, studioVpcConfig: studio }: NetworkModel): readonly Findings[] {
  return [
    ...(studioSubnets.length === 0 ? [doubt("no resource says in which subnets Studio runs")] : []),
    ...(studio.securityGroupSets.length === 0 ? [doubt("no resource says which security groups Studio wears")] : []),
  ];
}

function examine(network: NetworkModel, service: RequiredService): Findings {
  const candidates = studioVpcEndpoints(network).filter(
    (endpoint) => isServiceProvidedBy(endpoint.service, service) && endpoint.type === service.type,
  );
  if (candidates.length === 0) {
    return counterexample(`no ${service.type} endpoint for ${service.name}, which serves ${service.reason}`);
  }
  const attempts = candidates.map((endpoint) => ({ endpoint, obstacles: obstaclesTo(network, endpoint) }));
  const [usable] = attempts.filter(({ obstacles }) => obstacles.length === 0);
  if (usable !== undefined) {
    const { address, subnets, routeTables: tables } = usable.endpoint;
    const places = subnets.length === 0 ? tables : subnets.map(({ key }) => key);
    return proof(`${address} serves ${service.reason} to every Studio subnet`, address, ...places);
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
