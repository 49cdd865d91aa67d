/** An AWS Config rule: one that AWS manages, or a Guard policy. */
export type ConfigRule = {
  /** Last part of the rule's name, as in `models-in-vpc`. */
  readonly name: string;
  /** What holds when a resource complies, for people. */
  readonly description: string;
  /** Types that the rule judges, as Config names them. @default - those of the managed rule */
  readonly resourceTypes?: readonly string[];
} & (
  | {
      readonly kind: "managed";
      readonly identifier: string;
      /** @default - none */
      readonly parameters?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "guard"; readonly policy: string }
);

/**
 * Rules about resources that exist, however they were made. Config judges what its recorder records, so the account's
 * recorder must record the types of SageMaker, S3 and Network Firewall.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
 */
export function configRules(subnetIds: readonly string[], hasFirewall: boolean): readonly ConfigRule[] {
  return [
    {
      kind: "managed",
      name: "notebooks-in-vpc",
      description: "Notebook instances run in the subnets of Studio",
      identifier: "SAGEMAKER_NOTEBOOK_INSTANCE_INSIDE_VPC",
      parameters: { SubnetIds: subnetIds.join(",") },
    },
    {
      kind: "managed",
      name: "notebooks-without-internet",
      description: "Notebook instances have no direct internet access",
      identifier: "SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS",
    },
    {
      kind: "managed",
      name: "domains-in-vpc",
      description: "Studio domains have no internet access of their own",
      identifier: "SAGEMAKER_DOMAIN_IN_VPC",
    },
    {
      kind: "managed",
      name: "models-in-vpc",
      description: "Models run in a VPC",
      identifier: "SAGEMAKER_MODEL_IN_VPC",
    },
    {
      kind: "guard",
      name: "models-in-own-subnets",
      description: "Models run in the subnets of Studio",
      resourceTypes: ["AWS::SageMaker::Model"],
      policy: ownSubnetsPolicy(subnetIds),
    },
    {
      kind: "managed",
      name: "buckets-not-public",
      description: "Buckets block public access",
      identifier: "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
    },
    ...(hasFirewall
      ? ([
          {
            kind: "managed",
            name: "firewall-forwards-packets",
            description: "Firewall policies forward or drop every full packet",
            identifier: "NETFW_POLICY_DEFAULT_ACTION_FULL_PACKETS",
            parameters: { statelessDefaultActions: "aws:drop,aws:forward_to_sfe" },
          },
        ] as const)
      : []),
  ];
}

/**
 * A Guard policy about the configuration item of a model. `Subnets` is absent outside a VPC.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_cfn-guard.html
 */
function ownSubnetsPolicy(subnetIds: readonly string[]): string {
  const own = subnetIds.map((id) => `"${id}"`).join(", ");
  return [
    'rule models_in_own_subnets when resourceType == "AWS::SageMaker::Model" {',
    "  configuration.VpcConfig.Subnets exists",
    `  configuration.VpcConfig.Subnets[*] IN [${own}]`,
    "}",
    "",
  ].join("\n");
}
