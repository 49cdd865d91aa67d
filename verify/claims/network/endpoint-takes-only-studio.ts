import { contains, union } from "../../ip/address-space";
import { agentServices, isSilentMachineGroup } from "../../network/endpoints/ec2-instances";
import { servesFunctionsAlone } from "../../network/endpoints/lambda-endpoints";
import { isFunctionGroup } from "../../network/endpoints/lambda-security-groups";
import { rulesOf } from "../../network/endpoints/packet-filters";
import { type Endpoint, studioEndpoints } from "../../network/endpoints/vpc-endpoints";
import type { Peer, SecurityRule } from "../../network/filters/security-groups";
import { type NetworkModel, networkOf } from "../../network/model/network-model";
import { addressesUsing, servicesOfPeople } from "../../posture/corporate-networks";
import type { Posture } from "../../posture/posture";
import { type Claim, verdict } from "../../verdict/claim";
import { counterexample, doubt, type Findings, joinFindings, proof } from "../../verdict/findings";

export const endpointTakesOnlyStudio: Claim = {
  name: "endpoint-takes-only-studio",
  meaning:
    "every interface endpoint takes TLS and nothing else: from Studio's own security groups or subnets, where people come in also from the networks that are declared and from machines that nothing can connect to, and where functions of the stack come in, from them; gateway endpoints serve Studio's route tables only, or subnets of the stack's functions",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S0.3", "S1.3", "S2.5", "S3.6", "S4.10", "S4.11", "W15"],
  decide({ configuration, posture }) {
    const network = networkOf(configuration);
    return verdict(joinFindings(studioEndpoints(network).map((endpoint) => examine(network, endpoint, posture))));
  },
};

function examine(network: NetworkModel, endpoint: Endpoint, posture: Posture): Findings {
  return endpoint.type === "Gateway" ? examineGateway(network, endpoint) : examineInterface(network, endpoint, posture);
}

function examineGateway(network: NetworkModel, endpoint: Endpoint): Findings {
  const { address, tables } = endpoint;
  const ofStudio = new Set(
    network.studioSubnets.flatMap((subnet) => network.associations.ofSubnet(subnet).map(({ table }) => table)),
  );
  if (servesFunctionsAlone(network, endpoint)) {
    return proof(`${address} serves subnets in which functions of the stack stand alone`, address, ...tables);
  }
  const others = tables.filter((table) => !ofStudio.has(table));
  return others.length === 0
    ? proof(`${address} serves Studio's route tables only`, address, ...tables)
    : counterexample(`${address} serves ${others.join(", ")}, which Studio's subnets do not use`, address, ...others);
}

function examineInterface(network: NetworkModel, endpoint: Endpoint, posture: Posture): Findings {
  const { address, groups, hasDefaultGroup } = endpoint;
  if (hasDefaultGroup) {
    return counterexample(`${address} names no security group, so AWS attaches the VPC's default one`, address);
  }
  const missing = groups.filter((key) => !network.securityGroups.has(key));
  const rules = rulesOf(network, groups, "ingress");
  return joinFindings([
    ...missing.map((key) => doubt(`${address} wears ${key}, which is declared elsewhere`, address)),
    ...rules.map((rule) => examineRule(network, endpoint, rule, posture)),
    ...(rules.length === 0 && missing.length === 0
      ? [proof(`${address} takes nothing at all`, address, ...groups)]
      : []),
  ]);
}

function examineRule(network: NetworkModel, endpoint: Endpoint, rule: SecurityRule, posture: Posture): Findings {
  const { address, scope, peer } = rule;
  const from = "text" in peer ? peer.text : peer.key;
  if (peer.kind === "unknown" || peer.kind === "prefix-list" || scope === undefined) {
    return doubt(`${endpoint.address} takes something from ${from} that is not understood`, endpoint.address, address);
  }
  const isTls = scope.protocol === "tcp" && scope.fromPort === 443 && scope.toPort === 443;
  const who = whoIs(network, endpoint, peer, posture);
  if (isTls && who !== undefined) {
    return proof(`${endpoint.address} takes TLS from ${from}${who}`, endpoint.address, address);
  }
  const fault = who !== undefined ? "more than TLS" : isTls ? "TLS" : "more than TLS, and not from Studio";
  return counterexample(`${endpoint.address} takes ${fault} from ${from}`, endpoint.address, address);
}

type NamedPeer = Extract<Peer, { kind: "group" | "addresses" }>;

/** In what right somebody may use the endpoint, as the end of a sentence; `undefined` for none. */
function whoIs(network: NetworkModel, endpoint: Endpoint, peer: NamedPeer, posture: Posture): string | undefined {
  const service = endpoint.service.replace(/^.*\*\./, "").replace(/-fips$/, "");
  if (peer.kind === "group") {
    const isStudio = network.studio.groupSets.some(({ groups }) => groups.includes(peer.key));
    const isForMachines = [...servicesOfPeople, ...agentServices].includes(service);
    const isMachine = isForMachines && isSilentMachineGroup(network, peer.key);
    if (isStudio) {
      return "";
    }
    if (isMachine) {
      return ", worn by a machine that nothing connects to";
    }
    return isFunctionGroup(network, peer.key) ? ", worn by functions of the stack alone" : undefined;
  }
  if (contains(union(...network.studioSubnets.map(({ addresses }) => addresses ?? [])), peer.addresses)) {
    return "";
  }
  return contains(addressesUsing(posture, service), peer.addresses) ? ", a declared source" : undefined;
}
