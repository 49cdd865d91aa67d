import { synthesizedJson } from "../../../fixtures/synthesized";
import type { PolicyDocument } from "./reference-evaluator";

/** Account of the policies after their references were replaced. */
export const account = "555566667777";
export const otherAccount = "444455556666";

/** What a policy is attached to. */
export type PolicyPlace = "identity" | "resource" | "key" | "trust" | "endpoint";

/** A policy of a synthesized stack with concrete values in place of references. */
export interface RealPolicy {
  readonly address: string;
  readonly place: PolicyPlace;
  readonly document: PolicyDocument;
}

const arguments_: readonly (readonly [type: string, argument: string, place: PolicyPlace])[] = [
  ["aws_iam_policy", "policy", "identity"],
  ["aws_iam_role_policy", "policy", "identity"],
  ["aws_iam_role", "assume_role_policy", "trust"],
  ["aws_s3_bucket_policy", "policy", "resource"],
  ["aws_sqs_queue_policy", "policy", "resource"],
  ["aws_codeartifact_repository_permissions_policy", "policy_document", "resource"],
  ["aws_kms_key", "policy", "key"],
  ["aws_vpc_endpoint", "policy", "endpoint"],
];

/** Every policy of the environments. */
export function realPolicies(...environments: readonly string[]): readonly RealPolicy[] {
  return environments.flatMap((environment) => policiesIn(synthesizedJson(environment)));
}

/** Every policy of one stack that is written as text. */
export function policiesIn({
  resource,
}: {
  readonly resource: Readonly<Record<string, Readonly<Record<string, object>>>>;
}): readonly RealPolicy[] {
  return arguments_.flatMap(([type, argument, place]) =>
    Object.entries(resource[type] ?? {}).flatMap(([name, values]): readonly RealPolicy[] => {
      const text = (values as Readonly<Record<string, unknown>>)[argument];
      return typeof text === "string"
        ? [{ address: `${type}.${name}`, place, document: JSON.parse(withConcreteValues(text)) as PolicyDocument }]
        : [];
    }),
  );
}

const services: Readonly<Record<string, string>> = {
  aws_s3_bucket: "arn:aws:s3:::NAME",
  aws_kms_key: `arn:aws:kms:eu-west-1:${account}:key/NAME`,
  aws_iam_role: `arn:aws:iam::${account}:role/NAME`,
  aws_lambda_function: `arn:aws:lambda:eu-west-1:${account}:function:NAME`,
  aws_cloudwatch_log_group: `arn:aws:logs:eu-west-1:${account}:log-group:NAME`,
  aws_iam_policy: `arn:aws:iam::${account}:policy/NAME`,
};

/** Replaces Terraform's references, and keeps the variables of IAM. */
function withConcreteValues(text: string): string {
  const marked = text.replaceAll("$${", "\u0001{");
  const replaced = marked.replace(/\$\{(data\.)?(\w+)\.(\w+)\.(\w+)[^}]*\}/g, (_, isData, type, name, attribute) => {
    if (isData !== undefined) {
      return (
        { partition: "aws", account_id: account, region: "eu-west-1" }[attribute as string] ?? `${name}-${attribute}`
      );
    }
    return attribute === "arn"
      ? (services[type] ?? `arn:aws:${String(type).split("_")[1]}:eu-west-1:${account}:NAME`).replace("NAME", name)
      : name;
  });
  return replaced.replaceAll("\u0001{", "${");
}
