import { hclFile, hclValue } from "../../../stacks/module/hcl/write-hcl";
import { type ModuleFiles, moduleFiles } from "../../../stacks/module/module-files";
import { probeEnvironment } from "../../../stacks/module/module-probe";
import { postureSource } from "../../../stacks/module/source/module-source";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed } from "../../rehearsal/fixtures/terraform-test-bed";
import { ownEndpoint } from "./fixtures/input-cases";
import { moduleText } from "./fixtures/module-text";
import { PATIENCE_MS, play, type UpgradePlan, verdictsOf, writeFiles } from "./fixtures/played-module";

describeWithTerraform("the options of a module, to real Terraform,", () => {
  const source = postureSource("isolated", "unprotected");
  const texts = { version: "1.0.0", license: "" };
  let files: ModuleFiles;
  let bed: TerraformTestBed;

  beforeAll(async () => {
    files = moduleFiles(source, texts);
    bed = await startTestBed([JSON.parse(moduleText(files, "main.tf.json"))]);
  }, PATIENCE_MS);

  afterAll(() => bed.close(), PATIENCE_MS);

  test(
    "a state of the version before options keeps every resource; capabilities are taken from it, and endpoints and user access added to it",
    async () => {
      const probe = probeEnvironment("isolated", "unprotected");
      const fixed = { ...probe, endpoints: { ...probe.endpoints, own: [] } };
      const before = moduleFiles({ ...source, probe: fixed, options: [] }, texts);
      const copy = await bed.openWorkingCopy("options");
      await copy.keepStateInMemory();
      const use = (used: ModuleFiles, values: object): void => {
        const root = moduleText(used, "examples/minimal/main.tf").replace('"../.."', '"./m"');
        const own = hclFile([
          { header: "", arguments: Object.entries(values).map(([name, value]) => [name, hclValue(value)]) },
        ]);
        const main = root.replace('"./m"\n', `"./m"\n${own.split("\n").slice(1, -2).join("\n")}\n`);
        writeFiles(
          copy.directory,
          new Map([["main.tf", main], ...[...used].map(([path, text]) => [`m/${path}`, text] as const)]),
        );
      };
      const plannedWith = async (name: string): Promise<UpgradePlan> => {
        expect(await play(copy, `plan -out=${name}`)).toBe("");
        return JSON.parse((await copy.run("show", "-json", name)).stdout);
      };
      const changesOf = ({ resource_changes: changes }: UpgradePlan): readonly string[] =>
        changes
          .filter(({ change }) => String(change.actions) !== "no-op")
          .map(({ address, change }) => `${change.actions} ${address.replace("module.perimeter.", "")}`);

      use(before, {});
      expect(await play(copy, "init", "apply -auto-approve")).toBe("");
      use(files, {});
      const upgrade = await plannedWith("upgrade");
      expect(await play(copy, "apply upgrade")).toBe("");
      use(files, {
        capabilities: ["experiments", "feature_store"],
        endpoint_services: ["athena"],
        own_endpoints: [ownEndpoint],
        user_profiles: [{ name: "ana" }],
        self_service: "roles",
        end_user_roles: ["role/people/scientist", "role/people/analyst"],
        url_vpc_ids: ["vpc-0123456789abcdef0"],
        attachment: "transit_gateway",
        attachment_id: "tgw-0123456789abcdef0",
        corporate_cidrs: ["10.100.0.0/16", "10.101.0.0/16"],
        resolver_inbound: true,
      });
      const options = await plannedWith("options");
      expect(await play(copy, "apply options")).toBe("");
      const shown = (await copy.run("show", "-json")).stdout;
      const destroyed = await copy.run("destroy", "-auto-approve");

      expect(changesOf(upgrade)).toEqual([]);
      expect(upgrade.resource_changes.flatMap(({ previous_address: previous = [] }) => previous)).toEqual(
        ["capabilities", "tracking"]
          .flatMap((policy) => [
            `module.perimeter.aws_iam_policy.permissions_${policy}`,
            `module.perimeter.aws_iam_role_policy_attachment.permissions_${policy}_attachment`,
          ])
          .toSorted(),
      );
      expect(changesOf(options).filter((change) => !change.startsWith("create "))).toEqual([
        "update aws_default_network_acl.network_default_acl",
        "delete aws_iam_policy.permissions_capabilities[0]",
        "update aws_iam_policy.permissions_denials",
        "update aws_iam_policy.permissions_tracking[0]",
        "delete aws_iam_role_policy_attachment.permissions_capabilities_attachment[0]",
        "update aws_iam_role_policy_attachments_exclusive.permissions_only_these",
        "update aws_route53_resolver_firewall_domain_list.dns_firewall_allowed_names",
        "update aws_s3_bucket_policy.locked_buckets_access_logs_policy",
        "update aws_vpc_endpoint.endpoints_sagemaker_api",
        "update aws_vpc_endpoint.endpoints_sts",
        "update aws_vpc_endpoint.endpoints_studio",
      ]);
      expect(changesOf(options)).toEqual(
        expect.arrayContaining([
          "create aws_lambda_function.access_self_service_url_handler[0]",
          'create aws_route.access_corporate_endpoint_b_to["10.101.0.0/16"]',
          'create aws_security_group.own_endpoints_group_to["git"]',
          'create aws_servicecatalog_principal_portfolio_association.access_self_service_products_launcher["role/people/analyst"]',
          "create aws_vpc_endpoint.endpoints_athena[0]",
          "create aws_vpc_endpoint.endpoints_sagemaker_featurestore_runtime[0]",
          "create aws_vpc_endpoint.endpoints_servicecatalog[0]",
          'create aws_vpc_endpoint.own_endpoints_to["git"]',
          'create aws_vpc_security_group_egress_rule.own_endpoints_out["git 22"]',
          'create aws_vpc_security_group_ingress_rule.own_endpoints_in["git 22"]',
        ]),
      );
      expect(new Set(Object.values(verdictsOf(JSON.parse(shown))))).toEqual(new Set(["proved", "notApplicable"]));
      expect(destroyed).toMatchObject({ code: 0, stderr: "" });
    },
    PATIENCE_MS,
  );
});
