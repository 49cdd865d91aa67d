import { beforeAndAfterOfFiles, type ReviewInput } from "../../../../review/before-and-after";
import { isSameText } from "../../../../review/compare/execution/changed-leaves";
import { executionDifferences } from "../../../../review/compare/execution/execution-differences";
import { review } from "../../../../review/review";
import { outcomeOf } from "../../../../review/review-outcome";
import type { JsonObject, TerraformConfiguration } from "../../../../verify/terraform/terraform-configuration";
import { synthesizedText } from "../../../fixtures/synthesized";
import type { MutableStack } from "../../../verify/fixtures/mutant";
import { differenceLines } from "../../fixtures/changed-stack";

type Edit = (stack: Record<string, Record<string, unknown>>) => void;

function reviewAfter(edit: Edit) {
  const [before, after] = [JSON.parse(synthesizedText("dev")), JSON.parse(synthesizedText("dev"))];
  edit(after);
  const comparison = beforeAndAfterOfFiles({ json: before, name: "before" }, { json: after, name: "after" });
  return review(comparison, { name: "dev", file: "dev" });
}

function providerOf(stack: Parameters<Edit>[0]): Record<string, unknown> {
  const [provider] = (stack.provider as unknown as { aws: Record<string, unknown>[] }).aws;
  return provider ?? {};
}

test.each<readonly [string, Edit, RegExp]>([
  [
    "another source of the provider",
    (stack) => Object.assign(stack.terraform?.required_providers as object, { aws: { source: "acme/aws" } }),
    /^executes: terraform\.required_providers\.aws\.source changes from \S*aws to acme\/aws$/,
  ],
  [
    "a proxy for the provider's requests",
    (stack) => Object.assign(providerOf(stack), { http_proxy: "http://192.0.2.1:3128" }),
    /^executes: provider\.aws\.http_proxy is added: http:\/\/192\.0\.2\.1:3128$/,
  ],
  [
    "another backend",
    (stack) => Object.assign(stack.terraform ?? {}, { backend: { s3: { bucket: "elsewhere" } } }),
    /^executes: terraform\.backend\.s3\.bucket is added: elsewhere$/,
  ],
  [
    "an import",
    (stack) => Object.assign(stack, { import: [{ to: "aws_vpc.network_vpc", id: "vpc-1" }] }),
    /^executes: import\.to is added: aws_vpc\.network_vpc$/,
  ],
  [
    "a removed resource that is kept",
    (stack) => Object.assign(stack, { removed: [{ from: "aws_vpc.x", lifecycle: { destroy: false } }] }),
    /^executes: removed\.from is added: aws_vpc\.x$/,
  ],
  [
    "an ephemeral resource",
    (stack) => Object.assign(stack, { ephemeral: { aws_secretsmanager_secret_version: { s: { secret_id: "s" } } } }),
    /^executes: ephemeral\.aws_secretsmanager_secret_version\.s\.secret_id is added: s$/,
  ],
  [
    "another organization whose accounts count as own",
    (stack) => {
      const { perimeter_posture } = stack.output as Record<string, { value: Record<string, unknown> }>;
      Object.assign(perimeter_posture?.value ?? {}, { organization_id: "o-elsewhere1" });
    },
    /^opens: output\.perimeter_posture\.value\.organization_id is added: o-elsewhere1$/,
  ],
  [
    "a lifecycle that ignores changes of a policy",
    (stack) => {
      const [policy] = Object.values(stack.resource?.aws_s3_bucket_policy ?? {}) as { lifecycle?: object }[];
      Object.assign(policy ?? {}, { lifecycle: { ignore_changes: ["policy"] } });
    },
    /^executes: aws_s3_bucket_policy\.\w+\.lifecycle\.ignore_changes is added: \["policy"\]$/,
  ],
  [
    "another provider of a resource",
    (stack) =>
      Object.assign((stack as unknown as MutableStack).resource.aws_vpc?.network_vpc ?? {}, { provider: "aws.other" }),
    /^executes: aws_vpc\.network_vpc\.provider is added: aws\.other$/,
  ],
  [
    "credentials of the provider, without their value",
    (stack) => Object.assign(providerOf(stack), { secret_key: "hush" }),
    /^executes: provider\.aws\.secret_key is added: \(hidden\)$/,
  ],
  [
    "a provisioner",
    (stack) =>
      Object.assign((stack as unknown as MutableStack).resource.aws_vpc?.network_vpc ?? {}, {
        provisioner: [{ "local-exec": { command: "id" } }],
      }),
    /^executes: aws_vpc\.network_vpc\.provisioner\.local-exec\.command is added: id$/,
  ],
])("a review shows %s in a section of its own, and the change needs approval", (_what, edit, line) => {
  const found = reviewAfter(edit);

  expect(differenceLines(found.differences)).toContainEqual(expect.stringMatching(line));
  expect(found.kind).toBe("changes");
  expect(outcomeOf(found)).not.toBe("nothing to approve");
});

test("a review says that nothing changes only of equal texts: order, comments and white space do not count", () => {
  const reordered = reviewAfter((stack) => {
    stack.resource = Object.fromEntries(Object.entries(stack.resource ?? {}).reverse());
    stack["//"] = { metadata: {} };
  });
  const withLocal = reviewAfter((stack) => {
    stack.locals = { unused: "x" };
  });

  expect(reordered.kind).toBe("nothing");
  expect(withLocal.kind).toBe("changes");
  expect(differenceLines(withLocal.differences)).toContain("changes: locals.unused is added: x");
});

const lines = (before: JsonObject, after: JsonObject, configuration?: TerraformConfiguration) =>
  differenceLines(
    executionDifferences({ before, after }, configuration && { before: configuration, after: configuration }),
  );

test.each<readonly [string, JsonObject, JsonObject, string]>([
  [
    "a sensitive output, without its value",
    { output: { key: { sensitive: true, value: "hush" } } },
    { output: { key: { sensitive: true, value: "hush, too" } } },
    "changes: output.key.value changes (a sensitive value)",
  ],
  [
    "an output that is no longer sensitive, without its value",
    { output: { key: { sensitive: true, value: "hush" } } },
    { output: { key: { value: "hush" } } },
    "changes: output.key.sensitive is removed; it was true",
  ],
  [
    "a removed postcondition of a data source",
    { data: { aws_ami: { a: { lifecycle: { postcondition: [{ condition: "${true}", error_message: "m" }] } } } } },
    { data: { aws_ami: { a: { lifecycle: {} } } } },
    "executes: data.aws_ami.a.lifecycle.postcondition.condition is removed; it was ${true}",
  ],
  [
    "a password in an address",
    { provider: { aws: {} } },
    { provider: { aws: { https_proxy: "http://me:hush@proxy" } } },
    "executes: provider.aws.https_proxy is added: http://(hidden)@proxy",
  ],
  [
    "another organization whose accounts count as own, where HCL has a block for each output",
    { output: [{ vpc_id: { value: "x" } }, { perimeter_posture: { value: {} } }] },
    { output: [{ vpc_id: { value: "x" } }, { perimeter_posture: { value: { organization_id: "o-elsewhere1" } } }] },
    "opens: output.perimeter_posture.value.organization_id is added: o-elsewhere1",
  ],
])("a review shows %s", (_what, before, after, line) => {
  expect(lines(before, after)).toContain(line);
  expect(lines(before, after).join()).not.toContain("hush");
});

test("A local value, variable or data source that the models could not evaluate cannot be determined; another one is informational.", () => {
  const values = {
    cidr_ipv4: "${var.used}",
    from_port: "${local.used}",
    prefix_list_id: "${data.aws_ec2_managed_prefix_list.used.id}",
  };
  const configuration: TerraformConfiguration = {
    ...{ source: "stack", form: "synthesized", outputs: {} },
    resources: [{ address: "aws_x.y", mode: "managed", type: "aws_x", name: "y", values }],
  };
  const stack = (value: string): JsonObject => ({
    variable: { used: { default: value }, unused: { default: value } },
    locals: { used: value, unused: value },
    data: { aws_ec2_managed_prefix_list: { used: { name: value }, unused: { name: value } } },
  });

  expect(lines(stack("a"), stack("b"), configuration).map((line) => line.replace(/ changes from a to b/, ""))).toEqual([
    "unclear: variable.used.default: what refers to it cannot be compared",
    "changes: variable.unused.default",
    "unclear: locals.used: what refers to it cannot be compared",
    "changes: locals.unused",
    "unclear: data.aws_ec2_managed_prefix_list.used.name: what it returns is not known",
    "changes: data.aws_ec2_managed_prefix_list.unused.name",
  ]);
});

test("A data source that is removed is no doubt: whatever referred to it changes itself.", () => {
  const configuration: TerraformConfiguration = {
    ...{ source: "stack", form: "synthesized", outputs: {} },
    resources: [
      {
        ...{ address: "aws_x.y", mode: "managed", type: "aws_x", name: "y" },
        values: { image: "${data.aws_ssm_parameter.image.value}" },
      },
    ],
  };
  const stack = { data: { aws_ssm_parameter: { image: { name: "/image" } } } };

  expect(lines(stack, {}, configuration)).toEqual([
    "changes: data.aws_ssm_parameter.image.name is removed; it was /image",
  ]);
});

test("A data source that only a precondition refers to changes nothing, because a precondition can only stop an apply.", () => {
  const lifecycle = { precondition: [{ condition: "${data.aws_iam_session_context.deployer.arn != null}" }] };
  const configuration: TerraformConfiguration = {
    ...{ source: "stack", form: "synthesized", outputs: {} },
    resources: [{ address: "aws_x.y", mode: "managed", type: "aws_x", name: "y", values: { lifecycle } }],
  };
  const stack = { data: { aws_iam_session_context: { deployer: { arn: "arn" } } } };

  expect(lines({}, stack, configuration)).toEqual(["changes: data.aws_iam_session_context.deployer.arn is added: arn"]);
});

test("A tag that the provider sets on every resource needs no approval, unless a policy compares it.", () => {
  const differencesWith = (tag: string) =>
    reviewAfter((stack) => {
      const [{ tags }] = providerOf(stack).default_tags as [{ readonly tags: object }];
      Object.assign(tags, { [tag]: "4711" });
    });

  const [harmless, compared] = [differencesWith("cost-center"), differencesWith("StudioUserId")];

  expect(outcomeOf(harmless)).toBe("nothing to approve");
  expect(differenceLines(harmless.differences)).toEqual([
    "changes: provider.aws.default_tags.tags.cost-center is added: 4711",
  ]);
  expect(differenceLines(compared.differences)).toEqual([
    "executes: provider.aws.default_tags.tags.StudioUserId is added: 4711",
  ]);
});

test("A resource that Terraform may destroy now has lost a safeguard, and one that it refuses to destroy now has not.", () => {
  const stack = (lifecycle: object): JsonObject => ({
    resource: { aws_s3_bucket: { a: { lifecycle: [lifecycle] }, b: { lifecycle: [lifecycle] } } } as JsonObject,
  });
  const [kept, open] = [stack({ prevent_destroy: true }), stack({ prevent_destroy: false })];

  expect(lines(kept, open)).toEqual([
    "loses: lifecycle.prevent_destroy changes from true to false (aws_s3_bucket.a and aws_s3_bucket.b)",
  ]);
  expect(lines(kept, stack({}))).toEqual([expect.stringMatching(/^loses: .*prevent_destroy is removed/)]);
  expect(lines(open, kept)).toEqual([expect.stringMatching(/^executes: /)]);
});

test.each(["external", "http", "terraform_remote_state", "aws_lambda_invocation"])(
  "A data source of %s that changes runs or calls something else with the next plan, and one that goes does not.",
  (type) => {
    const stack = (value: string): JsonObject => ({ data: { [type]: { x: { input: value } } } });

    expect(lines(stack("a"), stack("b"))).toEqual([`executes: data.${type}.x.input changes from a to b`]);
    expect(lines({ data: {} }, stack("b"))).toEqual([`executes: data.${type}.x.input is added: b`]);
    expect(lines(stack("a"), { data: {} })).toEqual([`changes: data.${type}.x.input is removed; it was a`]);
  },
);

test("A resource with a provisioner that changes may run it again.", () => {
  const stack = (
    value: string,
    more: JsonObject = { provisioner: [{ "local-exec": { command: "c" } }] },
  ): JsonObject => ({
    resource: { null_resource: { x: { triggers: { a: value }, ...more } } },
  });

  expect(lines(stack("1"), stack("2"))).toEqual([
    "executes: null_resource.x.triggers.a changes from 1 to 2: where Terraform replaces the resource, its provisioners run again",
  ]);
  expect(lines(stack("1"), stack("1"))).toEqual([]);
  expect(lines(stack("1", {}), stack("2", {}))).toEqual([]);
});

test("A part that cannot be read, or no longer, is one item besides the claims that it leaves undecided, or no longer.", () => {
  const json = JSON.parse(synthesizedText("dev"));
  const unread = [{ address: "more.tf", text: "more.tf: is HCL, which is not read" }];
  const [without, withPart] = [
    { json, name: "without" },
    { json, name: "with", surroundings: { unread } },
  ];
  const linesBetween = (before: ReviewInput, after: ReviewInput) =>
    differenceLines(review(beforeAndAfterOfFiles(before, after), { name: "dev", file: "dev" }).differences).filter(
      (line) => !line.startsWith("changes: "),
    );

  expect(linesBetween(without, withPart)).toEqual([
    expect.stringMatching(/^unclear: \d+ claims, each of which was proved and is now undecided: more\.tf/),
    expect.stringMatching(/^unclear: \d+ claims, each of which had no subject and is now undecided: more\.tf/),
    expect.stringMatching(/^unclear: more\.tf: .*this part is new/),
  ]);
  expect(linesBetween(withPart, without)).toEqual([
    expect.stringMatching(/^unclear: more\.tf: .*this part is gone/),
    expect.stringMatching(/^closes: \d+ claims, each of which was undecided and is now proved: more\.tf/),
  ]);
});

test("equal files have no differences, and a list with one block is that block", () => {
  const json = JSON.parse(synthesizedText("prod"));

  expect(executionDifferences({ before: json, after: json })).toEqual([]);
  expect(
    executionDifferences({
      before: { provider: { aws: [{ region: "x" }] } },
      after: { provider: { aws: { region: "x" } } },
    }),
  ).toEqual([]);
  expect(isSameText({ a: [1, 2], b: {} }, { b: {}, a: [2, 1] })).toBe(false);
});

test("A section that is a list of objects is compared by name, without the declared posture, and lists show only what comes and goes.", () => {
  const output = (profiles: readonly string[], protections: boolean): readonly JsonObject[] => [
    { user_profiles: { value: profiles } },
    { perimeter_posture: { value: { protections } } },
  ];

  expect(
    differenceLines(
      executionDifferences({
        before: { output: output(["a", "b"], true) },
        after: { output: output(["a", "c"], false).toReversed() },
      }),
    ),
  ).toEqual(["changes: output.user_profiles.value gains c and loses b"]);
});

test("Outputs that come and go are one sentence each, and a changed description is none.", () => {
  const output = (names: readonly string[], description: string): JsonObject =>
    Object.fromEntries(["kept", ...names].map((name) => [name, { value: name, description }]));

  expect(
    differenceLines(
      executionDifferences({ before: { output: output(["a"], "x") }, after: { output: output(["b", "c"], "y") } }),
    ),
  ).toEqual(["changes: Outputs b and c are added", "changes: Output a is removed"]);
});
