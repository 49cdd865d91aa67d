import { parseAddressSet } from "../../../ip/cidr";
import { subtract, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import type { CorporateNetwork, PerimeterPosture } from "../../posture/posture";
import type { NetworkModel } from "../network-model";

/**
 * Addresses of the declared corporate networks. Those of a Studio VPC are left out: a network that is declared over them would make
 * everything else in the VPC a permitted caller.
 */
export function declaredAddresses(
  network: NetworkModel,
  { corporateNetworks = [] }: PerimeterPosture,
  isMeant: (corporate: CorporateNetwork) => boolean = () => true,
): AddressSet {
  const declared = parseAddressSet(...corporateNetworks.filter(isMeant).flatMap(({ cidrs }) => cidrs));
  return subtract(declared, addressesOfStudioVpcs(network));
}

function addressesOfStudioVpcs({ vpcs, studioVpcs }: NetworkModel): AddressSet {
  const blocks = [...studioVpcs].flatMap((key) => vpcs.get(key)?.cidrBlocks ?? []);
  return union(...blocks.map(({ addresses }) => addresses));
}
