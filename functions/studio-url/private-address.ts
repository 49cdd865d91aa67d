import { BlockList } from "node:net";

/**
 * Resolves a host name to an IP address inside the VPC.
 *
 * An address outside the VPC means that private DNS of the interface endpoint is missing. The browser would then use the
 * internet, where the URL is denied.
 *
 * @throws if the host name does not resolve, or resolves to an address outside `networkCidr`
 */
export async function resolvePrivateAddress(
  host: string,
  networkCidr: string,
  lookup: (host: string) => Promise<string>,
): Promise<string> {
  const address = await lookup(host).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code ?? error.message;
    throw new Error(`${host}: does not resolve, got ${reason}; add its interface endpoint with private DNS to the VPC`);
  });
  const [network = "", prefix = ""] = networkCidr.split("/");
  const inside = new BlockList();
  inside.addSubnet(network, Number(prefix));
  if (!inside.check(address)) {
    throw new Error(
      `${host}: resolves outside the network, got ${address}; add its interface endpoint with private DNS to the VPC`,
    );
  }
  return address;
}
