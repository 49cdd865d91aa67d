import type { EndpointName } from "../../constructs/endpoints/endpoint-catalog";
import type { Endpoints } from "../../constructs/endpoints/endpoints";
import {
  type PresignedUrlSource,
  studioPresignedUrlDenials,
} from "../../constructs/execution-role/presigned-url-denials";
import type { Statement } from "../../constructs/iam/policy-document";
import type { Network } from "../../constructs/network/network";
import type { EnabledAccess, Environment } from "../../envs/schema/environment";

/** The constructs that sources of URLs are named after. */
export interface PresignedUrlConstructs {
  readonly network: Network;
  readonly endpoints: Endpoints;
}

/** The networks that URLs may come from beside the environment's own, and whether that is asked at all. */
type PresignedUrlFields = Pick<
  EnabledAccess,
  "restrictUrlsToNetwork" | "allowedVpcIds" | "privateCidrs" | "publicCidrs"
>;

/** Where nothing is said of ways in, URLs stay inside all the same. */
const ownNetworkOnly: PresignedUrlFields = {
  restrictUrlsToNetwork: true,
  allowedVpcIds: [],
  privateCidrs: [],
  publicCidrs: [],
};

/**
 * Whence an environment's data lets URLs of Studio or of notebook instances be asked for and used: the environment's own
 * endpoints, and whatever its lists add.
 */
export function presignedUrlSources(
  portal: Extract<EndpointName, "studio" | "notebook">,
  { network, endpoints }: PresignedUrlConstructs,
  { allowedVpcIds, privateCidrs, publicCidrs }: PresignedUrlFields,
): readonly PresignedUrlSource[] {
  const own: PresignedUrlSource = {
    kind: "endpoints",
    endpointIds: [endpoints.endpointId("sagemaker.api"), endpoints.endpointId(portal)],
  };
  const vpcs: PresignedUrlSource = { kind: "vpcs", vpcIds: allowedVpcIds };
  const behindVpcs: PresignedUrlSource = {
    kind: "private-cidrs",
    vpcIds: [network.vpcId, ...allowedVpcIds],
    cidrBlocks: privateCidrs,
  };
  const internet: PresignedUrlSource = { kind: "public-cidrs", cidrBlocks: publicCidrs };
  return [
    own,
    ...(allowedVpcIds.length === 0 ? [] : [vpcs]),
    ...(privateCidrs.length === 0 ? [] : [behindVpcs]),
    ...(publicCidrs.length === 0 ? [] : [internet]),
  ];
}

/** For the role of apps, whose credentials are a way to a URL, too: one asked for with them opens nowhere else. */
export function executionRoleUrlDenials(
  constructs: PresignedUrlConstructs,
  { access }: Environment,
): readonly Statement[] {
  const network = access.kind === "off" ? ownNetworkOnly : access;
  return studioPresignedUrlDenials({ ...network, studio: presignedUrlSources("studio", constructs, network) });
}
