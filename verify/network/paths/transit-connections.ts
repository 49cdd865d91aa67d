import { contains } from "../../../ip/interval-set";
import { memoize } from "../../collections/memoize";
import type { PerimeterPosture } from "../../posture/posture";
import type { Evidence } from "../../verdict/claim";
import { type Findings, findingsOf } from "../../verdict/findings";
import type { NetworkModel } from "../network-model";
import { undeclaredSubnet } from "../vpc/read-subnets";
import { receiversIn, sendersIn } from "../vpc-hosts";
import { declaredAddresses } from "./declared-addresses";
import { type ForwardingPath, isOpenEnd, pathEvidence } from "./forwarding-path";
import { addressesOfVpc, pathsOfAllPackets, withoutNetworkAcls } from "./open-ends";
import { tracePackets, traceThroughTable } from "./trace-packets";

/**
 * Packets of the Studio VPC that another VPC of the configuration delivers to something in it, or to a service through its endpoints,
 * without the number of firewall endpoints that the posture demands: one where traffic is inspected. An isolated VPC reaches none. Of an
 * inspection VPC, whose Studio is elsewhere, the subnets that only forward are no sources: answers leave them for the other VPCs.
 */
export function deliveriesToOtherVpcs(network: NetworkModel, posture: PerimeterPosture): Findings {
  const declared = declaredAddresses(network, posture);
  const found = pathsOfAllPackets(network).flatMap((path) => {
    const vpc = otherVpcOf(network, path);
    const isDeclared = contains(declared, path.destinations) && !network.studioVpcConfig.subnets.has(path.source.key);
    const crossed = path.hops.filter(({ kind }) => kind === "firewall").length;
    const isInspected = posture.kind !== "isolated" && crossed === 1;
    const isForwarded = posture.studio === "elsewhere" && !network.sourceSubnets.includes(path.source);
    return vpc === undefined || isDeclared || isInspected || isForwarded
      ? []
      : [{ path, vpc, receivers: receiversIn(network, vpc) }];
  });
  const evidence = (wanted: string): readonly Evidence[] =>
    onePerEnd(found.filter(({ receivers }) => receivers === wanted)).map(({ path, vpc }) =>
      pathEvidence(path, `reaches ${vpc}, another VPC`),
    );
  return findingsOf({ counterexamples: evidence("some"), doubts: evidence("unknown") });
}

/** The VPC other than that of the source in which a path ends; `undefined` for any other end. */
function otherVpcOf({ graph }: NetworkModel, { source, disposition: end }: ForwardingPath): string | undefined {
  const vpc =
    end.kind === "local"
      ? end.vpc
      : end.kind === "service"
        ? graph.referenceKey(graph.find(end.endpoint)?.values.vpc_id)
        : undefined;
  return vpc === source.vpc ? undefined : vpc;
}

function onePerEnd<Found extends { readonly path: ForwardingPath; readonly vpc: string }>(
  found: readonly Found[],
): readonly Found[] {
  const keyOf = ({ path, vpc }: Found): string =>
    JSON.stringify([
      path.source.key,
      vpc,
      path.hops.filter(({ kind }) => kind === "route").map(({ address }) => address),
    ]);
  return [...new Map(found.map((one) => [keyOf(one), one])).values()];
}

/** What may start connections into the Studio VPC through a transit gateway of the configuration. */
export interface TransitIngress {
  /** Networks that are not in the configuration: peerings, VPN connections, VPCs of others. */
  readonly networks: readonly Evidence[];
  /** Other VPCs of the configuration in which something starts connections. */
  readonly vpcs: readonly Evidence[];
}

function originOf({ graph }: NetworkModel, address: string): string {
  return graph.find(address)?.type === "aws_ec2_transit_gateway"
    ? `any attachment that gets the default table of ${address}`
    : `${address}, outside this configuration,`;
}

/** Traces packets to the Studio VPC from everything else that is attached to a transit gateway. Network ACLs do not count. */
export const transitIngress: (network: NetworkModel) => TransitIngress = memoize((filtered) => {
  const network = withoutNetworkAcls(filtered);
  const { transitNetwork: transit, studioVpcs } = network;
  const targets = [...studioVpcs].filter((vpc) => transit.attachments.some((one) => one.vpc === vpc));
  const arrives = ({ disposition: end }: ForwardingPath, vpc: string): boolean =>
    (end.kind === "local" && end.vpc === vpc) || isOpenEnd({ disposition: end });
  const networks = transit.entries.flatMap(({ address, routeTable }) => {
    const table = transit.routeTables.get(routeTable);
    const source = undeclaredSubnet(address, undefined);
    const gateway = transit.gatewayOfTable.get(routeTable);
    const isAttached = (vpc: string): boolean =>
      transit.attachments.some((one) => one.vpc === vpc && (gateway === undefined || one.gateway === gateway));
    return targets
      .filter(isAttached)
      .filter((vpc) => {
        const packet = {
          source,
          currentSubnet: source,
          sourceAddresses: undefined,
          destinations: addressesOfVpc(network, vpc),
          hops: [],
          isBehindPrivateNat: false,
        };
        return table === undefined || traceThroughTable(network, table, packet).some((path) => arrives(path, vpc));
      })
      .map((vpc) => ({
        text: `a transit gateway routes packets from ${originOf(network, address)} to ${vpc}`,
        addresses: [address],
      }));
  });
  const others = [...new Set(transit.attachments.flatMap(({ vpc }) => vpc ?? []))].filter(
    (vpc) => !studioVpcs.has(vpc),
  );
  const vpcs = others
    .filter((vpc) => sendersIn(network, vpc) !== "none")
    .flatMap((vpc) => {
      const sources = [...network.subnets.values()].filter((subnet) => subnet.vpc === vpc);
      const path = sources
        .flatMap((subnet) =>
          targets.flatMap((target) =>
            tracePackets(network, subnet, addressesOfVpc(network, target)).filter((one) => arrives(one, target)),
          ),
        )
        .at(0);
      return path === undefined ? [] : [pathEvidence(path, `${vpc} may start connections into the Studio VPC`)];
    });
  return { networks, vpcs };
});
