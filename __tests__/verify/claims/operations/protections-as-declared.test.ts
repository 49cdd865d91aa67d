import { protectionsAsDeclared } from "../../../../verify/claims/operations/protections-as-declared";
import type { JsonObject } from "../../../../verify/terraform/terraform-configuration";
import { claimSubjectWith } from "../../fixtures/claim-subject";

const kept = { prevent_destroy: true };

const protectedStack: Readonly<Record<string, JsonObject>> = {
  aws_networkfirewall_firewall: {
    main: { delete_protection: true, subnet_change_protection: true, firewall_policy_change_protection: true },
  },
  aws_route53_resolver_firewall_rule_group_association: { main: { mutation_protection: "ENABLED" } },
  aws_s3_bucket: { data: { force_destroy: false, lifecycle: kept } },
  aws_kms_key: { data: { deletion_window_in_days: 30, lifecycle: kept } },
  aws_sagemaker_domain: { studio: { retention_policy: { home_efs_file_system: "Retain" }, lifecycle: kept } },
};

function verdictOver(change: Readonly<Record<string, JsonObject>>, protections: boolean) {
  return protectionsAsDeclared.decide(claimSubjectWith({ ...protectedStack, ...change }, { protections }));
}

test("a stack that declares protections and has them all is proved", () => {
  expect(verdictOver({}, true).kind).toBe("proved");
});

test.each<[string, Readonly<Record<string, JsonObject>>]>([
  [
    "delete_protection of the firewall",
    {
      aws_networkfirewall_firewall: {
        main: { ...(protectedStack.aws_networkfirewall_firewall?.main as JsonObject), delete_protection: false },
      },
    },
  ],
  ["mutation_protection of the DNS rules", { aws_route53_resolver_firewall_rule_group_association: { main: {} } }],
  ["a bucket that is emptied on destroy", { aws_s3_bucket: { data: { force_destroy: true, lifecycle: kept } } }],
  ["prevent_destroy of a bucket", { aws_s3_bucket: { data: {} } }],
  ["a key's window of a week", { aws_kms_key: { data: { deletion_window_in_days: 7, lifecycle: kept } } }],
  [
    "home directories that go with the domain",
    { aws_sagemaker_domain: { studio: { lifecycle: kept, retention_policy: { home_efs_file_system: "Delete" } } } },
  ],
])("%s breaks the declaration", (_, change) => {
  expect(verdictOver(change, true).kind).toBe("violated");
});

test("a stack that declares no protections is violated by protections that stop a destroy", () => {
  const verdict = verdictOver({}, false);

  expect(verdict.kind).toBe("violated");
  expect(verdict.evidence.map(({ addresses }) => addresses[0])).not.toContain("force_destroy");
});

test("a plan does not contain prevent_destroy, so the evidence says so and the other protections decide", () => {
  const subject = claimSubjectWith(
    { ...protectedStack, aws_s3_bucket: { data: { force_destroy: false } } },
    { protections: true },
  );
  const plan = { ...subject, configuration: { ...subject.configuration, form: "plan" as const } };

  const verdict = protectionsAsDeclared.decide(plan);

  expect(verdict.kind).toBe("proved");
  expect(verdict.evidence.map(({ text }) => text)).toContain(
    "prevent_destroy is not part of a plan, so it is not checked",
  );
});
