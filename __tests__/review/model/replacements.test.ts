import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTerraform } from "../../../cli/shared/inputs/read-terraform";
import { beforeAndAfterOfFiles, type ReviewInput } from "../../../review/before-and-after";
import { changesBetween, changesInPlan, type ResourceChange } from "../../../review/model/resource-changes";
import { review } from "../../../review/review";
import { outcomeOf } from "../../../review/review-outcome";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { JsonObject, TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { type SharedSubtrees, withoutSharing } from "../../corpus/shared-subtrees";
import { synthesizedText } from "../../fixtures/synthesized";
import { type CompactPlan, expandPlan, type PlanBase } from "../corpus/compact-plan";
import { bases, corpus } from "../corpus/corpus-cases";
import { hclCases } from "../hcl/hcl-cases";
import { baseText } from "../hcl/text-edits";

const corpusFolder = join(__dirname, "..");

function configurationOf(resource: object): TerraformConfiguration {
  return readConfiguration({ resource }, "cdk.tf.json");
}

function configurationOfText(text: string): TerraformConfiguration {
  const folder = mkdtempSync(join(tmpdir(), "review-replacements-"));
  try {
    writeFileSync(join(folder, "main.tf"), text);
    const { json, surroundings } = readTerraform(folder);
    return readConfiguration(json, "main.tf", surroundings);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function replacedIn(changes: readonly ResourceChange[]): readonly string[] {
  return changes.flatMap(({ kind, address }) => (kind === "replace" ? [address] : [])).toSorted();
}

describe("what two configurations say of replacements, and Terraform's plan of the same change", () => {
  const shared = JSON.parse(readFileSync(join(corpusFolder, "hcl", "plans.json"), "utf8")) as SharedSubtrees;
  const plans = withoutSharing(shared) as Readonly<Record<string, JsonObject>>;
  const edited = hclCases.filter(({ args, outside }) => args === undefined && outside === undefined);

  test("of each change of HCL, both name the same resources.", () => {
    const before = configurationOfText(baseText);
    const known = new Set(before.resources.map(({ address }) => address));

    const compared = edited.map(({ title, edit = (text) => text }) => ({
      title,
      said: replacedIn(changesBetween(before, configurationOfText(edit(baseText)))),
      // What is imported does not exist before for the configuration.
      planned: replacedIn(changesInPlan(plans[title] ?? {})).filter((address) => known.has(address)),
    }));

    expect(compared.map(({ title, said }) => ({ title, said }))).toEqual(
      compared.map(({ title, planned }) => ({ title, said: planned })),
    );
    expect(compared.filter(({ planned }) => planned.length > 3)).not.toEqual([]);
  });

  test.each(["network", "data"] as const)("of each change of the stack %s, both name the same resources.", (base) => {
    const file = JSON.parse(readFileSync(join(corpusFolder, "corpus", "plans", `${base}.json`), "utf8")) as {
      readonly base: PlanBase;
      readonly plans: Readonly<Record<string, CompactPlan>>;
    };
    const before = readConfiguration(bases[base](), "cdk.tf.json");

    const compared = corpus
      .filter((one) => one.base === base)
      .map(({ title, edit }) => {
        const stack = bases[base]();
        edit(stack);
        const plan = file.plans[title];
        return {
          title,
          said: replacedIn(changesBetween(before, readConfiguration(stack, "cdk.tf.json"))),
          planned: plan && replacedIn(changesInPlan(expandPlan(file.base, plan))),
        };
      });

    expect(compared.map(({ title, said }) => ({ title, said }))).toEqual(
      compared.map(({ title, planned }) => ({ title, said: planned })),
    );
  });
});

test("A review of two syntheses with another CIDR block of the VPC says what is lost with everything in it, and asks for approval.", () => {
  const [before, after] = [synthesizedText("staging"), synthesizedText("staging").replaceAll("10.20.", "10.40.")].map(
    (text, index) => ({ json: JSON.parse(text), name: `${index}` }),
  ) as [ReviewInput, ReviewInput];

  const found = review(beforeAndAfterOfFiles(before, after), { name: "staging", file: "cdk.tf.json" });

  const losses = found.differences.filter(({ text }) => /\b(?:is|are) replaced because of changes to\b/.test(text));
  expect(outcomeOf(found)).toBe("needs approval");
  expect(losses.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^aws_sagemaker_domain\.\w+ is replaced .*: all home directories are deleted$/),
      expect.stringMatching(/^aws_vpc\.\w+ is replaced because of changes to cidr_block: /),
      expect.stringMatching(/^aws_vpc_endpoint\..* are replaced because of changes to vpc_id: /),
      expect.stringMatching(/^aws_networkfirewall_firewall\..* is replaced because of changes to vpc_id: /),
    ]),
  );
});

describe("replacements between two configurations", () => {
  const [earlierCidr, laterCidr] = ["10.0.0.0/16", "10.1.0.0/16"];
  const vpc = (values: object) => ({ aws_vpc: { main: values } });
  const changeOf = (before: object, after: object): ResourceChange | undefined =>
    changesBetween(configurationOf(before), configurationOf(after)).find(({ address }) => address !== "aws_vpc.other");

  test("An argument that Terraform cannot update forces a replacement, and one that it can does not.", () => {
    expect(changeOf(vpc({ cidr_block: earlierCidr }), vpc({ cidr_block: laterCidr }))).toEqual({
      ...{ address: "aws_vpc.main", type: "aws_vpc", kind: "replace", forcedBy: ["cidr_block"] },
    });
    expect(changeOf(vpc({ tags: { a: "1" } }), vpc({ tags: { a: "2" } }))).toMatchObject({ kind: "edit" });
  });

  const typed = (type: string, values: object) => ({ [type]: { one: values } });
  const group = { vpc_security_group_id: "sg-1", from_port: 443, to_port: 443, ip_protocol: "tcp" };
  const orderOf = (rule_order?: string) => ({
    firewall_policy: [{ stateful_engine_options: [rule_order === undefined ? {} : { rule_order }] }],
  });

  test.each([
    ["the Region of a resource", "aws_s3_bucket", { region: "eu-west-1" }, { region: "eu-west-2" }, ["region"]],
    [
      "the encryption of a root volume",
      "aws_instance",
      { root_block_device: [{ encrypted: false, volume_size: 10 }] },
      { root_block_device: [{ encrypted: true, volume_size: 20 }] },
      ["root_block_device.encrypted"],
    ],
    [
      "user data that replaces the instance",
      "aws_instance",
      { user_data: "a", user_data_replace_on_change: true },
      { user_data: "b", user_data_replace_on_change: true },
      ["user_data"],
    ],
    [
      "the rule order of a firewall policy",
      "aws_networkfirewall_firewall_policy",
      orderOf("STRICT_ORDER"),
      orderOf(),
      ["firewall_policy.stateful_engine_options.rule_order"],
    ],
    [
      "the kind of the source of a security group rule",
      "aws_vpc_security_group_ingress_rule",
      { ...group, cidr_ipv4: "10.0.0.0/8" },
      { ...group, prefix_list_id: "pl-1" },
      ["cidr_ipv4", "prefix_list_id"],
    ],
    ["a smaller volume", "aws_sagemaker_notebook_instance", { volume_size: 20 }, { volume_size: 10 }, ["volume_size"]],
    [
      "a subnet's pool of IPAM",
      "aws_subnet",
      { ipv4_ipam_pool_id: "a" },
      { ipv4_ipam_pool_id: "b" },
      ["ipv4_ipam_pool_id"],
    ],
    ["a number of launch templates", "aws_instance", {}, { launch_template: [{ version: "1" }] }, ["launch_template"]],
  ])("Terraform replaces a resource because of %s.", (_what, type, before, after, forcedBy) => {
    expect(changeOf(typed(type, before), typed(type, after))).toMatchObject({ kind: "replace", forcedBy });
  });

  test.each([
    [
      "a larger root volume",
      "aws_instance",
      { root_block_device: [{ volume_size: 10 }] },
      { root_block_device: [{ volume_size: 20 }] },
    ],
    ["user data", "aws_instance", { user_data: "a" }, { user_data: "b" }],
    ["a size of the same family", "aws_instance", { instance_type: "t3.micro" }, { instance_type: "t3.small" }],
    [
      "another CIDR block of a security group rule",
      "aws_vpc_security_group_ingress_rule",
      { ...group, cidr_ipv4: "10.0.0.0/8" },
      { ...group, cidr_ipv4: "10.1.0.0/16" },
    ],
    [
      "a rule order that is written out",
      "aws_networkfirewall_firewall_policy",
      orderOf(),
      orderOf("DEFAULT_ACTION_ORDER"),
    ],
    ["a parameter that becomes an advanced one", "aws_ssm_parameter", { tier: "Standard" }, { tier: "Advanced" }],
  ])("Terraform updates a resource in place for %s.", (_what, type, before, after) => {
    const change = changeOf(typed(type, before), typed(type, after));

    expect(change).toMatchObject({ kind: "edit" });
    expect(change?.mayForce).toBeUndefined();
  });

  test.each([
    [
      "another family of instance types",
      "aws_instance",
      { instance_type: "t3.micro" },
      { instance_type: "t4g.micro" },
      "instance_type",
    ],
    ["the subnets of a load balancer", "aws_lb", { subnets: ["a", "b"] }, { subnets: ["a", "c"] }, "subnets"],
  ])("Only a plan shows whether %s replace the resource.", (_what, type, before, after, argument) => {
    expect(changeOf(typed(type, before), typed(type, after))).toMatchObject({ kind: "edit", mayForce: [argument] });
  });

  test("A domain with another number of subnets is replaced, because each subnet has an ID of its own.", () => {
    const subnets = (...names: readonly string[]) =>
      typed("aws_sagemaker_domain", { subnet_ids: names.map((name) => `\${aws_subnet.${name}.id}`) });

    expect(changeOf(subnets("a"), subnets("a", "b"))).toMatchObject({ kind: "replace", forcedBy: ["subnet_ids"] });
    expect(changeOf(subnets("a"), subnets("b"))).toMatchObject({ kind: "edit", mayForce: ["subnet_ids"] });
  });

  test("Another Region of the provider replaces what has no Region of its own, and nothing global.", () => {
    const [before, after] = ["eu-west-1", "eu-west-2"].map((region) =>
      readConfiguration(
        {
          provider: { aws: [{ region }] },
          resource: {
            aws_vpc: { moved: { cidr_block: earlierCidr }, bound: { cidr_block: earlierCidr, region: "eu-west-1" } },
            aws_iam_role: { global: { name: "a" } },
          },
        },
        "cdk.tf.json",
      ),
    );

    expect(replacedIn(changesBetween(before as TerraformConfiguration, after as TerraformConfiguration))).toEqual([
      "aws_vpc.moved",
    ]);
  });

  test("A change that lifecycle ignores replaces nothing.", () => {
    const ignoring = { lifecycle: { ignore_changes: ["cidr_block"] } };

    const change = changeOf(vpc({ cidr_block: earlierCidr, ...ignoring }), vpc({ cidr_block: laterCidr, ...ignoring }));

    expect(change).not.toMatchObject({ kind: "replace" });
  });

  test.each([
    ["an argument that is set for the first time", {}, { cidr_block: laterCidr }],
    ["an argument that is not set any more", { cidr_block: earlierCidr }, {}],
    ["an expression", { cidr_block: earlierCidr }, { cidr_block: "${var.cidr}" }],
    ["another reference", { cidr_block: "${aws_vpc.other.cidr_block}" }, { cidr_block: "${aws_vpc.third.cidr_block}" }],
  ])("Only a plan shows whether %s forces a replacement.", (_what, before, after) => {
    expect(changeOf(vpc(before), vpc(after))).toMatchObject({ kind: "edit", mayForce: ["cidr_block"] });
  });

  test.each([
    ["a-${var.x}-b", "a-${var.x}-c", "replace"],
    ["a-${var.x}", "b", "replace"],
    ["a-${var.x}", "a-b", "edit"],
    ["a-${var.x}", "a-b${var.x}", "replace"],
    ["a-${var.x}", "${var.y}-b", "edit"],
    ["${var.x}-b", "x-${var.y}-c", "replace"],
  ])(
    "A name that changes from %s to %s is said to be another one where no value of the variables makes it the same: %s.",
    (before, after, kind) => {
      const bucket = (name: string) => ({ aws_s3_bucket: { data: { bucket: name } } });

      expect(changeOf(bucket(before), bucket(after))).toMatchObject({ kind });
    },
  );

  test("The order of a list of IDs forces no replacement.", () => {
    const domain = (...subnets: readonly string[]) => ({ aws_sagemaker_domain: { studio: { subnet_ids: subnets } } });

    expect(changeOf(domain("subnet-1", "subnet-2"), domain("subnet-2", "subnet-1"))).toMatchObject({ kind: "edit" });
    expect(changeOf(domain("subnet-1"), domain("subnet-1", "subnet-2"))).toMatchObject({ kind: "replace" });
  });

  test.each([
    ["a reference to its ID", "${aws_vpc.main.id}", true],
    ["an expression over its ID", '${element([aws_vpc.main.id, "x"], 0)}', true],
    ["a data source that looks it up", "${data.aws_vpc.found.id}", true],
    ["an argument of it that stays", "${aws_vpc.main.instance_tenancy}", false],
    ["a text", "vpc-1", false],
  ])("A subnet whose VPC is %s is replaced with the VPC exactly if the value changes.", (_what, id, isReplaced) => {
    const stack = (cidr: string): TerraformConfiguration =>
      readConfiguration(
        {
          resource: {
            aws_vpc: { main: { cidr_block: cidr, instance_tenancy: "default" } },
            aws_subnet: { a: { vpc_id: id } },
          },
          data: { aws_vpc: { found: { id: "${aws_vpc.main.id}" } } },
        },
        "cdk.tf.json",
      );

    const replaced = replacedIn(changesBetween(stack(earlierCidr), stack(laterCidr)));

    expect(replaced).toEqual([...(isReplaced ? ["aws_subnet.a"] : []), "aws_vpc.main"]);
  });

  test.each(["a", "a]", "[a]", "a[0]b"])("A reference to instances is found where a key is %s.", (key) => {
    const stack = (cidr: string) =>
      configurationOf({
        aws_vpc: { main: { for_each: { [key]: cidr }, cidr_block: "${each.value}" } },
        aws_subnet: {
          by_key: { vpc_id: `\${element([aws_vpc.main["${key}"].id, var.other], 0)}` },
          by_value: { vpc_id: "${element(concat(values(aws_vpc.main)[*].id, [var.other]), 0)}" },
          by_open_key: { vpc_id: "${aws_vpc.main[var.key].id}" },
        },
      });

    expect(replacedIn(changesBetween(stack(earlierCidr), stack(laterCidr)))).toEqual([
      "aws_subnet.by_key",
      "aws_subnet.by_open_key",
      "aws_subnet.by_value",
      `aws_vpc.main["${key}"]`,
    ]);
  });

  test("What a replacement triggers is replaced.", () => {
    const stack = (cidr: string) =>
      configurationOf({
        ...vpc({ cidr_block: cidr }),
        terraform_data: { x: { lifecycle: { replace_triggered_by: ["aws_vpc.main"] } } },
      });

    expect(replacedIn(changesBetween(stack(earlierCidr), stack(laterCidr)))).toEqual([
      "aws_vpc.main",
      "terraform_data.x",
    ]);
  });
});
