import { groupObstacle, type Obstacle, routeObstacle } from "../../network/endpoints/endpoint-reachability";
import { type RequiredService, requiredServices, serves } from "../../network/endpoints/required-services";
import { type Endpoint, studioEndpoints } from "../../network/endpoints/vpc-endpoints";
import { type NetworkModel, networkOf } from "../../network/model/network-model";
import { type Claim, verdict } from "../../verdict/claim";
import { counterexample, doubt, type Findings, joinFindings, proof } from "../../verdict/findings";

export const endpointCoversRequiredServices: Claim = {
  name: "endpoint-covers-required-services",
  meaning:
    "every AWS service that Studio needs has an endpoint in its VPC, and routes, network ACLs and security groups let every Studio subnet and every group of interfaces use it",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S0.1", "S0.2", "S1.4", "S1.9", "S2.6", "S2.7", "S4.12", "W4", "W7"],
  decide({ configuration }) {
    const network = networkOf(configuration);
    const services = requiredServices(configuration).map((service) => examine(network, service));
    return verdict(joinFindings([...services, ...unplaced(network)]));
  },
};

function unplaced({ studioSubnets, studio }: NetworkModel): readonly Findings[] {
  return [
    ...(studioSubnets.length === 0 ? [doubt("no resource says in which subnets Studio runs")] : []),
    ...(studio.groupSets.length === 0 ? [doubt("no resource says which security groups Studio wears")] : []),
  ];
}

function examine(network: NetworkModel, service: RequiredService): Findings {
  const candidates = studioEndpoints(network).filter(
    (endpoint) => serves(endpoint.service, service) && endpoint.type === service.type,
  );
  if (candidates.length === 0) {
    return counterexample(`no ${service.type} endpoint for ${service.name}, which serves ${service.why}`);
  }
  const attempts = candidates.map((endpoint) => ({ endpoint, obstacles: obstaclesTo(network, endpoint) }));
  const [usable] = attempts.filter(({ obstacles }) => obstacles.length === 0);
  if (usable !== undefined) {
    const { address, subnets, tables } = usable.endpoint;
    const places = subnets.length === 0 ? tables : subnets.map(({ key }) => key);
    return proof(`${address} serves ${service.why} to every Studio subnet`, address, ...places);
  }
  return joinFindings(
    attempts.flatMap(({ endpoint, obstacles }) =>
      obstacles.map(({ text, isCertain }) => (isCertain ? counterexample : doubt)(text, endpoint.address)),
    ),
  );
}

function obstaclesTo(network: NetworkModel, endpoint: Endpoint): readonly Obstacle[] {
  const obstacles = [
    ...network.studioSubnets.map((subnet) => routeObstacle(network, subnet, endpoint)),
    ...network.studio.groupSets.map((set) => groupObstacle(network, set, endpoint)),
  ];
  return obstacles.filter((obstacle) => obstacle !== undefined);
}
