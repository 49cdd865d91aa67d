import { synthesizedJson } from "../fixtures/synthesized";

/** The values of one resource, or an empty object. */
function values(environment: string, type: string, name: string): Readonly<Record<string, unknown>> {
  return synthesizedJson(environment).resource[type]?.[name] ?? {};
}

function count(environment: string, type: string): number {
  return Object.keys(synthesizedJson(environment).resource[type] ?? {}).length;
}

test.each([
  ["dev", 2, 0],
  ["staging", 1, 1],
  ["prod", 3, 3],
])("%s spans %i zones, with %i NAT gateways", (environment, zones, natGateways) => {
  const studioSubnets = Object.keys(synthesizedJson(environment).resource.aws_subnet ?? {}).filter((name) =>
    name.startsWith("network_studio_"),
  );

  expect(studioSubnets).toHaveLength(zones);
  expect(count(environment, "aws_nat_gateway")).toBe(natGateways);
  expect(count(environment, "aws_eip")).toBe(natGateways);
});

test.each([
  ["dev", "10.10.0.0/16", 30],
  ["staging", "10.20.0.0/16", 90],
  ["prod", "10.30.0.0/16", 400],
])("%s has %s and keeps every log for %i days", (environment, cidrBlock, days) => {
  const groups = Object.values(synthesizedJson(environment).resource.aws_cloudwatch_log_group ?? {});

  expect(values(environment, "aws_vpc", "network_vpc").cidr_block).toBe(cidrBlock);
  expect(groups.length).toBeGreaterThan(0);
  expect(groups.map((group) => group.retention_in_days)).toEqual(groups.map(() => days));
});

describe.each([
  ["staging", false],
  ["prod", true],
])("%s", (environment, on) => {
  test(`the firewall's three protections are ${on ? "on" : "off"}, and say so`, () => {
    expect(values(environment, "aws_networkfirewall_firewall", "egress_firewall_firewall")).toMatchObject({
      delete_protection: on,
      subnet_change_protection: on,
      firewall_policy_change_protection: on,
    });
  });

  test(`the data bucket ${on ? "cannot" : "can"} be destroyed with what it holds`, () => {
    const bucket = values(environment, "aws_s3_bucket", "locked_buckets_data");

    expect(bucket.force_destroy).toBe(!on);
    expect(bucket.lifecycle).toEqual({ prevent_destroy: on });
  });

  test(`home directories are ${on ? "retained" : "deleted"} with the domain`, () => {
    const domain = values(environment, "aws_sagemaker_domain", "studio_domain");

    expect(domain.retention_policy).toEqual({ home_efs_file_system: on ? "Retain" : "Delete" });
    expect(domain.lifecycle).toMatchObject({ prevent_destroy: on });
  });
});

test("every environment has two sample users with profiles of their own", () => {
  for (const environment of ["dev", "staging", "prod"]) {
    expect(Object.keys(synthesizedJson(environment).resource.aws_sagemaker_user_profile ?? {}).sort()).toEqual([
      "studio_profile_data_scientist",
      "studio_profile_ml_engineer",
    ]);
  }
});

test.each(["staging", "prod"])("%s allows egress to five exact hosts and nothing else", (environment) => {
  const group = values(environment, "aws_networkfirewall_rule_group", "egress_firewall_policy_allow_list");
  const passes = JSON.stringify(group)
    .split("\\n")
    .filter((rule) => rule.includes("pass "));
  const passed = passes.map((rule) => /msg:\\+"allowed (\S+) on 443/.exec(rule)?.[1]);

  expect(passed.sort()).toEqual([
    "codeload.github.com",
    "github.com",
    "huggingface.co",
    "release-assets.githubusercontent.com",
    "www.kaggle.com",
  ]);
});

test.each(["dev", "staging", "prod"])(
  "%s names no partition, region or account in an ARN or a service name",
  (name) => {
    const text = JSON.stringify(synthesizedJson(name).resource);
    const arns = [...text.matchAll(/arn:([^:"]*):([^:"]*):([^:"]*):([^:"]*):/g)].map((match) => match[0]);
    const literal = arns.filter((arn) => !arn.startsWith("arn:${data.aws_partition.account_partition.partition}:"));
    const regional = [...text.matchAll(/com\.amazonaws\.([a-z]{2}-[a-z]+-\d)/g)].map((match) => match[0]);

    expect(arns.length).toBeGreaterThan(50);
    expect(literal).toEqual([]);
    expect(regional).toEqual([]);
  },
);

test.each(["dev", "staging", "prod"])("%s resolves the CNAME targets of bucket names", (environment) => {
  const { domains } = values(environment, "aws_route53_resolver_firewall_domain_list", "dns_firewall_allowed_names");
  const region = "${data.aws_region.account_region.region}";

  expect(domains).toEqual(expect.arrayContaining([`*.s3.${region}.amazonaws.com.`, `s3-r-w.${region}.amazonaws.com.`]));
});
