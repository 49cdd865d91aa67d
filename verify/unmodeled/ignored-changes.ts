import { blocksOf, type Json, type Resource } from "../terraform/terraform-configuration";
import { type GapTopic, type ModelGap, modelGap } from "./model-gap";

/** Types that the models read, and the topics that they are read for. */
const topicsByType: readonly (readonly [types: RegExp, topics: readonly GapTopic[]])[] = [
  [/^aws_iam_/, ["identities"]],
  [/^aws_sagemaker_(?:user_profile|space)$/, ["identities", "network"]],
  [/^aws_(?:route53_resolver_\w+|vpc_dhcp_options\w*)$/, ["names"]],
  [/^aws_vpc_endpoint/, ["network", "names", "data"]],
  [/^aws_(?:s3|kms|sqs|sns|lambda|secretsmanager|codeartifact|ecr|efs|servicecatalog|cloudwatch)_/, ["data"]],
  [
    /^aws_(?:vpc|subnet|route|route_table\w*|main_route_table_association|security_group\w*|instance|eip\w*)$/,
    ["network"],
  ],
  [/^aws_(?:vpc|default|network|networkfirewall|nat|internet|egress_only|ec2|launch)_/, ["network"]],
];

/** Arguments that no claim reads. The tags of a user profile name its owner, so claims do read those. */
const unreadArguments = /^(?:ami|description|user_data\w*)\b/;
const tagArguments = /^tags(?:_all)?\b/;

/** Terraform does not correct a manual change of an argument that `ignore_changes` lists. */
export function ignoredChanges(resource: Resource): readonly ModelGap[] {
  const { address, mode, type, values } = resource;
  const topics = topicsByType.find(([types]) => types.test(type))?.[1];
  const ignored = blocksOf(values.lifecycle)
    .flatMap((block) => argumentsIn(block.ignore_changes))
    .filter((name) => !unreadArguments.test(name) && (type.startsWith("aws_sagemaker_") || !tagArguments.test(name)));
  if (mode !== "managed" || topics === undefined || ignored.length === 0) {
    return [];
  }
  const text = `${address} ignores changes of ${ignored.join(", ")}, so the real values may differ from the configuration`;
  return [modelGap(topics, text, resource)];
}

function argumentsIn(value: Json | undefined): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) => (typeof item === "string" ? [item] : []));
}
