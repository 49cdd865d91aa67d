import { sortedByContent } from "../../verify/collections/sorted-by-content";
import { unknownConditionKeys } from "../../verify/iam/ask/judge";
import { readPolicy } from "../../verify/iam/attachments/read-policy";
import { policyDocumentArguments } from "../../verify/iam/attachments/resource-based-policies";
import type { Policy } from "../../verify/iam/language/parse-policy";
import type { PolicyTextResolver } from "../../verify/iam/language/policy-text-resolver";
import type { Resource, TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { Evidence } from "../../verify/verdict/claim";
import type { ResourceChange } from "../model/resource-changes";
import { byAddress, createDifference, formatList, type ReviewDifference } from "../model/review-difference";

/** A resource with policies, and what could not be read of them. */
export interface PolicyHolder {
  readonly address: string;
  readonly policies: readonly Policy[];
  readonly doubts: readonly Evidence[];
}

/**
 * Reasons why the requests before and after cannot be compared. Only reasons that involve a changed resource count: the
 * claims already report the others.
 */
export function undecidedPolicyDifferences(
  before: PolicyHolder,
  after: PolicyHolder,
  changed: ReadonlySet<string>,
  text: PolicyTextResolver,
): readonly ReviewDifference[] {
  const doubts = [after, before].flatMap(({ doubts, policies }) => [
    ...doubts,
    ...unknownConditionKeys(policies, text),
  ]);
  const changedDoubts = doubts.filter(({ addresses }) =>
    [...addresses, after.address].some((address) => changed.has(address)),
  );
  const byText = new Map(changedDoubts.map((doubt) => [doubt.text, doubt]));
  return [...byText.values()].map((doubt) =>
    createDifference("unclear", `${doubt.text}: cannot determine whether the change opens access`, [
      after.address,
      ...doubt.addresses,
    ]),
  );
}

/** Types whose policies other comparisons read. */
const comparedTypes: ReadonlySet<string> = new Set([
  "aws_vpc_endpoint",
  "aws_vpc_endpoint_policy",
  "aws_s3_bucket",
  "aws_s3_bucket_policy",
  "aws_kms_key",
  "aws_kms_external_key",
  "aws_kms_replica_key",
  "aws_kms_replica_external_key",
  "aws_kms_key_policy",
  "aws_iam_role_policy",
  "aws_iam_policy",
]);

/**
 * Changed policies of types that no comparison reads, such as topic policies and Lambda permissions: those of resources that exist in one
 * sentence.
 */
export function unreadPolicyDifferences(
  changes: readonly ResourceChange[],
  before: TerraformConfiguration,
  after: TerraformConfiguration,
  text: PolicyTextResolver,
): readonly ReviewDifference[] {
  const [resourcesBefore, resourcesAfter] = [byAddress(before.resources), byAddress(after.resources)];
  const unread = changes
    .filter(({ type, kind }) => !comparedTypes.has(type) && kind !== "destroy")
    .filter(
      ({ type, address }) =>
        type === "aws_lambda_permission" ||
        policyArguments(resourcesBefore.get(address), text) !== policyArguments(resourcesAfter.get(address), text),
    )
    .map(({ address }) => address);
  const existing = unread.filter((address) => resourcesBefore.has(address));
  const separate = unread.filter((address) => existing.length === 1 || !existing.includes(address));
  return [
    ...(existing.length > 1 ? [unreadPolicies(existing)] : []),
    ...separate.map((address) =>
      createDifference("unclear", `The policy of ${address} changes: review does not analyze policies of this type`, [
        address,
      ]),
    ),
  ];
}

function unreadPolicies(addresses: readonly string[]): ReviewDifference {
  // Every address: a policy that is not named would be one that nobody approves.
  const names = formatList(addresses, addresses.length);
  return createDifference(
    "unclear",
    `The policies of ${names} change: review does not analyze policies of their types`,
    addresses,
  );
}

/** The policies of a resource: what they say, however it is written, or the text of one that is not understood. */
function policyArguments(resource: Resource | undefined, text: PolicyTextResolver): string {
  return JSON.stringify(
    policyDocumentArguments.map((argument) => {
      const value = resource?.values[argument] ?? null;
      const read = readPolicy(text, value, "");
      return read.kind === "policy" ? withoutOrder(read.policy) : value;
    }),
  );
}

/** Each list of a policy is a set: of statements, actions, principals or values. */
function withoutOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return sortedByContent(value.map(withoutOrder));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutOrder(inner)]))
    : value;
}
