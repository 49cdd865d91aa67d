import { describeAddresses } from "../../../ip/cidr";
import { emptySet } from "../../../ip/interval-set";
import {
  isStudioElsewhere,
  studioIsElsewhere,
  withoutNetwork,
  withoutStudioSubnets,
} from "../../network/absent-network";
import { findRoutingFailure } from "../../network/endpoints/endpoint-reachability";
import { isServiceProvidedBy, type RequiredService, requiredServices } from "../../network/endpoints/required-services";
import { studioVpcEndpoints } from "../../network/endpoints/vpc-endpoints";
import { type NetworkModel, networkModelOf } from "../../network/network-model";
import {
  egressPathsToInternet,
  internetPaths,
  undecidedPaths,
  unreachedInternetAddresses,
} from "../../network/paths/egress-paths";
import { crossesAvailabilityZone, type ForwardingPath } from "../../network/paths/forwarding-path";
import { type ReturnPathSegment, returnPathSegments } from "../../network/paths/return-path-segments";
import { checkReturnPathSymmetry } from "../../network/paths/return-path-symmetry";
import { compareZones } from "../../network/vpc/compare-zones";
import { hasNetwork } from "../../network/vpc/has-network";
import type { Subnet } from "../../network/vpc/read-subnets";
import { laterInput, waysToDecide } from "../../terraform/references/later-input";
import { type Claim, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  doubtElsewhere,
  type Findings,
  findingsForEach,
  mergeFindings,
  proof,
} from "../../verdict/findings";

export const survivesZoneLoss: Claim = {
  name: "survives-zone-loss",
  title: "One Availability Zone can fail",
  meaning:
    "If any Availability Zone fails, Studio subnets in the other zones keep symmetric internet paths and every required endpoint.",
  details: [
    "Each zone of a Studio subnet is removed in turn, with every resource in it.",
    "Each remaining Studio subnet is checked for routes to every public IPv4 address, return routes, network ACLs and endpoints.",
    "Studio in a single zone violates the claim.",
    "Zones that the configuration does not distinguish make the claim undecided.",
  ],
  remedy: "Give every Availability Zone its own firewall endpoint, NAT gateway, route tables and endpoint subnets.",
  topic: "network",
  postures: ["inspected-multi-az"],
  controls: ["NetworkFirewall.1", "NIST.800-53.r5 CP-10", "NIST.800-53.r5 SC-36", "NIST.800-53.r5 SC-5(2)"],
  decide({ configuration, posture }) {
    const network = networkModelOf(configuration);
    if (isStudioElsewhere(network, posture)) {
      return verdictOf(studioIsElsewhere);
    }
    const zones = new Set(network.studioSubnets.map(({ availabilityZone: zone }) => zone));
    if (zones.has(undefined)) {
      return verdictOf(doubtSubnetsWithoutZone(network));
    }
    if (zones.size === 0 && hasNetwork(configuration)) {
      return verdictOf(withoutStudioSubnets(network));
    }
    const named = [...zones].filter((zone) => zone !== undefined);
    return verdictOf(
      named.length === 1
        ? counterexample(
            `Studio runs only in ${named[0]}, so it stops when that zone fails`,
            ...studioSubnetKeys(network),
          )
        : mergeFindings([
            unknownZones(network),
            ...named.map((zone) => examineZoneLoss(network, zone)),
            withoutNetwork(configuration),
          ]),
    );
  },
};

function doubtSubnetsWithoutZone({ graph, studioSubnets }: NetworkModel): Findings {
  const ways = waysToDecide(graph.configuration, "set it", laterInput, "join the state that has it with --join");
  const withoutZone = studioSubnets.filter(({ availabilityZone }) => availabilityZone === undefined);
  return findingsForEach(withoutZone, ({ key, vpc }) =>
    doubtElsewhere(
      `the Availability Zone of ${key} is not in this configuration${ways}`,
      vpc === undefined ? [key] : [],
      key,
    ),
  );
}

/**
 * Subnets that a zone may or may not take along. The rest of the claim treats them as surviving, which can only hide a loss, so its
 * counterexamples hold and its proofs do not.
 */
function unknownZones(network: NetworkModel): Findings {
  const { configuration } = network.graph;
  const paths = egressPathsToInternet(network, network.studioSubnets).flatMap(internetPaths);
  const back = paths.flatMap((path) => returnPathSegments(network, path).flatMap((leg) => leg.paths));
  const services = requiredServices(configuration);
  const endpoints = studioVpcEndpoints(network).filter(({ service }) =>
    services.some((required) => isServiceProvidedBy(service, required)),
  );
  const subnets = [
    ...network.studioSubnets,
    ...[...paths, ...back].flatMap(({ hops }) => hops.flatMap(({ subnet }) => subnet ?? [])),
    ...endpoints.flatMap((endpoint) => endpoint.subnets),
  ];
  const unknown = subnets.filter(({ availabilityZone }) =>
    network.studioSubnets.some((studio) => compareZones(studio.availabilityZone, availabilityZone) === "unknown"),
  );
  return findingsForEach([...new Set(unknown.map(({ key }) => key))], (key) =>
    doubt(`the configuration does not say whether ${key} shares a zone with a Studio subnet`, key),
  );
}

function studioSubnetKeys({ studioSubnets }: NetworkModel): readonly string[] {
  return studioSubnets.map(({ key }) => key);
}

function examineZoneLoss(network: NetworkModel, lostZone: string): Findings {
  const survivors = network.studioSubnets.filter(({ availabilityZone: zone }) => zone !== lostZone);
  const text = `without ${lostZone}, ${survivors.map(({ key }) => key).join(", ")} keep internet paths and endpoints`;
  const found = mergeFindings(
    survivors.flatMap((subnet) => [
      examineEgress(network, subnet, lostZone),
      examineEndpoints(network, subnet, lostZone),
    ]),
  );
  const whole = proof(text, ...survivors.map(({ key }) => key));
  return { ...whole, counterexamples: found.counterexamples, doubts: found.doubts };
}

function examineEgress(network: NetworkModel, subnet: Subnet, lostZone: string): Findings {
  const egress = egressPathsToInternet(network, [subnet]);
  const survives = (path: ForwardingPath): boolean => !crossesAvailabilityZone(path, lostZone);
  const survivingPaths = egress.flatMap(internetPaths).filter(survives);
  const legs = survivingPaths
    .flatMap((path) => returnPathSegments(network, path))
    .map((leg) => dropLostPaths(leg, lostZone));
  const doubts = egress.flatMap(undecidedPaths);
  const unreached = doubts.length === 0 ? unreachedInternetAddresses(network, subnet, survives) : emptySet;
  const what = survivingPaths.length === 0 ? "the internet" : describeAddresses(unreached);
  const lost = counterexample(`without ${lostZone}, ${subnet.key} has no path to ${what}`, subnet.key);
  return mergeFindings([
    ...legs.map(checkReturnPathSymmetry),
    ...(doubts.length === 0 && (survivingPaths.length === 0 || unreached.length > 0) ? [lost] : []),
    { proofs: [], counterexamples: [], doubts },
  ]);
}

/** Return paths through the failed zone are dropped. */
function dropLostPaths(leg: ReturnPathSegment, lostZone: string): ReturnPathSegment {
  const end = { kind: "dropped", reason: `${lostZone} is lost` } as const;
  return {
    ...leg,
    paths: leg.paths.map((path) => (crossesAvailabilityZone(path, lostZone) ? { ...path, disposition: end } : path)),
  };
}

function examineEndpoints(network: NetworkModel, subnet: Subnet, lostZone: string): Findings {
  const { configuration } = network.graph;
  return mergeFindings(
    requiredServices(configuration).map((service) => examineService(network, subnet, service, lostZone)),
  );
}

function examineService(network: NetworkModel, subnet: Subnet, service: RequiredService, lostZone: string): Findings {
  const candidates = studioVpcEndpoints(network).filter(
    (endpoint) => isServiceProvidedBy(endpoint.service, service) && endpoint.type === service.type,
  );
  const obstacles = candidates.map((endpoint) => findRoutingFailure(network, subnet, endpoint, lostZone));
  if (obstacles.includes(undefined)) {
    return mergeFindings([]);
  }
  const isCertain = obstacles.every((obstacle) => obstacle?.isCertain === true);
  const text = `without ${lostZone}, ${subnet.key} has no endpoint for ${service.name}`;
  return (isCertain ? counterexample : doubt)(text, subnet.key, ...candidates.map(({ address }) => address));
}
