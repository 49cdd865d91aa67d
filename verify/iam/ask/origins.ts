import { isPrivateCidr } from "../../../ip/internet-addresses";
import type { EndpointWithPolicy } from "../attachments/endpoint-with-policy";
import { statementApplies } from "../evaluation/statement-matching";
import type { Policy, Statement } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import type { DecidedRequest } from "../request-space/requests/decided-requests";
import { requestOfExample } from "../request-space/requests/example-request";
import {
  allRequestPaths,
  pathsBypassingEndpoints,
  pathsThroughEndpoints,
  type RequestPath,
} from "../request-space/requests/request-paths";

/** Where the requests of a question come from. */
export interface RequestOrigin {
  /** One path for each class of origins that the statements distinguish. */
  pathsFor(statements: readonly Statement[], text: PolicyTextResolver): readonly RequestPath[];
  /** Policy of the endpoint that decides as well. @default - endpoint policies are taken to allow everything */
  readonly endpointPolicies?: readonly Policy[];
}

/** Every path: through each of the endpoints, and around all of them. */
export function fromAnywhere(endpoints: readonly EndpointWithPolicy[]): RequestOrigin {
  return { pathsFor: (statements, text) => allRequestPaths(endpoints, statements, text) };
}

/** Every path around the endpoints: the internet, AWS services that forward a request, and other endpoints. */
export function fromOutside(endpoints: readonly EndpointWithPolicy[]): RequestOrigin {
  return { pathsFor: (statements, text) => pathsBypassingEndpoints(endpoints, statements, text) };
}

/** Internet addresses, such as that of a laptop or of a pipeline: one for each class that the statements distinguish. */
export const fromInternet: RequestOrigin = {
  pathsFor: (statements, text) =>
    pathsBypassingEndpoints([], statements, text).filter(
      ({ isInternet, context }) => isInternet === true && (context.get("aws:sourceip") ?? []).every(isPublicAddress),
    ),
};

/** Whether requests from the internet may come from the address; the unspecified address stands for all that no policy names. */
function isPublicAddress(address: string): boolean {
  return address === "0.0.0.0" || !isPrivateCidr(`${address}/${address.includes(":") ? 128 : 32}`);
}

/** Through one endpoint, whose policy has to allow the request as well. */
export function throughEndpoint(endpoint: EndpointWithPolicy): RequestOrigin {
  return {
    pathsFor: (statements, text) => pathsThroughEndpoints([endpoint], statements, text),
    endpointPolicies: endpoint.policies,
  };
}

/** Whether requests come from one of the networks, which their paths must distinguish: see {@link distinguishingPathsBy}. */
export function comesFrom(networks: readonly Statement[], { request }: DecidedRequest): boolean {
  return networks.some((network) => statementApplies(network, requestOfExample(request)) === "yes");
}

/** The same origin; its paths also distinguish what these statements distinguish, which decide nothing. */
export function distinguishingPathsBy(extra: readonly Statement[], origin: RequestOrigin): RequestOrigin {
  return { ...origin, pathsFor: (statements, text) => origin.pathsFor([...statements, ...extra], text) };
}
