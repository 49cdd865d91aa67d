import { BlockList } from "node:net";

/**
 * The address that a host has in the network.
 *
 * An address outside it means that the name resolves past the endpoint: the browser would be sent to the internet, where the
 * URL opens nothing.
 *
 * @throws when the host has no address, or one outside the network
 */
export async function privateAddress(
  host: string,
  networkCidr: string,
  lookup: (host: string) => Promise<string>,
): Promise<string> {
  const address = await lookup(host);
  const [network = "", prefix = ""] = networkCidr.split("/");
  const inside = new BlockList();
  inside.addSubnet(network, Number(prefix));
  if (!inside.check(address)) {
    throw new Error(
      `${host}: resolves outside the network, got ${address}; give the network its interface endpoint with private DNS`,
    );
  }
  return address;
}
