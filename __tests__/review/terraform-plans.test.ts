import { type BeforeAndAfter, beforeAndAfterOfPlan } from "../../review/before-and-after";
import { review } from "../../review/review";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { synthesizedText } from "../fixtures/synthesized";
import type { MutableTerraformJson } from "../rehearsal/fixtures/mutable-terraform-json";
import { describeWithTerraform } from "../rehearsal/fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed, type TestWorkingCopy } from "../rehearsal/fixtures/terraform-test-bed";
import { argumentsAt, blockAt, editPolicy, type MutableStack, type StackEdit } from "../verify/fixtures/mutant";
import { differenceLines } from "./fixtures/changed-stack";

const MINUTE_MS = 60_000;

/** The resources that the edits below change, and a bucket policy. Fewer resources make the test faster. */
const includedAddresses = [
  ...["aws_networkfirewall_firewall.egress_firewall_firewall", "aws_vpc_endpoint.endpoints_sts"],
  ...["aws_sagemaker_user_profile.studio_profile_data_scientist", "aws_s3_bucket_policy.locked_buckets_data_policy"],
  ...["aws_route53_resolver_firewall_rule_group_association.dns_firewall_vpc"],
  ...["aws_route53_resolver_firewall_rule.dns_firewall_allow_external"],
];

/** A part of the staging stack with local state and with the rehearsal role as deployer, after an edit. */
function staging(edit: StackEdit = () => {}): MutableTerraformJson {
  const text = synthesizedText("staging").replaceAll("role/studio-perimeter-staging-apply", "role/rehearsal");
  const stack = JSON.parse(text);
  edit(stack);
  const { required_providers } = stack.terraform;
  const { perimeter_posture } = stack.output;
  return {
    ...stack,
    terraform: { required_providers },
    output: { perimeter_posture },
    resource: partOf(stack, includedAddresses),
  };
}

/** The resources at these addresses, and all resources that they reference. */
function partOf({ resource }: MutableStack, addresses: readonly string[]): MutableTerraformJson["resource"] {
  const kept: MutableTerraformJson["resource"] = {};
  const keep = (address: string): void => {
    const [type = "", name = ""] = address.split(".");
    const values = resource[type]?.[name];
    if (values !== undefined && kept[type]?.[name] === undefined) {
      kept[type] = { ...kept[type], [name]: values };
      JSON.stringify(values)
        .match(/aws_\w+\.\w+/g)
        ?.forEach(keep);
    }
  };
  addresses.forEach(keep);
  return kept;
}

const list = "aws_route53_resolver_firewall_domain_list.dns_firewall_external_names";
const group = "aws_networkfirewall_rule_group.egress_firewall_policy_allow_list";

/** An additional allowed domain, an endpoint policy that allows everybody, and a new domain name, which forces a replacement. */
const changed = staging((stack) => {
  const source = blockAt(stack, group, "rule_group", "rules_source");
  const rules = String(source.rules_string);
  const [first = ""] = rules.split("\n");
  source.rules_string = `${first.replaceAll("codeload.github.com", "pypi.org").replace(/sid:\d+/, "sid:7")}\n${rules}`;
  argumentsAt(stack, list).domains = [...(argumentsAt(stack, list).domains as string[]), "pypi.org"];
  editPolicy(stack, "aws_vpc_endpoint.endpoints_sts", (statements) => [
    ...statements,
    { Sid: "Anybody", Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Resource: "*" },
  ]);
  argumentsAt(stack, "aws_sagemaker_domain.studio_domain").domain_name = "another";
});

function valuesOf(configuration: TerraformConfiguration | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries((configuration?.resources ?? []).map(({ address, values }) => [address, values]));
}

describeWithTerraform("a review of plans that Terraform made", () => {
  let testBed: TerraformTestBed;
  let workingCopy: TestWorkingCopy;

  const planned = async (stack: MutableTerraformJson): Promise<BeforeAndAfter> => {
    await workingCopy.write(stack);
    const { code, stderr } = await workingCopy.run("plan", "-input=false", "-refresh=false", "-out=plan.bin");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { stdout } = await workingCopy.run("show", "-json", "plan.bin");
    return beforeAndAfterOfPlan({ json: JSON.parse(stdout), name: "plan.json" });
  };

  beforeAll(async () => {
    testBed = await startTestBed([staging()]);
    workingCopy = await testBed.openWorkingCopy("review");
  }, MINUTE_MS);

  afterAll(() => testBed.close());

  test(
    "A review of real Terraform plans distinguishes a created perimeter, an unchanged one, and one that opens and loses.",
    async () => {
      const first = await planned(staging());
      const applied = await workingCopy.run("apply", "-input=false", "plan.bin");
      const again = await planned(staging());
      const next = review(await planned(changed), { name: "staging", file: "plan.json" });

      expect(applied.code).toBe(0);
      expect([first.before, first.changes.every(({ kind }) => kind === "create")]).toEqual([undefined, true]);
      expect(again.changes).toEqual([]);
      expect(valuesOf(again.before)).toEqual(valuesOf(again.after));
      expect(differenceLines(next.differences)).toEqual(
        expect.arrayContaining([
          "opens: Studio can now reach pypi.org on port 443",
          expect.stringMatching(/^opens: endpoint-policy-bounds-both-sides was proved and is now violated: /),
          expect.stringMatching(
            /^opens: Through aws_vpc_endpoint\.endpoints_sts, a principal of another account, an anonymous caller and any other AWS service on behalf of any account can now call sts:AssumeRole on .* \(statement "Anybody" in aws_vpc_endpoint\.endpoints_sts\)$/,
          ),
          "loses: aws_sagemaker_domain.studio_domain is replaced because of changes to domain_name: all home directories are deleted",
          expect.stringMatching(
            /^loses: aws_sagemaker_user_profile\.studio_profile_data_scientist is replaced because of changes to domain_id: /,
          ),
        ]),
      );
      expect(next.differences.filter(({ severity }) => !["opens", "loses", "stands"].includes(severity))).toEqual([]);
    },
    2 * MINUTE_MS,
  );
});
