/** What to use instead of an argument or a type that the provider still accepts, and will remove in its next major version. */
interface Deprecation {
  readonly use: string;
}

type Section = "resource" | "data";

const bucketArguments: Readonly<Record<string, Deprecation>> = Object.fromEntries(
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
  }).map(([argument, end]) => [argument, { use: `aws_s3_bucket_${end}` }]),
);

/**
 * Deprecated arguments in the provider's version 6, by section and type; `*` stands for the whole type. The provider's packages for
 * CDK do not say what is deprecated, so the table comes from the documentation of the types that perimeters consist of.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade
 */
const DEPRECATIONS: Readonly<Record<Section, Readonly<Record<string, Readonly<Record<string, Deprecation>>>>>> = {
  resource: {
    aws_s3_bucket: bucketArguments,
    aws_s3_bucket_object: { "*": { use: "aws_s3_object" } },
    aws_iam_role: {
      inline_policy: { use: "aws_iam_role_policy, and aws_iam_role_policies_exclusive" },
      managed_policy_arns: { use: "aws_iam_role_policy_attachment, and aws_iam_role_policy_attachments_exclusive" },
    },
    aws_instance: { network_interface: { use: "primary_network_interface" } },
    aws_guardduty_detector: { datasources: { use: "aws_guardduty_detector_feature" } },
  },
  data: {
    aws_region: { name: { use: "region" } },
    aws_s3_bucket_object: { "*": { use: "aws_s3_object" } },
    aws_s3_bucket_objects: { "*": { use: "aws_s3_objects" } },
    aws_iam_policy_document: {
      override_json: { use: "override_policy_documents" },
      source_json: { use: "source_policy_documents" },
    },
  },
};

/**
 * One line for each deprecated argument or type of a stack.
 *
 * @param json parsed `cdk.tf.json`
 */
export function deprecatedArguments(json: unknown): readonly string[] {
  return (["resource", "data"] as const).flatMap((section) =>
    Object.entries(DEPRECATIONS[section]).flatMap(([type, deprecated]) =>
      Object.entries(objectAt(objectAt(json, section), type)).flatMap(([name, block]) =>
        Object.entries(deprecated)
          .filter(([argument]) => argument === "*" || objectAt(block)[argument] !== undefined)
          .map(([argument, { use }]) => {
            const address = `${section === "data" ? "data." : ""}${type}.${name}`;
            const where = argument === "*" ? address : `${address}.${argument}`;
            return `${where}: is deprecated by the provider; use ${use}`;
          }),
      ),
    ),
  );
}

function objectAt(value: unknown, key?: string): Readonly<Record<string, unknown>> {
  const found = key === undefined ? value : objectAt(value)[key];
  return typeof found === "object" && found !== null ? (found as Readonly<Record<string, unknown>>) : {};
}
