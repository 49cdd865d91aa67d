import {
  isAbsent,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import type { Policy } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { attachedResources } from "./attached-resources";
import { readablePolicies, readPolicy, unreadablePolicyDoubts, unresolvedAttachments } from "./read-policy";

/** An SNS topic of the configuration and the policies that guard it. */
export interface TopicWithPolicy {
  readonly address: string;
  readonly arn: string;
  readonly policies: readonly Policy[];
  /** What it names its KMS key by, as Terraform has it. @default - none */
  readonly keyName?: string;
  readonly doubts: readonly Evidence[];
}

const policyType = "aws_sns_topic_policy";

/** Reads every SNS topic. A policy whose topic is not known is a doubt of each. */
export function readTopics(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
): readonly TopicWithPolicy[] {
  return resourcesOfType(configuration, "aws_sns_topic").map((topic) => {
    const arn = text.resolve(`\${${topic.address}.arn}`);
    const attached = attachedResources(configuration, text, policyType, "arn", arn);
    const own: readonly Resource[] = isAbsent(topic.values.policy) ? [] : [topic];
    const readings = [...own, ...attached].map(({ address, values }) =>
      readPolicy(text, values.policy, address, "resource"),
    );
    const { kms_master_key_id: key } = topic.values;
    return {
      address: topic.address,
      arn,
      policies: readablePolicies(readings),
      ...(typeof key === "string" ? { keyName: key } : {}),
      doubts: [
        ...unreadablePolicyDoubts(readings),
        ...unresolvedAttachments(configuration, text, policyType, "arn", arn),
      ],
    };
  });
}
