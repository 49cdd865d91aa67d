import type { EndpointName } from "../../constructs/endpoints/endpoint-catalog";
import type { Endpoints } from "../../constructs/endpoints/endpoints";
import {
  type PresignedUrlSource,
  studioPresignedUrlDenials,
} from "../../constructs/execution-role/presigned-url-denials";
import type { Statement } from "../../constructs/iam/policy-document";
import type { PerimeterNetwork } from "../../constructs/network/tiered-network";
import type { EnabledAccess, Environment } from "../../envs/schema/environment";

/** The constructs whose ids identify the networks of presigned URLs. */
export interface PresignedUrlConstructs {
  readonly network: PerimeterNetwork;
  readonly endpoints: Endpoints;
}

/** The fields of an environment that restrict presigned URLs. */
type PresignedUrlFields = Pick<
  EnabledAccess,
  "restrictUrlsToNetwork" | "allowedVpcIds" | "privateCidrs" | "publicCidrs"
>;

/** If user access is off, presigned URLs are restricted to the environment's own endpoints. */
const ownNetworkOnly: PresignedUrlFields = {
  restrictUrlsToNetwork: true,
  allowedVpcIds: [],
  privateCidrs: [],
  publicCidrs: [],
};

/**
 * Networks from which presigned URLs may be requested and used: the environment's own endpoints and the networks that its
 * fields add.
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

/** Deny statements for the execution role, whose credentials can also request a presigned Studio URL. */
export function executionRoleUrlDenials(
  constructs: PresignedUrlConstructs,
  { access }: Environment,
): readonly Statement[] {
  const network = access.kind === "off" ? ownNetworkOnly : access;
  return studioPresignedUrlDenials({ ...network, studio: presignedUrlSources("studio", constructs, network) });
}
