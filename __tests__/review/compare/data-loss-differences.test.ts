import { dataLossDifferences } from "../../../review/compare/data-loss-differences";
import type { ChangeKind, ResourceChange } from "../../../review/model/resource-changes";
import type { JsonObject, TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { differenceLines } from "../fixtures/changed-stack";

function holding(type: string, values: JsonObject): TerraformConfiguration {
  return {
    source: "state",
    form: "plan",
    outputs: {},
    resources: [{ address: `${type}.x`, mode: "managed", type, name: "x", values }],
  };
}

function sentence(type: string, kind: ChangeKind, values: JsonObject = {}, more: Partial<ResourceChange> = {}) {
  return differenceLines(dataLossDifferences([{ address: `${type}.x`, type, kind, ...more }], holding(type, values)));
}

const keep = { retention_policy: [{ home_efs_file_system: "Retain" }] };
const drop = { retention_policy: [{ home_efs_file_system: "Delete" }] };

test.each<[string, ChangeKind, JsonObject, string]>([
  ["aws_sagemaker_domain", "destroy", drop, "is destroyed: every home directory is deleted"],
  ["aws_sagemaker_domain", "replace", drop, "is destroyed and created anew: every home directory is deleted"],
  [
    "aws_sagemaker_domain",
    "replace",
    keep,
    "is destroyed and created anew: people lose their home directories, which stay on a file system that no domain mounts",
  ],
  [
    "aws_sagemaker_domain",
    "update",
    keep,
    "is updated, which provider 6.25 cannot do in VpcOnly mode: the apply fails",
  ],
  [
    "aws_sagemaker_user_profile",
    "destroy",
    {},
    "is destroyed: applications stop, and what is on personal volumes goes",
  ],
  ["aws_sagemaker_notebook_instance", "replace", {}, "is destroyed and created anew: what is on the disks goes"],
  ["aws_efs_file_system", "destroy", {}, "is destroyed: all files go"],
  ["aws_s3_bucket", "destroy", { force_destroy: true }, "is destroyed: all objects go"],
  ["aws_s3_bucket", "destroy", {}, "is destroyed: the apply fails unless somebody empties it first"],
  [
    "aws_kms_key",
    "destroy",
    {},
    "is destroyed: what was encrypted with it cannot be read once the waiting time is over",
  ],
  ["aws_cloudwatch_log_group", "replace", {}, "is destroyed and created anew: all records go"],
  ["aws_dynamodb_table", "destroy", {}, "is destroyed: all items go"],
  ["aws_ecr_repository", "destroy", {}, "is destroyed: all images go"],
  ["aws_codeartifact_repository", "destroy", {}, "is destroyed: all published packages go"],
  ["aws_secretsmanager_secret", "destroy", {}, "is destroyed: the secret goes"],
  [
    "aws_networkfirewall_firewall",
    "replace",
    {},
    "is destroyed and created anew: traffic stops until the new one is up, and open connections break",
  ],
  ["aws_networkfirewall_firewall", "destroy", {}, "is destroyed: nothing passes or inspects traffic there any more"],
  ["aws_nat_gateway", "destroy", {}, "is destroyed: nothing leaves for the internet there any more"],
  [
    "aws_eip",
    "replace",
    {},
    "is destroyed and created anew: the public address, which others may have allowed, is given back",
  ],
  ["aws_subnet", "destroy", {}, "is destroyed: everything inside has to go first"],
  [
    "aws_vpc_endpoint",
    "replace",
    {},
    "is destroyed and created anew: the service is out of reach until the new one is up, and policies elsewhere that name its id no longer match",
  ],
])("%s on %s of %j: said", (type, kind, values, end) => {
  expect(sentence(type, kind, values)).toEqual([`loses: ${type}.x ${end}`]);
});

test.each<[string, ChangeKind]>([
  ["aws_route", "replace"],
  ["aws_vpc_endpoint", "destroy"],
  ["aws_s3_bucket", "update"],
  ["aws_kms_key", "create"],
])("%s on %s loses nothing", (type, kind) => {
  expect(sentence(type, kind)).toEqual([]);
});

test("the argument that forces a replacement is named", () => {
  expect(sentence("aws_kms_key", "replace", {}, { forcedBy: ["key_usage"] })).toEqual([
    "loses: aws_kms_key.x is destroyed and created anew for a change of key_usage: what was encrypted with it cannot be read once the waiting time is over",
  ]);
});

test("resources of one type that fare alike are one sentence", () => {
  const changes = ["a", "b"].map((name) => ({
    address: `aws_subnet.${name}`,
    type: "aws_subnet",
    kind: "destroy" as const,
  }));

  expect(differenceLines(dataLossDifferences(changes, undefined))).toEqual([
    "loses: aws_subnet.a and aws_subnet.b are destroyed: everything inside has to go first",
  ]);
});

test("what Terraform forgets stays there unjudged, and what a text changes of a domain only a plan tells", () => {
  expect(sentence("aws_route", "forget")).toEqual([
    "unclear: aws_route.x stays in the account and Terraform forgets it: nobody judges it any more",
  ]);
  expect(sentence("aws_sagemaker_domain", "edit")).toEqual([
    "unclear: aws_sagemaker_domain.x is written otherwise: a plan tells whether home directories are lost",
  ]);
});
