import type { EndpointName } from "../../constructs/endpoints/catalog";
import type { Endpoints } from "../../constructs/endpoints/endpoints";
import { studioUrlDenials, type UrlSource } from "../../constructs/execution-role/presigned-url-denials";
import type { Statement } from "../../constructs/iam/policy-document";
import type { Network } from "../../constructs/network/network";
import type { Environment, OpenAccess } from "../../envs/schema/environment";

/** The constructs that sources of URLs are named after. */
export interface UrlSourceParts {
  readonly network: Network;
  readonly endpoints: Endpoints;
}

/** The networks that URLs may come from beside the environment's own, and whether that is asked at all. */
type UrlNetwork = Pick<OpenAccess, "restrictUrlsToNetwork" | "allowedVpcIds" | "privateCidrs" | "publicCidrs">;

/** Where nothing is said of ways in, URLs stay inside all the same. */
const ownNetworkAlone: UrlNetwork = {
  restrictUrlsToNetwork: true,
  allowedVpcIds: [],
  privateCidrs: [],
  publicCidrs: [],
};

/**
 * Whence an environment's data lets URLs of Studio or of notebook instances be asked for and used: the environment's own
 * endpoints, and whatever its lists add.
 */
export function urlSources(
  portal: Extract<EndpointName, "studio" | "notebook">,
  { network, endpoints }: UrlSourceParts,
  { allowedVpcIds, privateCidrs, publicCidrs }: UrlNetwork,
): readonly UrlSource[] {
  const own: UrlSource = {
    kind: "endpoints",
    endpointIds: [endpoints.endpointId("sagemaker.api"), endpoints.endpointId(portal)],
  };
  const vpcs: UrlSource = { kind: "vpcs", vpcIds: allowedVpcIds };
  const behindVpcs: UrlSource = {
    kind: "private-addresses",
    vpcIds: [network.vpcId, ...allowedVpcIds],
    cidrBlocks: privateCidrs,
  };
  const internet: UrlSource = { kind: "public-addresses", cidrBlocks: publicCidrs };
  return [
    own,
    ...(allowedVpcIds.length === 0 ? [] : [vpcs]),
    ...(privateCidrs.length === 0 ? [] : [behindVpcs]),
    ...(publicCidrs.length === 0 ? [] : [internet]),
  ];
}

/** For the role of apps, whose credentials are a way to a URL, too: one asked for with them opens nowhere else. */
export function denialsOfUrls(parts: UrlSourceParts, { access }: Environment): readonly Statement[] {
  const network = access.kind === "off" ? ownNetworkAlone : access;
  return studioUrlDenials({ ...network, studio: urlSources("studio", parts, network) });
}
