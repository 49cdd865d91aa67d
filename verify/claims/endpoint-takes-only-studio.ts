import { contains, union } from "../address-space";
import { type Claim, verdict } from "../claim";
import { counterexample, doubt, type Findings, joinFindings, proof } from "../findings";
import { type Endpoint, studioEndpoints } from "../network/endpoints";
import { rulesOf } from "../network/filters";
import { type NetworkModel, networkOf } from "../network/network-model";
import type { SecurityRule } from "../network/security-groups";

export const endpointTakesOnlyStudio: Claim = {
  name: "endpoint-takes-only-studio",
  meaning:
    "every interface endpoint takes TLS from Studio's own security groups or subnets and nothing else, and gateway endpoints serve Studio's route tables only",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S0.3", "S1.3", "S2.5", "S3.6", "S4.10", "S4.11", "W15"],
  decide({ configuration }) {
    const network = networkOf(configuration);
    return verdict(joinFindings(studioEndpoints(network).map((endpoint) => examine(network, endpoint))));
  },
};

function examine(network: NetworkModel, endpoint: Endpoint): Findings {
  return endpoint.type === "Gateway" ? examineGateway(network, endpoint) : examineInterface(network, endpoint);
}

function examineGateway(network: NetworkModel, { address, tables }: Endpoint): Findings {
  const ofStudio = new Set(
    network.studioSubnets.flatMap((subnet) => network.associations.ofSubnet(subnet).map(({ table }) => table)),
  );
  const others = tables.filter((table) => !ofStudio.has(table));
  return others.length === 0
    ? proof(`${address} serves Studio's route tables only`, address, ...tables)
    : counterexample(`${address} serves ${others.join(", ")}, which Studio's subnets do not use`, address, ...others);
}

function examineInterface(network: NetworkModel, endpoint: Endpoint): Findings {
  const { address, groups, hasDefaultGroup } = endpoint;
  if (hasDefaultGroup) {
    return counterexample(`${address} names no security group, so AWS attaches the VPC's default one`, address);
  }
  const missing = groups.filter((key) => !network.securityGroups.has(key));
  const rules = rulesOf(network, groups, "ingress");
  return joinFindings([
    ...missing.map((key) => doubt(`${address} wears ${key}, which is declared elsewhere`, address)),
    ...rules.map((rule) => examineRule(network, address, rule)),
    ...(rules.length === 0 && missing.length === 0
      ? [proof(`${address} takes nothing at all`, address, ...groups)]
      : []),
  ]);
}

function examineRule(network: NetworkModel, endpoint: string, rule: SecurityRule): Findings {
  const { address, scope, peer } = rule;
  const from = "text" in peer ? peer.text : peer.key;
  if (peer.kind === "unknown" || peer.kind === "prefix-list" || scope === undefined) {
    return doubt(`${endpoint} takes something from ${from} that is not understood`, endpoint, address);
  }
  const isTls = scope.protocol === "tcp" && scope.fromPort === 443 && scope.toPort === 443;
  const isStudio =
    peer.kind === "group"
      ? network.studio.groupSets.some(({ groups }) => groups.includes(peer.key))
      : contains(union(...network.studioSubnets.map(({ addresses }) => addresses ?? [])), peer.addresses);
  if (isTls && isStudio) {
    return proof(`${endpoint} takes TLS from ${from}`, endpoint, address);
  }
  const fault = isStudio ? "more than TLS" : isTls ? "TLS" : "more than TLS, and not from Studio";
  return counterexample(`${endpoint} takes ${fault} from ${from}`, endpoint, address);
}
