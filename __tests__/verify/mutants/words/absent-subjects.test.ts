import { claims } from "../../../../verify/claims";
import type { Posture } from "../../../../verify/posture/posture";
import { readPosture } from "../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { Claim, Verdict } from "../../../../verify/verdict/claim";
import { environmentStack } from "../../fixtures/environment-stack";
import type { EnvironmentName, MutableArguments, MutableStack } from "../../fixtures/mutant";
import { claimWords } from "./claim-words";

/** A stack without the resources that a claim is about, and what the claim then says. */
interface AbsentSubject {
  readonly environment: EnvironmentName;
  /** Resource types that are removed. */
  readonly types: readonly string[];
  readonly verdict: Verdict["kind"];
}

const networks = ["aws_vpc", "aws_subnet", "aws_sagemaker_domain", "aws_sagemaker_notebook_instance"];
const firewalls = ["aws_networkfirewall_firewall"];
const buckets = ["aws_s3_bucket"];
const keys = ["aws_kms_key"];
const logs = ["aws_flow_log", "aws_route53_resolver_query_log_config", "aws_s3_bucket_logging"];
const roles = ["aws_iam_role"];
const endpoints = ["aws_vpc_endpoint"];
const domains = ["aws_sagemaker_domain", "aws_sagemaker_notebook_instance"];
const resourcePolicies = [
  "aws_codeartifact_domain_permissions_policy",
  "aws_codeartifact_repository_permissions_policy",
  "aws_sqs_queue_policy",
  "aws_s3_bucket",
  "aws_s3_bucket_policy",
];

const absentSubjects: Readonly<Record<string, AbsentSubject>> = {
  "no-internet-path": { environment: "dev", types: networks, verdict: "undecided" },
  "no-inbound-from-internet": { environment: "staging", types: networks, verdict: "undecided" },
  "egress-only-through-firewall": { environment: "staging", types: networks, verdict: "undecided" },
  "return-path-symmetric": { environment: "staging", types: networks, verdict: "undecided" },
  "zone-affinity": { environment: "staging", types: networks, verdict: "undecided" },
  "no-public-address": { environment: "dev", types: networks, verdict: "undecided" },
  "jump-host-has-no-inbound": { environment: "staging with access", types: ["aws_instance"], verdict: "notApplicable" },
  "endpoint-covers-required-services": { environment: "dev", types: endpoints, verdict: "violated" },
  "private-dns-on": { environment: "dev", types: endpoints, verdict: "notApplicable" },
  "endpoint-takes-only-studio": { environment: "dev", types: endpoints, verdict: "notApplicable" },
  "endpoint-policy-bounds-both-sides": { environment: "dev", types: endpoints, verdict: "notApplicable" },
  "no-open-security-group": { environment: "dev", types: networks, verdict: "undecided" },
  "firewall-denies-by-default": { environment: "staging", types: firewalls, verdict: "undecided" },
  "firewall-passes-only-allowlist": { environment: "staging", types: firewalls, verdict: "undecided" },
  "server-names-are-verified": { environment: "staging", types: firewalls, verdict: "notApplicable" },
  "allowlist-is-narrow": { environment: "staging", types: firewalls, verdict: "notApplicable" },
  "dns-denied-by-default": { environment: "dev", types: networks, verdict: "undecided" },
  "dns-fails-closed": { environment: "dev", types: networks, verdict: "undecided" },
  "dns-agrees-with-firewall": { environment: "dev", types: networks, verdict: "notApplicable" },
  "bucket-only-through-endpoint": { environment: "dev", types: buckets, verdict: "undecided" },
  "bucket-keeps-its-owner": { environment: "dev", types: buckets, verdict: "undecided" },
  "only-own-buckets-from-studio": { environment: "dev", types: endpoints, verdict: "notApplicable" },
  "data-encrypted-with-own-key": {
    environment: "dev",
    types: [...buckets, "aws_cloudwatch_log_group", "aws_codeartifact_domain", "aws_sagemaker_domain"],
    verdict: "undecided",
  },
  "key-keeps-its-owner": { environment: "dev", types: keys, verdict: "undecided" },
  "key-material-as-declared": { environment: "dev", types: keys, verdict: "notApplicable" },
  "grants-stay-in-account": { environment: "dev", types: resourcePolicies, verdict: "notApplicable" },
  "requests-stay-in-account": { environment: "dev", types: roles, verdict: "notApplicable" },
  "reads-stay-in-stack": { environment: "dev", types: roles, verdict: "notApplicable" },
  "role-passes-only-itself": { environment: "dev", types: roles, verdict: "undecided" },
  "jobs-stay-in-vpc": { environment: "dev", types: roles, verdict: "undecided" },
  "instance-types-as-declared": { environment: "dev", types: roles, verdict: "notApplicable" },
  "teams-stay-apart": { environment: "dev", types: roles, verdict: "notApplicable" },
  "domain-vpc-only": { environment: "dev", types: domains, verdict: "notApplicable" },
  "studio-cannot-widen-itself": { environment: "dev", types: roles, verdict: "undecided" },
  "presigned-url-only-inside": { environment: "dev", types: roles, verdict: "undecided" },
  "user-gets-only-own-url": { environment: "dev", types: roles, verdict: "undecided" },
  "private-spaces-are-private": { environment: "dev", types: domains, verdict: "notApplicable" },
  "self-service-cannot-escalate": { environment: "dev", types: roles, verdict: "notApplicable" },
  "roles-keep-their-callers": { environment: "dev", types: roles, verdict: "notApplicable" },
  "people-need-mfa": { environment: "dev", types: roles, verdict: "notApplicable" },
  "identity-providers-as-declared": { environment: "dev", types: roles, verdict: "notApplicable" },
  "packages-only-from-inside": {
    environment: "dev",
    types: [...roles, ...domains, ...endpoints, "aws_codeartifact_repository", "aws_sagemaker_user_profile"],
    verdict: "notApplicable",
  },
  "everything-logged": {
    environment: "dev",
    types: [...networks, ...buckets, "aws_cloudwatch_log_group", ...logs],
    verdict: "notApplicable",
  },
  "logs-are-tamper-proof": { environment: "dev", types: [...roles, ...buckets], verdict: "undecided" },
  "audit-trail-is-kept": { environment: "dev", types: ["aws_cloudtrail"], verdict: "notApplicable" },
  "perimeter-changes-are-watched": {
    environment: "dev",
    types: ["aws_cloudwatch_event_rule"],
    verdict: "notApplicable",
  },
  "protections-as-declared": {
    environment: "dev",
    types: [...buckets, ...keys, ...domains, "aws_route53_resolver_firewall_rule_group_association"],
    verdict: "notApplicable",
  },
  "pipeline-roles-keep-their-callers": { environment: "bootstrap", types: roles, verdict: "undecided" },
  "plan-roles-only-read": { environment: "bootstrap", types: roles, verdict: "violated" },
  "apply-roles-change-only-their-environment": { environment: "bootstrap", types: roles, verdict: "violated" },
  "created-roles-carry-the-boundary": { environment: "bootstrap", types: roles, verdict: "violated" },
  "boundary-excludes-escalation": { environment: "bootstrap", types: ["aws_iam_policy"], verdict: "violated" },
  "pipelines-cannot-change-themselves": { environment: "bootstrap", types: roles, verdict: "violated" },
  "state-only-for-its-pipeline": { environment: "bootstrap", types: buckets, verdict: "violated" },
  "state-is-kept": { environment: "bootstrap", types: buckets, verdict: "violated" },
  "state-access-is-logged": { environment: "bootstrap", types: buckets, verdict: "violated" },
  "survives-zone-loss": { environment: "prod", types: networks, verdict: "undecided" },
};

interface Stack extends MutableStack {
  readonly output: { readonly perimeter_posture: { readonly value: MutableArguments } };
}

function stackOf(environment: EnvironmentName): Stack {
  return environmentStack(environment) as Stack;
}

/** What the claim itself says: model gaps come on top of it. */
function verdictOf(claim: Claim<Posture>, stack: Stack): Verdict["kind"] {
  const configuration = readConfiguration(stack, "stack");
  return claim.decide({ configuration, posture: readPosture(configuration) }).kind;
}

const asked = claims.filter(({ name }) => name in absentSubjects);

test("every claim with words has a stack without its subject", () => {
  expect(Object.keys(claimWords).toSorted()).toEqual(Object.keys(absentSubjects).toSorted());
});

test.each(asked.map((claim) => [claim.name, absentSubjects[claim.name]?.verdict ?? "", claim] as const))(
  "%s is %s in a stack without its subject",
  (name, verdict, claim) => {
    const { environment, types } = absentSubjects[name] as AbsentSubject;
    const stack = stackOf(environment);
    for (const type of types) {
      delete stack.resource[type];
    }
    if (name === "allowlist-is-narrow") {
      stack.output.perimeter_posture.value.allowed_domains = [];
    }

    expect(verdictOf(claim, stack)).toBe(verdict);
  },
);

test.each(["prod", "bootstrap"] as const)("no claim is proved of a stack of %s without resources", (environment) => {
  const stack = stackOf(environment);
  if (environment === "prod") {
    stack.output.perimeter_posture.value.allowed_domains = [];
  }
  const proved = asked
    .filter((claim) =>
      environment === "prod"
        ? !claim.postures.every((posture) => posture === "bootstrap")
        : claim.postures.includes("bootstrap"),
    )
    .filter((claim) => verdictOf(claim, { ...stack, resource: {} }) === "proved");

  expect(proved.map(({ name }) => name)).toEqual([]);
});

test("a claim whose words say that it is not applicable is so without its subject", () => {
  const saying = asked.filter(({ name }) => (claimWords[name]?.absences ?? []).length > 0);

  expect(saying.filter(({ name }) => absentSubjects[name]?.verdict !== "notApplicable")).toEqual([]);
});
