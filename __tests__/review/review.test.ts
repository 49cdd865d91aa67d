import fc from "fast-check";
import type { BeforeAndAfter } from "../../review/before-and-after";
import { resourcePolicyDifferences } from "../../review/compare/resource-policy-differences";
import { roleDifferences } from "../../review/compare/role-differences";
import { unreadPolicyDifferences } from "../../review/iam/undecided-policies";
import { type DifferenceKind, rankOf, ranks } from "../../review/model/difference-kinds";
import { createDifference, type ReviewDifference, severities } from "../../review/model/review-difference";
import { allowedDestinationDifferences } from "../../review/network/allowed-destination-differences";
import { endpointDifferences } from "../../review/network/endpoint-differences";
import { internetPathDifferences } from "../../review/network/internet-path-differences";
import { securityGroupRuleDifferences } from "../../review/network/security-group-rule-differences";
import { type Review, review } from "../../review/review";
import { outcomeOf } from "../../review/review-outcome";
import { policyTextResolver } from "../../verify/iam/language/policy-text-resolver";
import type { JsonObject, TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { propertyRuns } from "../fixtures/property-runs";
import {
  addResource,
  argumentsAt,
  assignArguments,
  editPolicy,
  type MutableStack,
  type StackEdit,
} from "../verify/fixtures/mutant";
import { judgedFileWith, provedVerdict, undecidedVerdict, violatedVerdict } from "../verify/fixtures/sample-verdicts";
import {
  changeAfterEdits,
  changeBetween,
  differenceLines,
  policiesOfChange,
  reversedChange,
  type StackChange,
} from "./fixtures/changed-stack";

const reviewOf = (comparison: BeforeAndAfter): Review => review(comparison, { name: "stack", file: "plan.json" });

function tag(stack: MutableStack): void {
  assignArguments(stack, "aws_vpc.network_vpc", { tags: { changed: "yes" } });
}

function openResolver(stack: MutableStack): void {
  assignArguments(stack, "aws_route53_resolver_firewall_config.dns_firewall_fail_closed", {
    firewall_fail_open: "ENABLED",
  });
}

const edits: readonly StackEdit[] = [
  tag,
  (stack) => {
    const list = argumentsAt(stack, "aws_route53_resolver_firewall_domain_list.dns_firewall_external_names");
    list.domains = [...(list.domains as string[]), "pypi.org"];
  },
  (stack) =>
    addResource(stack, "aws_vpc_security_group_ingress_rule.extra", {
      security_group_id: "${aws_security_group.security_groups_endpoint.id}",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_ipv4: "10.99.0.0/16",
    }),
  (stack) => {
    delete stack.resource.aws_vpc_endpoint?.endpoints_monitoring;
  },
  (stack) =>
    editPolicy(stack, "aws_vpc_endpoint.endpoints_sts", (statements) => [
      ...statements,
      { Sid: "No", Effect: "Deny", Principal: "*", Action: "sts:GetSessionToken", Resource: "*" },
    ]),
  (stack) =>
    editPolicy(stack, "aws_iam_role_policy.network_flow_logs_writing", (statements) => [
      ...statements,
      { Sid: "More", Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" },
    ]),
  (stack) => {
    delete stack.resource.aws_route?.egress_firewall_studio_a_default;
  },
];

test("A change of a tag opens nothing and is counted as a neutral resource.", () => {
  const found = reviewOf(changeAfterEdits("dev", tag).beforeAndAfter);

  expect(found).toMatchObject({ kind: "changes", differences: [], neutral: [{ address: "aws_vpc.network_vpc" }] });
  expect(outcomeOf(found)).toBe("nothing to approve");
});

test("A review reports a broken claim together with the differences of every model, most serious first.", () => {
  const change = changeAfterEdits("staging", openResolver, ...edits, (stack) => {
    delete stack.resource.aws_sagemaker_user_profile?.studio_profile_ml_engineer;
    assignArguments(stack, "aws_iam_role.network_flow_logs_writer", {
      permissions_boundary: "arn:aws:iam::aws:policy/x",
    });
    addResource(stack, "aws_sns_topic_policy.topic", { arn: "t", policy: "{}" });
    const output = (stack as unknown as { output: Record<string, { value: Record<string, unknown> }> }).output;
    Object.assign(output.perimeter_posture?.value ?? {}, { break_glass: ["arn:aws:iam::123456789012:role/glass"] });
  });

  const found = reviewOf(change.beforeAndAfter);

  expect(differenceLines(found.differences)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^opens: dns-fails-closed was proved and is now violated: /),
      expect.stringMatching(/^opens: role\/glass is now a declared break-glass principal/),
      expect.stringMatching(/^unclear: Traffic from aws_subnet\.network_studio_a can no longer reach the internet/),
      expect.stringMatching(/^opens: DNS now resolves pypi\.org/),
      expect.stringMatching(
        /^opens: aws_security_group\.security_groups_endpoint now allows inbound tcp 443 from 10\.99/,
      ),
      expect.stringMatching(/^unclear: The VPC endpoint for monitoring is removed/),
      expect.stringMatching(/^unclear: Through aws_vpc_endpoint\.endpoints_sts, /),
      expect.stringMatching(/^opens: aws_iam_role\.network_flow_logs_writer can now call sqs:SendMessage/),
      expect.stringMatching(/^unclear: aws_iam_role\.network_flow_logs_writer now has a permissions boundary/),
      expect.stringMatching(/^unclear: The policy of aws_sns_topic_policy\.topic changes/),
      expect.stringMatching(/^loses: aws_sagemaker_user_profile\.studio_profile_ml_engineer is destroyed/),
    ]),
  );
  const positions = found.differences.map((difference) => ranks.indexOf(rankOf(difference)));
  expect(positions).toEqual(positions.toSorted((left, right) => left - right));
  expect(outcomeOf(found)).toBe("a claim is not proved");
});

/** A stack that declares a posture and violates most claims, which is quick to verify. */
const value = {
  ...{ posture: "isolated", allowed_domains: [], protections: false, deployers: [], break_glass: [] },
  log_retention_days: 30,
};
const bare = { resource: { aws_vpc: { main: {} } }, output: { perimeter_posture: { value } } };
const bareComparison = changeBetween(bare, {
  ...bare,
  resource: { aws_vpc: { main: { tags: { a: "b" } } } },
}).beforeAndAfter;

test("A perimeter with the same violated claims as before has claims that are not proved, although nothing is opened.", () => {
  const found = reviewOf({ ...bareComparison, after: bareComparison.before, changes: [] } as BeforeAndAfter);

  expect(found.kind).toBe("nothing");
  expect(new Set(found.differences.map(({ severity }) => severity))).toEqual(new Set(["stands"]));
  expect(outcomeOf(found)).toBe("a claim is not proved");
});

describe("a review with one missing configuration", () => {
  it("A created perimeter is compared with a perimeter whose claims were all proved.", () => {
    const { after } = bareComparison;
    const created = { address: "aws_vpc.main", type: "aws_vpc", kind: "create" } as const;
    const found = reviewOf({ ...(after && { after }), changes: [created], drifted: [] });

    expect(found.kind).toBe("creates");
    expect(found.after?.claimResults.length).toBeGreaterThan(20);
    expect(found.differences.every(({ severity }) => severity === "opens" || severity === "unclear")).toBe(true);
  });

  it("A destroyed perimeter needs approval, and the review reports the lost data.", () => {
    const { before } = bareComparison;
    const gone = { address: "aws_efs_file_system.home", type: "aws_efs_file_system", kind: "destroy" } as const;
    const found = reviewOf({ ...(before && { before }), changes: [gone], drifted: [] });

    expect(found.kind).toBe("destroys");
    expect(differenceLines(found.differences)).toEqual([
      "loses: aws_efs_file_system.home is destroyed: all files are deleted",
    ]);
    expect(outcomeOf(found)).toBe("needs approval");
  });

  it("A missing posture before the change is reported as unclear.", () => {
    const { before } = bareComparison;
    const found = reviewOf({ ...bareComparison, ...(before && { before: { ...before, outputs: {} } }) });

    expect(found.before).toBeUndefined();
    expect(differenceLines(found.differences)[0]).toMatch(/^(?:opens|unclear): /);
    expect(differenceLines(found.differences)).toContainEqual(
      expect.stringMatching(/^unclear: The plan does not say which posture the stack declared before/),
    );
  });
});

describe("outcome of a review", () => {
  const { subject, claimResults } = judgedFileWith("stack", provedVerdict);
  const soundReview: Review = {
    ...{ name: "stack", file: "plan.json", kind: "changes", changes: [], neutral: [], differences: [] },
    after: { ...subject, claimResults },
  };

  it.each(severities)(
    "A review with a difference of severity '%s' needs approval or not, as documented.",
    (severity) => {
      const reviewWith = (kind?: DifferenceKind): Review => ({
        ...soundReview,
        differences: [createDifference(severity, "something", [], kind)],
      });
      const needsApproval = (serious: readonly string[]): string =>
        serious.includes(severity) ? "needs approval" : "nothing to approve";

      // Without a kind, data is lost.
      expect(outcomeOf(reviewWith())).toBe(needsApproval(["opens", "unclear", "executes", "loses"]));
      expect(outcomeOf(reviewWith("detection-lost"))).toBe(needsApproval(["opens", "unclear", "executes", "loses"]));
      for (const kind of ["service-lost", "safeguard-lost"] as const) {
        expect(outcomeOf(reviewWith(kind))).toBe(needsApproval(["opens", "unclear", "executes"]));
        expect(outcomeOf({ ...reviewWith(kind), approval: "every loss" })).toBe(
          needsApproval(["opens", "unclear", "executes", "loses"]),
        );
      }
    },
  );

  it.each([
    ["violated", violatedVerdict],
    ["undecided", undecidedVerdict],
  ])(
    "A review says that a claim is not proved if one is %s after the change, even if something opens, too.",
    (_, verdict) => {
      const { claimResults: broken } = judgedFileWith("stack", provedVerdict, verdict);

      const differences = [createDifference("opens", "something", [])];

      expect(outcomeOf({ ...soundReview, differences, after: { ...subject, claimResults: broken } })).toBe(
        "a claim is not proved",
      );
    },
  );

  it("A review says that a claim is not proved if none was decided.", () => {
    expect(outcomeOf({ ...soundReview, after: { ...subject, claimResults: [] } })).toBe("a claim is not proved");
  });
});

test("A manual change that the plan reverts is reported.", () => {
  const found = reviewOf({ ...bareComparison, drifted: ["aws_vpc.main", "aws_vpc.other"] });

  expect(differenceLines(found.differences)).toContain(
    "changes: Changes made outside Terraform are reverted: aws_vpc.main",
  );
});

test("A changed policy of a type that review does not read is unclear, unless the change removes it.", () => {
  const change = changeAfterEdits("dev", (stack) => {
    addResource(stack, "aws_lambda_permission.anybody", {
      function_name: "f",
      principal: "*",
      action: "lambda:InvokeFunction",
    });
    addResource(stack, "aws_sns_topic_policy.topic", { arn: "t", policy: "{}" });
    addResource(stack, "aws_opensearch_domain_policy.domain", { domain_name: "d", access_policies: "{}" });
    assignArguments(stack, "aws_codeartifact_repository.packages_internal", { description: "another" });
  });
  const unreadPolicies = ({ before, after, beforeAndAfter }: StackChange) =>
    differenceLines(unreadPolicyDifferences(beforeAndAfter.changes, before, after, policyTextResolver(after)));

  expect(unreadPolicies(change)).toEqual([
    "unclear: The policy of aws_lambda_permission.anybody changes: review does not analyze policies of this type",
    "unclear: The policy of aws_sns_topic_policy.topic changes: review does not analyze policies of this type",
    "unclear: The policy of aws_opensearch_domain_policy.domain changes: review does not analyze policies of this type",
  ]);
  expect(unreadPolicies(changeBetween(stackWith(change.after), stackWith(change.before)))).toEqual([]);
});

test("A policy of a type that review does not read says the same in another form, and in another order of its lists.", () => {
  const topic = "aws_sns_topic_policy.detection_alerts_policy";
  const rewritten = (edit: (policy: JsonObject) => string) => {
    const change = changeAfterEdits("prod", (stack) => {
      const { policy } = argumentsAt(stack, topic);
      assignArguments(stack, topic, { policy: edit(JSON.parse(String(policy))) });
    });
    const { before, after, beforeAndAfter } = change;
    return unreadPolicyDifferences(beforeAndAfter.changes, before, after, policyTextResolver(after));
  };
  const statements = (policy: JsonObject) => policy.Statement as JsonObject[];

  expect(rewritten((policy) => `\${jsonencode(${JSON.stringify(policy)})}`)).toEqual([]);
  expect(
    rewritten((policy) =>
      JSON.stringify({
        ...policy,
        Statement: statements(policy)
          .toReversed()
          .map((one) => ({ ...one, Action: [one.Action].flat().toReversed() })),
      }),
    ),
  ).toEqual([]);
  expect(
    rewritten((policy) =>
      JSON.stringify({ ...policy, Statement: statements(policy).map((one) => ({ ...one, Action: "sns:*" })) }),
    ),
  ).toHaveLength(1);
});

function stackWith({ resources }: TerraformConfiguration): object {
  const resource: Record<string, Record<string, unknown>> = {};
  for (const { mode, type, name, values } of resources) {
    resource[type] = mode === "managed" ? { ...resource[type], [name]: values } : { ...resource[type] };
  }
  return { resource };
}

/** The differences of every model, without claims. */
function modelDifferences(change: StackChange): readonly ReviewDifference[] {
  const { before, after } = change;
  const policies = policiesOfChange(change);
  return [
    ...internetPathDifferences(before, after),
    ...allowedDestinationDifferences(before, after),
    ...securityGroupRuleDifferences(before, after),
    ...endpointDifferences(before, after),
    ...resourcePolicyDifferences(policies),
    ...roleDifferences(policies),
  ];
}

test("For any edits, reversing a change closes what the change opens, and equal edits report nothing.", () => {
  const someEdits = fc.subarray([...edits]);
  const count = (differences: readonly ReviewDifference[], wanted: string): number =>
    differences.filter(({ severity }) => severity === wanted).length;

  fc.assert(
    fc.property(someEdits, someEdits, (editsBefore, editsAfter) => {
      const [before, after] = [
        changeAfterEdits("staging", ...editsBefore).after,
        changeAfterEdits("staging", ...editsAfter).after,
      ];
      const change = { before, after, beforeAndAfter: { before, after, changes: [], drifted: [] } };
      const [forward, backward] = [modelDifferences(change), modelDifferences(reversedChange(change))];

      expect(count(backward, "closes")).toBe(count(forward, "opens"));
      expect(count(backward, "opens")).toBe(count(forward, "closes"));
      expect(forward.length === 0).toBe(
        editsBefore.filter((edit) => edit !== tag).join() === editsAfter.filter((edit) => edit !== tag).join(),
      );
    }),
    propertyRuns(6),
  );
});

test.each(["dev", "staging", "prod"])("An unchanged %s stack has no differences.", (environment) => {
  expect(modelDifferences(changeAfterEdits(environment, () => {}))).toEqual([]);
});
