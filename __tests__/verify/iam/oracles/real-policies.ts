import { memoizeByText } from "../../../../verify/collections/memoize";
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
  /** Whether nobody knows the policy: its text has a value whose quotes can change it, or the resource has two policies. */
  readonly isOpen: boolean;
}

/** The endpoint of S3 in the stacks, as its policies name it after that. */
export const ownEndpoint = { endpoint: "endpoints_s3", vpc: "network_vpc" };

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
      if (typeof text !== "string") {
        return [];
      }
      const { document, isOpen } = concretePolicy(text);
      const others = type === "aws_vpc_endpoint" ? Object.values(resource.aws_vpc_endpoint_policy ?? {}) : [];
      const hasOther = others.some((other) => JSON.stringify(other).includes(`${type}.${name}.`));
      return [
        {
          address: `${type}.${name}`,
          place,
          document,
          isOpen: isOpen || hasOther,
        },
      ];
    }),
  );
}

/** Stacks share most of their policies: a policy of one text is one object. */
const concretePolicy = memoizeByText((written): Pick<RealPolicy, "document" | "isOpen"> => {
  const { text, isOpen } = withConcreteValues(written);
  const document = JSON.parse(text) as PolicyDocument;
  return { document: { ...document, Statement: [document.Statement].flat() }, isOpen };
});

const services: Readonly<Record<string, string>> = {
  aws_s3_bucket: "arn:aws:s3:::NAME",
  aws_kms_key: `arn:aws:kms:eu-west-1:${account}:key/NAME`,
  aws_iam_role: `arn:aws:iam::${account}:role/NAME`,
  aws_lambda_function: `arn:aws:lambda:eu-west-1:${account}:function:NAME`,
  aws_cloudwatch_log_group: `arn:aws:logs:eu-west-1:${account}:log-group:NAME`,
  aws_iam_policy: `arn:aws:iam::${account}:policy/NAME`,
  aws_iam_openid_connect_provider: `arn:aws:iam::${account}:oidc-provider/NAME`,
  aws_kinesis_firehose_delivery_stream: `arn:aws:firehose:eu-west-1:${account}:deliverystream/NAME`,
  aws_instance: `arn:aws:ec2:eu-west-1:${account}:instance/NAME`,
  aws_codeartifact_domain: `arn:aws:codeartifact:eu-west-1:${account}:domain/NAME`,
  aws_codeartifact_repository: `arn:aws:codeartifact:eu-west-1:${account}:repository/packages/NAME`,
  aws_sagemaker_notebook_instance: `arn:aws:sagemaker:eu-west-1:${account}:notebook-instance/NAME`,
  aws_servicecatalog_product: `arn:aws:catalog:eu-west-1:${account}:product/NAME`,
};

const location: Readonly<Record<string, string>> = { partition: "aws", account_id: account, region: "eu-west-1" };

/** Replaces Terraform's references, and keeps the variables of IAM. */
function withConcreteValues(text: string): { readonly text: string; readonly isOpen: boolean } {
  const marked = text.replaceAll("$${", "\u0001{");
  let isOpen = false;
  const replaced = marked.replace(/\$\{(data\.)?(\w+)\.(\w+)\.(\w+)[^}]*\}/g, (_, isData, type, name, attribute) => {
    if (isData !== undefined) {
      isOpen ||= !(attribute in location) && !/(?:^|_)(?:arn|id|name)$/.test(attribute);
      return location[attribute] ?? `${name}-${attribute}`;
    }
    return attribute === "arn"
      ? (services[type] ?? `arn:aws:${String(type).split("_")[1]}:eu-west-1:${account}:NAME`).replace("NAME", name)
      : name;
  });
  return { text: replaced.replaceAll("\u0001{", "${"), isOpen: isOpen || replaced.includes("${") };
}
