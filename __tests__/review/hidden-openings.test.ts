import { collectDifferences } from "../../review/collect-differences";
import { readPosture } from "../../verify/posture/read-posture";
import {
  addResource,
  argumentsAt,
  assignArguments,
  change,
  deleteResources,
  editPolicy,
  inOrder,
  type StackEdit,
} from "../verify/fixtures/mutant";
import { changeBetweenEdits, differenceLines } from "./fixtures/changed-stack";

/** What a review without verdicts says of two stacks, each after an edit of staging. */
function linesBetween(one: StackEdit, other: StackEdit): readonly string[] {
  const { before, after } = changeBetweenEdits("staging", one, other);
  const sides = [before, after].map((configuration) => ({
    ...{ configuration, posture: readPosture(configuration), claimResults: [] },
  }));
  const [verifiedBefore, verifiedAfter] = sides;
  return differenceLines(
    collectDifferences({ before, after, changes: [], drifted: [] }, "staging", verifiedBefore, verifiedAfter),
  );
}

const unchanged: StackEdit = () => undefined;

const dataLifecycle = "aws_s3_bucket_lifecycle_configuration.locked_buckets_data_lifecycle";
const modelsLifecycle = "aws_s3_bucket_lifecycle_configuration.locked_buckets_models_lifecycle";
const versioning = "aws_s3_bucket_versioning.locked_buckets_data_versioning";
const snapshots = "aws_ebs_snapshot_block_public_access.account";
const control = "aws_securityhub_standards_control.buckets";
const stopping = "aws_iam_role_policy.access_client_after_hours_stopping";

/** The data bucket with one more rule of its lifecycle. */
function withRule(rule: object): StackEdit {
  return (stack) => {
    const values = argumentsAt(stack, dataLifecycle);
    values.rule = [...(values.rule as object[]), { id: "more", status: "Enabled", filter: {}, ...rule }];
  };
}

/** The table of a subnet's association. */
function associated(subnet: string, table: string): StackEdit {
  return change(`aws_route_table_association.network_${subnet}_a_association`, {
    route_table_id: `\${aws_route_table.network_${table}_a_routes.id}`,
  });
}

/** The firewall with a policy of another account, which nobody can read. */
function foreignPolicy(name: string): StackEdit {
  return change("aws_networkfirewall_firewall.egress_firewall_firewall", {
    firewall_policy_arn: `arn:aws:network-firewall:eu-west-1:999988887777:firewall-policy/${name}`,
  });
}

/** The role that stops the client instance may call the action, on the ARN that AWS gives a resource. */
function stopperMay(action: string, arn: string): StackEdit {
  return (stack) => {
    addResource(stack, "aws_dynamodb_table.notes", { name: "notes", hash_key: "id" });
    editPolicy(stack, stopping, ([statement]) =>
      statement === undefined ? [] : [{ ...statement, Action: action, Resource: arn }],
    );
  };
}

function notebookWithMetadata(minimum_instance_metadata_service_version: string): StackEdit {
  return (stack) =>
    addResource(stack, "aws_sagemaker_notebook_instance.one", {
      name: "one",
      instance_metadata_service_configuration: { minimum_instance_metadata_service_version },
    });
}

const table = "${aws_dynamodb_table.notes.arn}";

test.each<[name: string, before: StackEdit, after: StackEdit, line: RegExp]>([
  [
    "A subnet whose table exchanges gateway endpoints reaches another one",
    inOrder(associated("client", "function"), associated("function", "client")),
    unchanged,
    /^opens: Traffic from aws_subnet\.network_function_a can now reach s3 through aws_vpc_endpoint\.access_self_service_answers$/,
  ],
  [
    "A gateway endpoint in one more route table opens its service to the subnets of the table",
    unchanged,
    change("aws_vpc_endpoint.endpoints_s3", {
      route_table_ids: [
        "${aws_route_table.network_studio_a_routes.id}",
        "${aws_route_table.network_client_a_routes.id}",
      ],
    }),
    /^opens: Traffic from aws_subnet\.network_client_a can now reach s3 through aws_vpc_endpoint\.endpoints_s3$/,
  ],
  [
    "A firewall policy that cannot be read and is exchanged for another one may pass more",
    foreignPolicy("one"),
    foreignPolicy("other"),
    /^unclear: The rules of aws_networkfirewall_firewall\.\S+ change and cannot all be read/,
  ],
  [
    "A grant on a resource whose ARN only AWS knows is newly allowed",
    stopperMay("dynamodb:GetItem", table),
    stopperMay("dynamodb:DeleteItem", table),
    /^opens: aws_iam_role\.access_client_after_hours_stopper can now call dynamodb:DeleteItem on ⟨aws_dynamodb_table\.notes\.arn⟩/,
  ],
  [
    "A grant on parts of a resource whose ARN only AWS knows is newly allowed",
    stopperMay("dynamodb:Query", table),
    stopperMay("dynamodb:Query", `${table}/index/*`),
    /^opens: aws_iam_role\.access_client_after_hours_stopper can now call dynamodb:Query on ⟨aws_dynamodb_table\.notes\.arn⟩\/index/,
  ],
  [
    "A grant on an instance of the stack is newly allowed",
    unchanged,
    stopperMay("ec2:TerminateInstances", "${aws_instance.access_client_machine.arn}"),
    /^opens: aws_iam_role\.access_client_after_hours_stopper can now call ec2:TerminateInstances on arn:.*:instance\//,
  ],
  [
    "Objects that expire on a day are lost",
    unchanged,
    withRule({ expiration: { date: "2027-01-01T00:00:00Z" } }),
    /^loses: Objects are now deleted from 2027-01-01T00:00:00Z on instead of never: /,
  ],
  [
    "Objects under another prefix than before are lost",
    withRule({ filter: { prefix: "scratch/" }, expiration: { days: 1 } }),
    withRule({ filter: { prefix: "results/" }, expiration: { days: 1 } }),
    /^loses: Objects that match \{"prefix":"results\/"\} are now deleted after 1 day instead of never: /,
  ],
  [
    "Objects are lost under a rule that is turned on",
    withRule({ status: "Disabled", expiration: { days: 7 } }),
    withRule({ expiration: { days: 7 } }),
    /^loses: Objects are now deleted after 7 days instead of never: /,
  ],
  [
    "Objects that expire earlier are lost",
    withRule({ expiration: { days: 70 } }),
    withRule({ expiration: { days: 7 } }),
    /^loses: Objects are now deleted after 7 days instead of 70: /,
  ],
  [
    "Earlier versions are lost where fewer of them are kept",
    withRule({
      filter: { prefix: "a/" },
      noncurrent_version_expiration: { noncurrent_days: 9, newer_noncurrent_versions: 5 },
    }),
    withRule({
      filter: { prefix: "a/" },
      noncurrent_version_expiration: { noncurrent_days: 9, newer_noncurrent_versions: 1 },
    }),
    /^loses: Earlier versions of objects that match \{"prefix":"a\/"\}, except the newest 1, are now deleted after 9 days /,
  ],
  [
    "Versions of a bucket are lost under the rules of another bucket",
    inOrder((stack) => deleteResources(stack, modelsLifecycle), withRule({ expiration: { days: 7 } })),
    inOrder(
      (stack) => deleteResources(stack, modelsLifecycle),
      withRule({ expiration: { days: 7 } }),
      change(dataLifecycle, { bucket: "${aws_s3_bucket.locked_buckets_models.id}" }),
    ),
    /^loses: Objects are now deleted after 7 days instead of never: /,
  ],
  [
    "Versioning that is no longer declared is a lost safeguard",
    unchanged,
    (stack) => deleteResources(stack, versioning),
    /^loses: aws_s3_bucket_versioning\.locked_buckets_data_versioning is removed: a safeguard is lost$/,
  ],
  ...[
    "aws_iam_role_policies_exclusive.permissions_nothing_inline",
    "aws_iam_role_policy_attachments_exclusive.permissions_only_these",
  ].map((address): [string, StackEdit, StackEdit, RegExp] => [
    `A role that keeps policies of others once ${address} is gone has lost a safeguard`,
    unchanged,
    (stack) => deleteResources(stack, address),
    new RegExp(`^loses: ${address} is removed: a safeguard is lost$`),
  ]),
  [
    "Instance metadata without a session token is a lost safeguard",
    unchanged,
    (stack) => {
      const { metadata_options: options } = argumentsAt(stack, "aws_instance.access_client_machine");
      assignArguments(stack, "aws_instance.access_client_machine", {
        metadata_options: { ...(options as object), http_tokens: "optional" },
      });
    },
    /^loses: aws_instance\.access_client_machine: metadata_options changes .* a safeguard is lost$/,
  ],
  [
    "A notebook instance that answers without a session token is a lost safeguard",
    notebookWithMetadata("2"),
    notebookWithMetadata("1"),
    /^loses: aws_sagemaker_notebook_instance\.one: instance_metadata_service_configuration changes .* a safeguard is lost$/,
  ],
  [
    "An account that no longer refuses public buckets has lost a protection",
    unchanged,
    (stack) => addResource(stack, "aws_s3_account_public_access_block.account", { block_public_acls: true }),
    /^loses: aws_s3_account_public_access_block\.account is added: a protection of the account is off/,
  ],
  [
    "A VPC that is excepted from Block Public Access has lost a protection",
    unchanged,
    (stack) =>
      addResource(stack, "aws_vpc_block_public_access_exclusion.vpc", {
        vpc_id: "${aws_vpc.network_vpc.id}",
        internet_gateway_exclusion_mode: "allow-bidirectional",
      }),
    /^loses: aws_vpc_block_public_access_exclusion\.vpc is added: a protection of the account is off, or has an exception$/,
  ],
  [
    "Snapshots that may be public are a lost protection",
    (stack) => addResource(stack, snapshots, { state: "block-all-sharing" }),
    (stack) => addResource(stack, snapshots, { state: "unblocked" }),
    /^loses: aws_ebs_snapshot_block_public_access\.account changes: a protection of the account is off/,
  ],
  [
    "A protection of snapshots that is no longer declared is lost",
    (stack) => addResource(stack, snapshots, { state: "block-all-sharing" }),
    unchanged,
    /^loses: aws_ebs_snapshot_block_public_access\.account is removed: a protection of the account is off/,
  ],
  [
    "A rule that archives findings takes them from those who watch",
    unchanged,
    (stack) => addResource(stack, "aws_accessanalyzer_archive_rule.public", { rule_name: "public" }),
    /^loses: aws_accessanalyzer_archive_rule\.public is added: a protection of the account is off, or has an exception/,
  ],
  [
    "A control of Security Hub that is disabled finds nothing",
    (stack) => addResource(stack, control, { control_status: "ENABLED" }),
    (stack) => addResource(stack, control, { control_status: "DISABLED", disabled_reason: "noise" }),
    /^loses: aws_securityhub_standards_control\.buckets changes: a protection of the account is off/,
  ],
])("%s.", (_, before, after, line) => {
  expect(linesBetween(before, after)).toContainEqual(expect.stringMatching(line));
});

test.each<[name: string, before: StackEdit, after: StackEdit]>([
  [
    "a rule for a part of what a rule for everything deletes as early",
    withRule({ expiration: { days: 7 } }),
    inOrder(
      withRule({ expiration: { days: 7 } }),
      withRule({ id: "part", filter: { prefix: "a/" }, expiration: { days: 30 } }),
    ),
  ],
  [
    "a rule in the form of a plan",
    withRule({ expiration: { days: 7 } }),
    withRule({ filter: [{ and: [], prefix: "", tag: [] }], prefix: "", expiration: [{ days: 7, date: null }] }),
  ],
  ["a rule that keeps objects longer", withRule({ expiration: { days: 7 } }), withRule({ expiration: { days: 8 } })],
  ["no rule", withRule({ expiration: { days: 7 } }), unchanged],
  [
    "versioning under another address",
    unchanged,
    (stack) => {
      addResource(stack, "aws_s3_bucket_versioning.moved", argumentsAt(stack, versioning));
      deleteResources(stack, versioning);
    },
  ],
  [
    "the exclusive policies of a role under another address",
    unchanged,
    (stack) => {
      const address = "aws_iam_role_policies_exclusive.permissions_nothing_inline";
      addResource(stack, "aws_iam_role_policies_exclusive.moved", argumentsAt(stack, address));
      deleteResources(stack, address);
    },
  ],
])("Nothing is lost with %s.", (_, before, after) => {
  expect(linesBetween(before, after).filter((line) => line.startsWith("loses: "))).toEqual([]);
});
