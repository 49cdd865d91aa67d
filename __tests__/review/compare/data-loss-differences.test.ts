import { dataLossDifferences } from "../../../review/compare/data-loss-differences";
import type { ChangeKind, ResourceChange } from "../../../review/model/resource-changes";
import type { JsonObject, TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { differenceLines } from "../fixtures/changed-stack";

function configurationWith(type: string, values: JsonObject): TerraformConfiguration {
  return {
    source: "state",
    form: "plan",
    outputs: {},
    resources: [{ address: `${type}.x`, mode: "managed", type, name: "x", values }],
  };
}

function sentence(type: string, kind: ChangeKind, values: JsonObject = {}, more: Partial<ResourceChange> = {}) {
  return differenceLines(
    dataLossDifferences([{ address: `${type}.x`, type, kind, ...more }], configurationWith(type, values)),
  );
}

const keep = { retention_policy: [{ home_efs_file_system: "Retain" }] };
const drop = { retention_policy: [{ home_efs_file_system: "Delete" }] };

test.each<[string, ChangeKind, JsonObject, string]>([
  ["aws_sagemaker_domain", "destroy", drop, "is destroyed: all home directories are deleted"],
  ["aws_sagemaker_domain", "replace", drop, "is replaced: all home directories are deleted"],
  [
    "aws_sagemaker_domain",
    "replace",
    keep,
    "is replaced: users lose access to their home directories, which remain on an unattached EFS file system",
  ],
  [
    "aws_sagemaker_domain",
    "update",
    keep,
    "is updated, which AWS provider 6.25 cannot do in VpcOnly mode: the apply fails",
  ],
  [
    "aws_sagemaker_user_profile",
    "destroy",
    {},
    "is destroyed: applications stop, and data on private storage volumes is lost",
  ],
  ["aws_sagemaker_notebook_instance", "replace", {}, "is replaced: data on attached disks is lost"],
  ["aws_efs_file_system", "destroy", {}, "is destroyed: all files are deleted"],
  ["aws_s3_bucket", "destroy", { force_destroy: true }, "is destroyed: all objects are deleted"],
  ["aws_s3_bucket", "destroy", {}, "is destroyed: the apply fails unless the bucket is empty"],
  ["aws_kms_key", "destroy", {}, "is destroyed: encrypted data becomes unreadable after the deletion waiting period"],
  ["aws_cloudwatch_log_group", "replace", {}, "is replaced: all log events are deleted"],
  ["aws_dynamodb_table", "destroy", {}, "is destroyed: all items are deleted"],
  ["aws_ecr_repository", "destroy", {}, "is destroyed: all images are deleted"],
  ["aws_codeartifact_repository", "destroy", {}, "is destroyed: all published packages are deleted"],
  ["aws_secretsmanager_secret", "destroy", {}, "is destroyed: the secret is deleted"],
  [
    "aws_networkfirewall_firewall",
    "replace",
    {},
    "is replaced: traffic stops until the replacement is active, and open connections are dropped",
  ],
  ["aws_networkfirewall_firewall", "destroy", {}, "is destroyed: traffic is no longer inspected or forwarded there"],
  ["aws_nat_gateway", "destroy", {}, "is destroyed: outbound internet access through it ends"],
  [
    "aws_eip",
    "replace",
    {},
    "is replaced: the public IP address, which third parties may have allow-listed, is released",
  ],
  ["aws_subnet", "destroy", {}, "is destroyed: everything inside must be destroyed first"],
  [
    "aws_vpc_endpoint",
    "replace",
    {},
    "is replaced: the service is unreachable until the replacement is available, and policies elsewhere that name the endpoint ID stop matching",
  ],
])("%s with action '%s' and arguments %j is reported as a loss.", (type, kind, values, end) => {
  expect(sentence(type, kind, values)).toEqual([`loses: ${type}.x ${end}`]);
});

test.each<[string, ChangeKind]>([
  ["aws_route", "replace"],
  ["aws_vpc_endpoint", "destroy"],
  ["aws_s3_bucket", "update"],
  ["aws_kms_key", "create"],
])("%s with action '%s' is not a loss.", (type, kind) => {
  expect(sentence(type, kind)).toEqual([]);
});

test("The argument that forces a replacement is named.", () => {
  expect(sentence("aws_kms_key", "replace", {}, { forcedBy: ["key_usage"] })).toEqual([
    "loses: aws_kms_key.x is replaced because of changes to key_usage: encrypted data becomes unreadable after the deletion waiting period",
  ]);
});

test("Resources of one type with the same consequence are one difference.", () => {
  const changes = ["a", "b"].map((name) => ({
    address: `aws_subnet.${name}`,
    type: "aws_subnet",
    kind: "destroy" as const,
  }));

  expect(differenceLines(dataLossDifferences(changes, undefined))).toEqual([
    "loses: aws_subnet.a and aws_subnet.b are destroyed: everything inside must be destroyed first",
  ]);
});

test("A resource removed from the state is unclear.", () => {
  expect(sentence("aws_route", "forget")).toEqual([
    "unclear: aws_route.x is removed from the Terraform state but stays in the account: no claim covers it any more",
  ]);
});

test("An edit that only a plan shows to be a replacement is unclear where a replacement loses something.", () => {
  expect(sentence("aws_sagemaker_domain", "edit", {}, { mayForce: ["vpc_id"] })).toEqual([
    "unclear: aws_sagemaker_domain.x: only a plan shows whether the change of vpc_id replaces it; then users lose access to their home directories, which remain on an unattached EFS file system",
  ]);
  expect(sentence("aws_s3_bucket", "edit", {}, { mayForce: ["bucket"] })).toEqual([
    "unclear: aws_s3_bucket.x: only a plan shows whether the change of bucket replaces it; then the apply fails unless the bucket is empty",
  ]);
  expect(sentence("aws_route", "edit", {}, { mayForce: ["route_table_id"] })).toEqual([]);
});

test("An update of a Studio domain fails, unless the provider can update what changes.", () => {
  const changes = [{ address: "aws_sagemaker_domain.x", type: "aws_sagemaker_domain", kind: "update" as const }];

  expect(differenceLines(dataLossDifferences(changes, undefined))).toHaveLength(1);
  expect(dataLossDifferences(changes, undefined, new Set(["aws_sagemaker_domain.x"]))).toEqual([]);
});

test("A Studio domain of two configurations that is edited and not replaced is updated, which the provider cannot do.", () => {
  expect(sentence("aws_sagemaker_domain", "edit")).toEqual([
    "loses: aws_sagemaker_domain.x is updated, which AWS provider 6.25 cannot do in VpcOnly mode: the apply fails",
  ]);
});
