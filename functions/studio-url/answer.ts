import type { CustomResourceRequest } from "./request";

/** What came of a request. */
export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "opened"; readonly url: string; readonly address: string }
  | { readonly kind: "failed"; readonly reason: string };

/** CloudFormation reads no longer answer. */
const LONGEST_ANSWER_BYTES = 4096;

const LONGEST_REASON = 1000;

/**
 * The text that CloudFormation takes for an answer. `NoEcho` keeps it from showing what the stack does not put out itself.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export function answerTo(request: CustomResourceRequest, outcome: Outcome): string {
  const answer = render(request, outcome);
  return Buffer.byteLength(answer) <= LONGEST_ANSWER_BYTES
    ? answer
    : render(request, { kind: "failed", reason: "answer: is longer than CloudFormation reads; report it" });
}

function render(request: CustomResourceRequest, outcome: Outcome): string {
  return JSON.stringify({
    Status: outcome.kind === "failed" ? "FAILED" : "SUCCESS",
    ...(outcome.kind === "failed" ? { Reason: outcome.reason.slice(0, LONGEST_REASON) } : {}),
    PhysicalResourceId: request.physicalResourceId,
    StackId: request.stackId,
    RequestId: request.requestId,
    LogicalResourceId: request.logicalResourceId,
    NoEcho: true,
    ...(outcome.kind === "opened" ? { Data: dataOf(outcome.url, outcome.address) } : {}),
  });
}

function dataOf(url: string, address: string) {
  return { Url: url, Address: address, HostsFileLine: `${address} ${new URL(url).hostname}` };
}
