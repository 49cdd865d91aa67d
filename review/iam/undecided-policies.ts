import { policyDocumentArguments } from "../../verify/iam/attachments/resource-based-policies";
import type { Policy } from "../../verify/iam/language/parse-policy";
import type { PolicyTextResolver } from "../../verify/iam/language/policy-text-resolver";
import { unknownConditionKeys } from "../../verify/iam/questions/common/unknown-condition-keys";
import type { Resource, TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { Evidence } from "../../verify/verdict/claim";
import { byAddress } from "../model/match-by-key";
import type { ResourceChange } from "../model/resource-changes";
import { createDifference, type ReviewDifference } from "../model/review-difference";

/** Anything that policies speak for, with what of them is not understood. */
export interface PolicyHolder {
  readonly address: string;
  readonly policies: readonly Policy[];
  readonly doubts: readonly Evidence[];
}

/**
 * Why the requests of two sides cannot be compared, where a change touches what is not understood. What nobody touches is
 * for the claims to judge.
 *
 * @returns nothing where both sides are understood
 */
export function undecidedPolicyDifferences(
  was: PolicyHolder,
  is: PolicyHolder,
  changed: ReadonlySet<string>,
  text: PolicyTextResolver,
): readonly ReviewDifference[] {
  const found = [is, was].flatMap(({ doubts, policies }) => [...doubts, ...unknownConditionKeys(policies, text)]);
  const touched = found.filter(({ addresses }) => [...addresses, is.address].some((address) => changed.has(address)));
  const texts = new Map(touched.map((doubt) => [doubt.text, doubt]));
  return [...texts.values()].map((doubt) =>
    createDifference("unclear", `${doubt.text}: whether the change opens anything cannot be told`, [
      is.address,
      ...doubt.addresses,
    ]),
  );
}

/** Types whose policies are compared request by request, or judged by claims of the network. */
const comparedTypes =
  /^aws_(?:vpc_endpoint(?:_policy)?|s3_bucket(?:_policy)?|kms_(?:key|external_key|replica_key|replica_external_key|key_policy)|iam_(?:role_policy|policy))$/;

/** Policies that change and that nothing here reads: a topic's or a repository's, or who may call a function. */
export function unreadPolicyDifferences(
  changes: readonly ResourceChange[],
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [old, now] = [byAddress(before.resources), byAddress(after.resources)];
  return changes
    .filter(({ type, kind }) => !comparedTypes.test(type) && kind !== "destroy")
    .filter(
      ({ type, address }) =>
        type === "aws_lambda_permission" || policyArguments(old.get(address)) !== policyArguments(now.get(address)),
    )
    .map(({ address }) =>
      createDifference("unclear", `The policy of ${address} changes, and policies of its type are not read here`, [
        address,
      ]),
    );
}

function policyArguments(resource: Resource | undefined): string {
  return JSON.stringify(policyDocumentArguments.map((argument) => resource?.values[argument] ?? null));
}
