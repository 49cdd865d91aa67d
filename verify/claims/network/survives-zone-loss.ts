import { routeObstacle } from "../../network/endpoints/endpoint-reachability";
import { type RequiredService, requiredServices, serves } from "../../network/endpoints/required-services";
import { studioEndpoints } from "../../network/endpoints/vpc-endpoints";
import { type NetworkModel, networkOf } from "../../network/model/network-model";
import { touches } from "../../network/reachability/path";
import { internetPaths, journeysToInternet, uncertainPaths } from "../../network/reachability/paths-to-internet";
import { examineLeg } from "../../network/reachability/return-path-symmetry";
import { type ReturnLeg, returnLegs } from "../../network/reachability/return-paths";
import type { Subnet } from "../../network/routing/subnets";
import { type Claim, verdict } from "../../verdict/claim";
import { counterexample, doubt, type Findings, joinFindings, proof } from "../../verdict/findings";

export const survivesZoneLoss: Claim = {
  name: "survives-zone-loss",
  meaning:
    "whichever Availability Zone fails with everything in it, the Studio subnets of the others keep complete, symmetric paths to the internet and to every required endpoint",
  postures: ["inspected-multi-az"],
  sources: ["S1.2", "S2.3", "S4.1", "S4.28", "W24", "NetworkFirewall.1"],
  decide({ configuration }) {
    const network = networkOf(configuration);
    const zones = new Set(network.studioSubnets.map(({ zone }) => zone));
    if (zones.has(undefined)) {
      return verdict(doubt("the zone of a Studio subnet is not written out"));
    }
    const named = [...zones].filter((zone) => zone !== undefined);
    return verdict(
      named.length === 1
        ? counterexample(`Studio runs in ${named[0]} alone, so nothing is left when it fails`, ...keysOf(network))
        : joinFindings(named.map((zone) => withoutZone(network, zone))),
    );
  },
};

function keysOf({ studioSubnets }: NetworkModel): readonly string[] {
  return studioSubnets.map(({ key }) => key);
}

function withoutZone(network: NetworkModel, lostZone: string): Findings {
  const survivors = network.studioSubnets.filter(({ zone }) => zone !== lostZone);
  const text = `without ${lostZone}, ${survivors.map(({ key }) => key).join(", ")} keep paths and endpoints`;
  const found = joinFindings(
    survivors.flatMap((subnet) => [egressOf(network, subnet, lostZone), endpointsOf(network, subnet, lostZone)]),
  );
  const whole = proof(text, ...survivors.map(({ key }) => key));
  return { ...whole, counterexamples: found.counterexamples, doubts: found.doubts };
}

function egressOf(network: NetworkModel, subnet: Subnet, lostZone: string): Findings {
  const journeys = journeysToInternet(network, [subnet]);
  const standing = journeys.flatMap(internetPaths).filter((path) => !touches(path, lostZone));
  const legs = standing.flatMap((path) => returnLegs(network, path)).map((leg) => withoutLost(leg, lostZone));
  const doubts = journeys.flatMap(uncertainPaths);
  const lost = counterexample(`without ${lostZone}, ${subnet.key} has no path to the internet`, subnet.key);
  return joinFindings([
    ...legs.map(examineLeg),
    ...(standing.length === 0 && doubts.length === 0 ? [lost] : []),
    { proofs: [], counterexamples: [], doubts },
  ]);
}

/** Answers that go through the zone are lost with it. */
function withoutLost(leg: ReturnLeg, lostZone: string): ReturnLeg {
  const end = { kind: "dropped", why: `${lostZone} is lost` } as const;
  return { ...leg, paths: leg.paths.map((path) => (touches(path, lostZone) ? { ...path, end } : path)) };
}

function endpointsOf(network: NetworkModel, subnet: Subnet, lostZone: string): Findings {
  const { configuration } = network.graph;
  return joinFindings(requiredServices(configuration).map((service) => serviceOf(network, subnet, service, lostZone)));
}

function serviceOf(network: NetworkModel, subnet: Subnet, service: RequiredService, lostZone: string): Findings {
  const candidates = studioEndpoints(network).filter(
    (endpoint) => serves(endpoint.service, service) && endpoint.type === service.type,
  );
  const obstacles = candidates.map((endpoint) => routeObstacle(network, subnet, endpoint, lostZone));
  if (obstacles.includes(undefined)) {
    return joinFindings([]);
  }
  const isCertain = obstacles.every((obstacle) => obstacle?.isCertain === true);
  const text = `without ${lostZone}, ${subnet.key} has no endpoint for ${service.name}`;
  return (isCertain ? counterexample : doubt)(text, subnet.key, ...candidates.map(({ address }) => address));
}
