import fc from "fast-check";
import { type ChangedResource, changedResources } from "../../../review/arguments/argument-changes";
import { argumentDifferences, sensitiveArgumentDifferences } from "../../../review/arguments/argument-differences";
import { effectOf } from "../../../review/arguments/argument-effects";
import { isProgramArgument } from "../../../review/arguments/programs/program-arguments";
import { programDifferences } from "../../../review/arguments/programs/program-differences";
import { attributeFacts } from "../../../review/attributes/attribute-facts";
import { sidesBetween } from "../../../review/attributes/resource-sides";
import { withUnreadParts } from "../../../review/compare/unread-part-differences";
import { changesInPlan } from "../../../review/model/resource-changes";
import { createDifference, type ReviewDifference } from "../../../review/model/review-difference";
import { resourceTypeOf } from "../../../verify/terraform/resource-types";
import { propertyRuns } from "../../fixtures/property-runs";
import { synthesizedText } from "../../fixtures/synthesized";
import {
  addResource,
  argumentsAt,
  assignArguments,
  blockAt,
  deleteResources,
  editPolicy,
  type MutableStack,
  type StackEdit,
} from "../../verify/fixtures/mutant";
import { changeAfterEdits, differenceLines, type StackChange } from "../fixtures/changed-stack";

function argumentLines({ before, after }: StackChange, reported: readonly ReviewDifference[] = []): readonly string[] {
  const { differences } = argumentDifferences(changedResources(before, after), { before, after, reported });
  return differenceLines(differences);
}

const publicAccess = "aws_s3_bucket_public_access_block.locked_buckets_data_public_access";
const versioning = "aws_s3_bucket_versioning.locked_buckets_data_versioning";

test("A VPC endpoint that keeps only some of its security groups takes no further connections, and one without any has the default group.", () => {
  const endpoint = "aws_vpc_endpoint.endpoints_sts";
  const linesOf = (groups: readonly string[]) => {
    const setGroups = (security_group_ids: readonly string[]) => (stack: MutableStack) =>
      assignArguments(stack, endpoint, { security_group_ids });
    const { after: before } = changeAfterEdits("dev", setGroups(["sg-1", "sg-2"]));
    const { after } = changeAfterEdits("dev", setGroups(groups));
    return argumentLines({ before, after } as StackChange);
  };

  expect(linesOf(["sg-2"])).toEqual([]);
  expect(linesOf([])).toEqual([expect.stringMatching(/^unclear: /)]);
  expect(linesOf(["sg-2", "sg-3"])).toEqual([expect.stringMatching(/^unclear: /)]);
});

test("A second block is added, and the first one does not change because it is one of two now.", () => {
  const firewall = "aws_networkfirewall_firewall.egress_firewall_firewall";
  const mapping = (name: string) => ({ subnet_id: `\${aws_subnet.${name}.id}`, ip_address_type: "IPV4" });
  const mappings = (...names: readonly string[]) =>
    changeAfterEdits("staging", (stack) => assignArguments(stack, firewall, { subnet_mapping: names.map(mapping) }))
      .after;

  const changed = changedResources(mappings("a"), mappings("a", "b")).find(({ address }) => address === firewall);

  expect(changed?.changes.map(({ place }) => place).toSorted()).toEqual([
    "subnet_mapping[1].ip_address_type",
    "subnet_mapping[1].subnet_id",
  ]);
});

test.each<readonly [string, StackEdit, RegExp]>([
  [
    "a public access flag",
    (stack) => assignArguments(stack, publicAccess, { block_public_policy: false }),
    /^unclear: .*public_access: block_public_policy changes from true to false: review does not compare/,
  ],
  [
    "suspended versioning",
    (stack) => assignArguments(stack, versioning, { versioning_configuration: { status: "Suspended" } }),
    /^loses: .*versioning: versioning_configuration\.status changes from Enabled to Suspended: a safeguard is lost$/,
  ],
  [
    "a key that AWS no longer rotates, which no claim relies on",
    (stack) => assignArguments(stack, "aws_kms_key.studio_key_cmk", { enable_key_rotation: false }),
    /^loses: aws_kms_key\.studio_key_cmk: enable_key_rotation changes from true to false: a safeguard is lost$/,
  ],
  [
    "a tag of the domain that a policy compares",
    (stack) => assignArguments(stack, "aws_sagemaker_domain.studio_domain", { tags: { StudioUserId: "ada" } }),
    /^unclear: aws_sagemaker_domain\.studio_domain: tags is set to/,
  ],
  [
    "a removed public access block",
    (stack) => deleteResources(stack, publicAccess),
    /^unclear: .*public_access is removed \(.*block_public_policy.*\): review does not compare what its absence allows$/,
  ],
  [
    "a removed policy of a type that review does not analyze",
    (stack) => deleteResources(stack, "aws_sqs_queue_policy.access_self_service_url_failed_policy"),
    /^unclear: aws_sqs_queue_policy\.access_self_service_url_failed_policy is removed/,
  ],
  [
    "an argument that the registry does not list, without its value",
    (stack) => assignArguments(stack, "aws_s3_bucket.locked_buckets_data", { shiny: "hush" }),
    /^unclear: aws_s3_bucket\.locked_buckets_data: shiny changes: review does not compare what it allows$/,
  ],
  [
    "a resource of a type that no model reads",
    (stack) => addResource(stack, "aws_shiny.thing", { a: "1" }),
    /^unclear: aws_shiny\.thing is added \(a\): review does not compare what it allows$/,
  ],
  [
    "the role of a function",
    (stack) =>
      assignArguments(stack, "aws_lambda_function.access_self_service_url_handler", {
        role: "${aws_iam_role.execution_role_role.arn}",
      }),
    /^unclear: .*url_handler: role changes from \S+ to \$\{aws_iam_role\.execution_role_role\.arn\}: review/,
  ],
  [
    "known to unknown",
    (stack) => assignArguments(stack, "aws_kms_alias.studio_key_alias", { target_key_id: "${var.key}" }),
    /^unclear: aws_kms_alias\.studio_key_alias: target_key_id changes from \$\{aws_kms_key\..*\} to \$\{var\.key\}: review/,
  ],
  [
    "rules that decide the same, as one line",
    (stack) =>
      editPolicy(stack, "aws_iam_policy.permissions_studio", (statements) =>
        statements.map(({ Sid: _, ...statement }) => statement),
      ),
    /^changes: The text of rules or policies changes, and decides the same for every packet and request: aws_iam_policy\.permissions_studio$/,
  ],
])("a review mentions a changed argument: %s", (_what, edit, line) => {
  const lines = argumentLines(changeAfterEdits("staging", edit));

  expect(lines).toEqual([expect.stringMatching(line)]);
  expect(lines.join()).not.toContain("hush");
});

test("a changed argument that the registry calls neutral is only counted", () => {
  const change = changeAfterEdits("staging", (stack) => {
    assignArguments(stack, "aws_vpc.network_vpc", { tags: { changed: "yes" } });
    assignArguments(stack, "aws_iam_role.execution_role_role", { description: "changed" });
  });

  expect(argumentLines(change)).toEqual([]);
});

test("What allows nobody anything is no difference of its own: the changed attributes list it.", () => {
  const { before, after } = changeAfterEdits("staging", (stack) => {
    assignArguments(stack, "aws_sagemaker_domain.studio_domain", { tags: { team: "ml" } });
    assignArguments(stack, "aws_ssm_parameter.published_data_bucket_name", { value: "hush" });
    assignArguments(stack, "aws_flow_log.network_flow_logs_all", { region: "eu-west-1" });
  });

  expect(argumentLines({ before, after, beforeAndAfter: { before, after, changes: [], drifted: [] } })).toEqual([]);
  expect(attributeFacts(sidesBetween(before, after))).toEqual({
    resources: [
      { address: "aws_flow_log.network_flow_logs_all", attributes: [expect.objectContaining({ path: "region" })] },
      {
        address: "aws_ssm_parameter.published_data_bucket_name",
        attributes: [{ path: "value", changes: ["changes (hidden)"] }],
      },
    ],
    tagsOnly: { addresses: ["aws_sagemaker_domain.studio_domain"], changes: [expect.stringContaining("ml")] },
  });
});

test("An empty list is not the same as no argument: the changed attributes list it, where somebody wrote both sides.", () => {
  const { before, after } = changeAfterEdits("staging", (stack) =>
    assignArguments(stack, "aws_cloudwatch_metric_alarm.dns_firewall_query_log_blocked", { ok_actions: undefined }),
  );

  expect(attributeFacts(sidesBetween(before, after))?.resources).toEqual([
    {
      address: "aws_cloudwatch_metric_alarm.dns_firewall_query_log_blocked",
      attributes: [{ path: "ok_actions", changes: ["[] -> (not set)"] }],
    },
  ]);
  expect(attributeFacts(sidesBetween({ ...before, form: "plan" }, { ...after, form: "plan" }))).toBeUndefined();
});

test("An argument of a wrong type is a part that review cannot read, never a resource of which it says nothing.", () => {
  const { before, after } = changeAfterEdits("staging", (stack) =>
    assignArguments(stack, "aws_cloudwatch_metric_alarm.dns_firewall_query_log_blocked", { ok_actions: "changed" }),
  );

  expect(differenceLines(withUnreadParts(before, after, []))).toEqual([
    expect.stringMatching(/^unclear: \S+query_log_blocked: ok_actions must be a list, got "changed": this part is new/),
  ]);
});

test("values that two blocks exchange are changes, although each argument has the same values as before", () => {
  const acl = "aws_default_network_acl.network_default_acl";
  const rule = (rule_no: number, cidr_block: string) => ({
    ...{ rule_no, cidr_block, protocol: "-1", from_port: 0, to_port: 0 },
    action: "allow",
  });
  const [one, other] = [
    changeAfterEdits("dev", (stack) =>
      assignArguments(stack, acl, { ingress: [rule(1, "10.0.0.0/8"), rule(2, "0.0.0.0/0")] }),
    ),
    changeAfterEdits("dev", (stack) =>
      assignArguments(stack, acl, { ingress: [rule(1, "0.0.0.0/0"), rule(2, "10.0.0.0/8")] }),
    ),
  ];
  const [changed] = changedResources(one.after, other.after);

  expect(changed?.changes.map(({ place }) => place)).toEqual(["ingress[0].cidr_block", "ingress[1].cidr_block"]);
});

test("what another comparison reports of other rules is never called equal", () => {
  const change = changeAfterEdits("dev", (stack) =>
    assignArguments(stack, "aws_route_table_association.network_studio_a_association", {
      route_table_id: "${var.table}",
    }),
  );

  expect(argumentLines(change, [createDifference("opens", "Traffic can now reach the internet", [])])).toEqual([
    expect.stringMatching(/^changes: The text of other rules or policies changes; the other differences hold all/),
  ]);
});

test("For any change of any argument of any resource, the argument is mentioned, or it allows nobody anything and the changed attributes list it.", () => {
  const stack = JSON.parse(synthesizedText("staging")) as MutableStack;
  const places = Object.entries(stack.resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, values]) =>
      Object.keys(values)
        .filter((argument) => !["//", "depends_on", "lifecycle", "provider"].includes(argument))
        .map((argument) => ({ address: `${type}.${name}`, argument })),
    ),
  );

  fc.assert(
    fc.property(
      fc.constantFrom(...places),
      fc.constantFrom("set", "unset", "unknown"),
      ({ address, argument }, how) => {
        const { before, after } = changeAfterEdits("staging", (edited) => {
          const values = argumentsAt(edited, address);
          if (how === "unset") {
            delete values[argument];
          } else {
            values[argument] = how === "set" ? "changed" : "${var.unknown}";
          }
        });
        const resources = changedResources(before, after);
        const lines = [
          ...argumentDifferences(resources, { before, after, reported: [] }).differences,
          ...programDifferences(resources, { before, after }),
          ...withUnreadParts(before, after, []),
        ];
        const isListed = attributeFacts(sidesBetween(before, after)) !== undefined;
        const isNeutral = resources.every((resource) =>
          resource.changes.every((change) =>
            ["neutral", "harmless"].includes(effectOf(resource, change, { before, after })),
          ),
        );

        expect(resources.map((resource) => resource.address)).toEqual([address]);
        expect(lines.length > 0 || (isListed && isNeutral) || isReportedElsewhere(resources[0])).toBe(true);
        expect(lines.map(({ severity }) => severity)).not.toContain("closes");
      },
    ),
    propertyRuns(40),
  );
}, 60_000);

/** Policies and environment variables, which other comparisons report whenever they change. */
function isReportedElsewhere(resource: ChangedResource | undefined): boolean {
  return (resource?.changes ?? []).every(({ path }) =>
    /^(?:policy|policy_document|environment\.variables)$/.test(path),
  );
}

test("A plan masks sensitive values on both sides, and the review still says that they change.", () => {
  const change = {
    actions: ["update"],
    before: { secret_string: "a", name: "n" },
    after: { secret_string: "b", name: "n" },
  };
  const plan = {
    resource_changes: [
      {
        ...{
          mode: "managed",
          address: "aws_secretsmanager_secret_version.s",
          type: "aws_secretsmanager_secret_version",
        },
        change: { ...change, before_sensitive: { secret_string: true }, after_sensitive: { secret_string: true } },
      },
    ],
  };
  const lines = differenceLines(sensitiveArgumentDifferences(changesInPlan(plan)));

  expect(lines).toEqual([
    expect.stringMatching(
      /^(?:unclear|changes): aws_secretsmanager_secret_version\.s: sensitive values change \(secret_string\)$/,
    ),
  ]);
});

test("Every type with programs is one that the provider has, and code, images and programs of the registry are programs.", () => {
  const lambda = resourceTypeOf("aws_lambda_function");
  const handler = lambda?.kind === "modeled" ? lambda.arguments.handler : undefined;

  expect(handler && isProgramArgument("aws_lambda_function", { path: "handler", use: handler })).toBe(true);
  expect(isProgramArgument("aws_lambda_function", { path: "memory_size" })).toBe(false);
  expect(isProgramArgument("aws_shiny", { path: "settings.user_data" })).toBe(true);
});

test("Several safeguards of one resource are one loss, and the items of a set have no order.", () => {
  const firewall = changeAfterEdits("prod", (stack) =>
    assignArguments(stack, "aws_networkfirewall_firewall.egress_firewall_firewall", {
      delete_protection: false,
      subnet_change_protection: false,
    }),
  );
  const reordered = changeAfterEdits("staging", (stack) => {
    const settings = blockAt(stack, "aws_sagemaker_user_profile.studio_profile_data_scientist", "user_settings");
    settings.security_groups = [...(settings.security_groups as string[])].reverse();
  });

  expect(argumentLines(firewall)).toEqual([
    "loses: aws_networkfirewall_firewall.egress_firewall_firewall: 2 safeguards are lost",
  ]);
  expect(changedResources(reordered.before, reordered.after)).toEqual([]);
});

test("A block of a resource can be changed in place.", () => {
  const change = changeAfterEdits("staging", (stack) => {
    blockAt(stack, "aws_scheduler_schedule.access_client_after_hours_daily", "target").role_arn =
      "${aws_iam_role.execution_role_role.arn}";
  });

  expect(argumentLines(change)).toEqual([expect.stringMatching(/^unclear: .*daily: target\.role_arn changes/)]);
});
