import type { AddressSet } from "../../../ip/ip-address";
import type { Subnet } from "../vpc/read-subnets";
import type { ForwardingPath, Hop, PathDisposition } from "./forwarding-path";

/** A set of packets at one point of a path. All of them have been forwarded in the same way so far. */
export interface Packet {
  /** The subnet in which the packets originate. */
  readonly source: Subnet;
  /** The subnet whose router forwards the packets next. */
  readonly currentSubnet: Subnet;
  readonly sourceAddresses: AddressSet | undefined;
  readonly destinations: AddressSet;
  readonly hops: readonly Hop[];
  /** Internet gateways drop packets that a private NAT gateway has translated. */
  readonly isBehindPrivateNat: boolean;
}

/** The path of packets that end here. */
export function completePath({ source, destinations, hops }: Packet, disposition: PathDisposition): ForwardingPath {
  return { source, destinations, hops, disposition };
}

/** The disposition of packets that a network ACL denies. */
export function deniedByNetworkAcl(subnet: Subnet): PathDisposition {
  return { kind: "dropped", reason: `denied by the network ACL of ${subnet.key}`, isDeniedByAcl: true };
}
