import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsIamSessionContext } from "@cdktf/provider-aws/lib/data-aws-iam-session-context";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { NetworkfirewallFirewall } from "@cdktf/provider-aws/lib/networkfirewall-firewall";
import { Route53ResolverFirewallConfig } from "@cdktf/provider-aws/lib/route53-resolver-firewall-config";
import { Route53ResolverFirewallRule } from "@cdktf/provider-aws/lib/route53-resolver-firewall-rule";
import { Route53ResolverFirewallRuleGroupAssociation } from "@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group-association";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SagemakerDomain } from "@cdktf/provider-aws/lib/sagemaker-domain";
import { ServicecatalogPortfolio } from "@cdktf/provider-aws/lib/servicecatalog-portfolio";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Testing } from "cdktf";
import type {} from "cdktf/lib/testing/adapters/jest";
import type { Environment } from "../../envs/schema/environment";
import { parseEnvironments } from "../../envs/validation/parse-environments";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { synthesize } from "../../stacks/synthesize";
import { TODAY } from "../envs/fixtures/sample-environment";
import { environments } from "../fixtures/environments";
import { testingApp } from "../fixtures/testing-app";
import { describeWithTerraform } from "../rehearsal/fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed } from "../rehearsal/fixtures/terraform-test-bed";

Testing.setupJest();

const parsed = parseEnvironments(environments, TODAY);
if (parsed.kind === "invalid") {
  throw new Error(parsed.issues.join("\n"));
}
const environmentList = parsed.environments;

function environmentNamed(name: string): Environment {
  const found = environmentList.find((environment) => environment.name === name);
  if (found === undefined) {
    throw new Error(`environment ${name}: not in the fixtures`);
  }
  return found;
}

/** Terraform JSON of one environment, with cdktf's validations on. */
function synthesizedStack(name: string): string {
  return Testing.synth(new PerimeterStack(testingApp(), name, { environment: environmentNamed(name) }), true);
}

const dev = synthesizedStack("dev");
const staging = synthesizedStack("staging");
const prod = synthesizedStack("prod");
const stacks = [
  ["dev", dev],
  ["staging", staging],
  ["prod", prod],
] as const;

describe.each(stacks)("every environment promises: %s", (name, stack) => {
  test(`the Studio domain of ${name} has network access type VpcOnly and no Docker`, () => {
    expect(stack).toHaveResourceWithProperties(SagemakerDomain, {
      app_network_access_type: "VpcOnly",
      domain_settings: {
        docker_settings: { enable_docker_access: "DISABLED" },
        execution_role_identity_config: "USER_PROFILE_NAME",
      },
    });
  });

  test(`the DNS firewall of ${name} blocks every domain that is not listed and fails closed`, () => {
    expect(stack).toHaveResourceWithProperties(Route53ResolverFirewallRule, {
      priority: 200,
      action: "BLOCK",
      block_response: "NXDOMAIN",
    });
    expect(stack).toHaveResourceWithProperties(Route53ResolverFirewallConfig, { firewall_fail_open: "DISABLED" });
  });

  test(`SageMaker's API and Studio have interface endpoints with private DNS in ${name}`, () => {
    for (const service_name of [
      "com.amazonaws.${data.aws_region.account_region.region}.sagemaker.api",
      "aws.sagemaker.${data.aws_region.account_region.region}.studio",
    ]) {
      expect(stack).toHaveResourceWithProperties(VpcEndpoint, {
        service_name,
        vpc_endpoint_type: "Interface",
        private_dns_enabled: true,
      });
    }
  });

  test(`${name} reads account and caller from the provider, so it contains no account id`, () => {
    expect(stack).toHaveDataSource(DataAwsCallerIdentity);
    expect(stack).toHaveDataSourceWithProperties(DataAwsIamSessionContext, {
      arn: "${data.aws_caller_identity.account_caller.arn}",
    });
  });
});

test("dev has no internet gateway, no NAT gateway, no firewall and no self-service", () => {
  for (const type of [InternetGateway, NatGateway, NetworkfirewallFirewall, ServicecatalogPortfolio]) {
    expect(dev).not.toHaveResource(type);
  }
});

test.each([
  ["staging", staging, false],
  ["prod", prod, true],
] as const)("%s reaches the internet only through Network Firewall and NAT gateways", (_name, stack, protections) => {
  expect(stack).toHaveResource(NatGateway);
  expect(stack).toHaveResourceWithProperties(NetworkfirewallFirewall, {
    delete_protection: protections,
    subnet_change_protection: protections,
    firewall_policy_change_protection: protections,
  });
});

test.each([
  ["dev", dev, "10.10.0.0/16", 30],
  ["staging", staging, "10.20.0.0/16", 90],
  ["prod", prod, "10.30.0.0/16", 400],
] as const)(
  "the VPC of %s has its own CIDR block and its logs have the environment's retention",
  (_name, stack, cidr, days) => {
    expect(stack).toHaveResourceWithProperties(Vpc, { cidr_block: cidr, enable_dns_support: true });
    expect(stack).toHaveResourceWithProperties(CloudwatchLogGroup, {
      retention_in_days: days,
      kms_key_id: "${aws_kms_key.logs_key_cmk.arn}",
    });
  },
);

test("prod refuses to destroy its buckets, keeps home directories and protects its DNS firewall", () => {
  expect(prod).toHaveResourceWithProperties(S3Bucket, { force_destroy: false, lifecycle: { prevent_destroy: true } });
  expect(prod).toHaveResourceWithProperties(SagemakerDomain, {
    retention_policy: { home_efs_file_system: "Retain" },
    lifecycle: {
      ignore_changes: ["default_user_settings", "default_space_settings", "domain_settings"],
      prevent_destroy: true,
    },
  });
  expect(prod).toHaveResourceWithProperties(Route53ResolverFirewallRuleGroupAssociation, {
    mutation_protection: "ENABLED",
  });
});

test.each([
  ["staging", staging],
  ["prod", prod],
] as const)("%s offers self-service products in Service Catalog", (name, stack) => {
  expect(stack).toHaveResourceWithProperties(ServicecatalogPortfolio, { name: `studio-perimeter-${name}` });
});

describeWithTerraform("environment stacks with Terraform and the rehearsal's provider", () => {
  const PATIENCE_MS = 180_000;
  const variables = { ...process.env };
  const folder = mkdtempSync(join(tmpdir(), "promises-"));
  let testBed: TerraformTestBed;

  beforeAll(async () => {
    testBed = await startTestBed(stacks.map(([, stack]) => JSON.parse(stack)));
    process.env.TF_REATTACH_PROVIDERS = await testBed.providerProcess.openAccount("promises");
    process.env.CHECKPOINT_DISABLE = "1";
    delete process.env.TF_CLI_CONFIG_FILE;
  }, PATIENCE_MS);

  afterAll(async () => {
    process.env = variables;
    await testBed.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test(
    "the stacks of dev, staging and prod are valid Terraform",
    () => {
      synthesize({ environments: environmentList, outdir: folder });
      expect(folder).toBeValidTerraform();
    },
    PATIENCE_MS,
  );
});
