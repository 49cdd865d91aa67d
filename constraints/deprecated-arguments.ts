import { isObject, type Values } from "./configuration/terraform-values";

/** By argument: what to use instead. The provider still accepts the argument, and will remove it in its next major version. */
type Deprecations = Readonly<Record<string, string>>;

const bucketArguments: Deprecations = Object.fromEntries(
  Object.entries({
    acceleration_status: "accelerate_configuration",
    acl: "acl",
    cors_rule: "cors_configuration",
    grant: "acl",
    lifecycle_rule: "lifecycle_configuration",
    logging: "logging",
    policy: "policy",
    replication_configuration: "replication_configuration",
    request_payer: "request_payment_configuration",
    server_side_encryption_configuration: "server_side_encryption_configuration",
    versioning: "versioning",
    website: "website_configuration",
  }).map(([argument, end]) => [argument, `aws_s3_bucket_${end}`]),
);

/**
 * Deprecated arguments in the provider's version 6, by section and type; `*` stands for the whole type. The provider's packages for
 * CDK do not say what is deprecated, so the table comes from the documentation of the types that perimeters consist of.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade
 */
const DEPRECATIONS: Readonly<Record<"resource" | "data", Readonly<Record<string, Deprecations>>>> = {
  resource: {
    aws_s3_bucket: bucketArguments,
    aws_s3_bucket_object: { "*": "aws_s3_object" },
    aws_iam_role: {
      inline_policy: "aws_iam_role_policy, and aws_iam_role_policies_exclusive",
      managed_policy_arns: "aws_iam_role_policy_attachment, and aws_iam_role_policy_attachments_exclusive",
    },
    aws_instance: { network_interface: "primary_network_interface" },
    aws_guardduty_detector: { datasources: "aws_guardduty_detector_feature" },
  },
  data: {
    aws_region: { name: "region" },
    aws_s3_bucket_object: { "*": "aws_s3_object" },
    aws_s3_bucket_objects: { "*": "aws_s3_objects" },
    aws_iam_policy_document: {
      override_json: "override_policy_documents",
      source_json: "source_policy_documents",
    },
  },
};

/**
 * One line for each deprecated argument or type of a stack.
 *
 * @param json parsed `cdk.tf.json`
 */
export function deprecatedArguments(json: unknown): readonly string[] {
  const { resource, data } = objectOf(json);
  return [...deprecatedIn(resource, "", DEPRECATIONS.resource), ...deprecatedIn(data, "data.", DEPRECATIONS.data)];
}

function deprecatedIn(
  section: unknown,
  prefix: string,
  deprecations: Readonly<Record<string, Deprecations>>,
): readonly string[] {
  return Object.entries(deprecations).flatMap(([type, uses]) =>
    Object.entries(objectOf(objectOf(section)[type])).flatMap(([name, block]) =>
      Object.entries(uses)
        .filter(([argument]) => argument === "*" || objectOf(block)[argument] !== undefined)
        .map(([argument, use]) => {
          const address = `${prefix}${type}.${name}`;
          const where = argument === "*" ? address : `${address}.${argument}`;
          return `${where}: is deprecated by the provider; use ${use}`;
        }),
    ),
  );
}

function objectOf(value: unknown): Values {
  return isObject(value) ? value : {};
}
