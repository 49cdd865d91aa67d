import { domainVpcOnly } from "../../../../verify/claims/operations/domain-vpc-only";
import type { Json, JsonObject } from "../../../../verify/terraform/terraform-configuration";
import { claimSubjectWith } from "../../fixtures/claim-subject";

const settings: JsonObject = { security_groups: ["${aws_security_group.studio.id}"] };

const domain: JsonObject = {
  app_network_access_type: "VpcOnly",
  vpc_id: "${aws_vpc.main.id}",
  subnet_ids: ["${aws_subnet.studio.id}"],
  default_user_settings: settings,
  default_space_settings: settings,
};

function verdictOver(change: JsonObject, more: JsonObject = {}) {
  return domainVpcOnly.decide(
    claimSubjectWith({
      aws_vpc: { main: {}, other: {} },
      aws_subnet: { studio: { vpc_id: "${aws_vpc.main.id}" }, foreign: { vpc_id: "${aws_vpc.other.id}" } },
      aws_security_group: { studio: { vpc_id: "${aws_vpc.main.id}" } },
      aws_sagemaker_domain: { studio: { ...domain, ...change } },
      ...more,
    }),
  );
}

test("a VpcOnly domain with groups for private and shared spaces is proved", () => {
  expect(verdictOver({}).kind).toBe("proved");
});

test.each<[string, JsonObject, string]>([
  ["the public mode", { app_network_access_type: "PublicInternetOnly" }, "violated"],
  ["no mode, which is the public one", { app_network_access_type: null }, "violated"],
  ["a mode that a variable decides", { app_network_access_type: "${var.mode}" }, "undecided"],
  ["a subnet of another VPC", { subnet_ids: ["${aws_subnet.foreign.id}"] }, "violated"],
  ["a subnet that is not in the configuration", { subnet_ids: ["subnet-0123"] }, "undecided"],
  ["a VPC that is not in the configuration", { vpc_id: "vpc-0123" }, "undecided"],
  ["no group for shared spaces", { default_space_settings: {} }, "violated"],
  ["no group for private spaces", { default_user_settings: { security_groups: [] } }, "violated"],
  [
    "a group that is not in the configuration",
    { default_user_settings: { security_groups: ["sg-0123"] } },
    "undecided",
  ],
])("a domain with %s is not", (_, change, kind) => {
  expect(verdictOver(change).kind).toBe(kind);
});

test("a notebook instance with direct internet access is violated", () => {
  const more = { aws_sagemaker_notebook_instance: { old: { subnet_id: "${aws_subnet.studio.id}" } } };

  const verdict = verdictOver({}, more);

  expect(verdict).toMatchObject({
    kind: "violated",
    evidence: [{ addresses: ["aws_sagemaker_notebook_instance.old"] }],
  });
});

const subnet_id = "${aws_subnet.studio.id}";

test.each<[string, Record<string, Json>, string]>([
  [
    "in a subnet and group of the configuration",
    { subnet_id, security_groups: ["${aws_security_group.g.id}"] },
    "proved",
  ],
  ["without a subnet", { security_groups: ["${aws_security_group.g.id}"] }, "violated"],
  ["without a security group", { subnet_id }, "violated"],
  [
    "in a subnet that only an ID names",
    { subnet_id: "subnet-1", security_groups: ["${aws_security_group.g.id}"] },
    "undecided",
  ],
  ["with a security group that only an ID names", { subnet_id, security_groups: ["sg-1"] }, "undecided"],
])("a notebook instance %s is judged", (_, values, kind) => {
  const subject = claimSubjectWith({
    aws_vpc: { main: {} },
    aws_subnet: { studio: { vpc_id: "${aws_vpc.main.id}" } },
    aws_security_group: { g: { vpc_id: "${aws_vpc.main.id}" } },
    aws_sagemaker_notebook_instance: { n: { direct_internet_access: "Disabled", ...values } },
  });

  expect(domainVpcOnly.decide(subject).kind).toBe(kind);
});

test("a configuration without a domain and without notebook instances has nothing to check", () => {
  expect(domainVpcOnly.decide(claimSubjectWith({})).kind).toBe("notApplicable");
});
