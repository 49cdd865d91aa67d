import type { CustomResourceRequest } from "./custom-resource-request";

/** Outcome of a custom resource request. */
export type RequestOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "opened"; readonly url: string; readonly ipAddress: string }
  | { readonly kind: "failed"; readonly reason: string };

/** Maximum size of a response that CloudFormation accepts. */
const MAX_RESPONSE_BYTES = 4096;

const MAX_REASON_CHARACTERS = 1000;

/**
 * Response body of a custom resource request. `NoEcho` masks the attributes in CloudFormation's API responses.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export function customResourceResponse(request: CustomResourceRequest, outcome: RequestOutcome): string {
  const response = renderResponse(request, outcome);
  return Buffer.byteLength(response) <= MAX_RESPONSE_BYTES
    ? response
    : renderResponse(request, {
        kind: "failed",
        reason: `response: longer than CloudFormation's limit of ${MAX_RESPONSE_BYTES} bytes; report this error`,
      });
}

function renderResponse(request: CustomResourceRequest, outcome: RequestOutcome): string {
  return JSON.stringify({
    Status: outcome.kind === "failed" ? "FAILED" : "SUCCESS",
    ...(outcome.kind === "failed" ? { Reason: outcome.reason.slice(0, MAX_REASON_CHARACTERS) } : {}),
    PhysicalResourceId: request.physicalResourceId,
    StackId: request.stackId,
    RequestId: request.requestId,
    LogicalResourceId: request.logicalResourceId,
    NoEcho: true,
    ...(outcome.kind === "opened" ? { Data: responseData(outcome.url, outcome.ipAddress) } : {}),
  });
}

function responseData(url: string, address: string) {
  return { Url: url, Address: address, HostsFileLine: `${address} ${new URL(url).hostname}` };
}
