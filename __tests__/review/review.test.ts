import fc from "fast-check";
import type { BeforeAndAfter } from "../../review/before-and-after";
import { allowedDestinationDifferences } from "../../review/compare/allowed-destination-differences";
import { endpointDifferences } from "../../review/compare/endpoint-differences";
import { internetPathDifferences } from "../../review/compare/internet-path-differences";
import { resourcePolicyDifferences } from "../../review/compare/resource-policy-differences";
import { roleDifferences } from "../../review/compare/role-differences";
import { securityGroupRuleDifferences } from "../../review/compare/security-group-rule-differences";
import { unreadPolicyDifferences } from "../../review/iam/undecided-policies";
import { createDifference, type ReviewDifference, severities } from "../../review/model/review-difference";
import { isSound, type Review, review } from "../../review/review";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { addResource, argumentsAt, assignArguments, editPolicy, type MutableStack } from "../verify/fixtures/mutant";
import { judgedFileWith, provedVerdict, undecidedVerdict, violatedVerdict } from "../verify/fixtures/sample-verdicts";
import {
  changeAfterEdits,
  changeBetween,
  differenceLines,
  policiesOfChange,
  reversedChange,
  type StackChange,
} from "./fixtures/changed-stack";

const reviewed = (sides: BeforeAndAfter): Review => review(sides, { name: "stack", file: "plan.json" });

function tag(stack: MutableStack): void {
  assignArguments(stack, "aws_vpc.network_vpc", { tags: { changed: "yes" } });
}

function openResolver(stack: MutableStack): void {
  assignArguments(stack, "aws_route53_resolver_firewall_config.dns_firewall_fail_closed", {
    firewall_fail_open: "ENABLED",
  });
}

const edits: readonly ((stack: MutableStack) => void)[] = [
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

test("a change that touches no rule opens nothing and is counted", () => {
  const found = reviewed(changeAfterEdits("dev", tag).beforeAndAfter);

  expect(found).toMatchObject({ kind: "changes", differences: [], neutral: [{ address: "aws_vpc.network_vpc" }] });
  expect(isSound(found)).toBe(true);
});

test("a claim that breaks opens, and what every model sees is told beside it", () => {
  const change = changeAfterEdits("staging", openResolver, ...edits, (stack) => {
    delete stack.resource.aws_sagemaker_user_profile?.studio_profile_ml_engineer;
    assignArguments(stack, "aws_iam_role.network_flow_logs_writer", {
      permissions_boundary: "arn:aws:iam::aws:policy/x",
    });
    addResource(stack, "aws_sns_topic_policy.topic", { arn: "t", policy: "{}" });
    const output = (stack as unknown as { output: Record<string, { value: Record<string, unknown> }> }).output;
    Object.assign(output.perimeter_posture?.value ?? {}, { break_glass: ["arn:aws:iam::123456789012:role/glass"] });
  });

  const found = reviewed(change.beforeAndAfter);

  expect(differenceLines(found.differences)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^opens: dns-fails-closed no longer holds: /),
      expect.stringMatching(/^opens: role\/glass is newly declared/),
      expect.stringMatching(/^closes: Packets from aws_subnet\.network_studio_a no longer reach the internet/),
      expect.stringMatching(/^opens: DNS answers for more names: pypi\.org/),
      expect.stringMatching(/^opens: aws_security_group\.security_groups_endpoint newly takes tcp 443 from 10\.99/),
      expect.stringMatching(/^closes: The endpoint to monitoring goes/),
      expect.stringMatching(/^closes: Through aws_vpc_endpoint\.endpoints_sts, /),
      expect.stringMatching(/^opens: aws_iam_role\.network_flow_logs_writer may now call sqs:SendMessage/),
      expect.stringMatching(/^closes: aws_iam_role\.network_flow_logs_writer is held by a permissions boundary/),
      expect.stringMatching(/^unclear: The policy of aws_sns_topic_policy\.topic changes/),
      expect.stringMatching(/^loses: aws_sagemaker_user_profile\.studio_profile_ml_engineer is destroyed/),
    ]),
  );
  expect(found.differences.map(({ severity }) => severities.indexOf(severity))).toEqual(
    found.differences.map(({ severity }) => severities.indexOf(severity)).toSorted((left, right) => left - right),
  );
  expect(isSound(found)).toBe(false);
});

/** A stack that declares a perimeter and holds next to nothing of it: quickly judged. */
const value = {
  ...{ posture: "isolated", allowed_domains: [], protections: false, deployers: [], break_glass: [] },
  log_retention_days: 30,
};
const bare = { resource: { aws_vpc: { main: {} } }, output: { perimeter_posture: { value } } };
const bareSides = changeBetween(bare, {
  ...bare,
  resource: { aws_vpc: { main: { tags: { a: "b" } } } },
}).beforeAndAfter;

test("a perimeter that stays as broken as it was is not sound, though nothing is opened", () => {
  const found = reviewed({ ...bareSides, after: bareSides.before, changes: [] } as BeforeAndAfter);

  expect(found.kind).toBe("nothing");
  expect(new Set(found.differences.map(({ severity }) => severity))).toEqual(new Set(["stands"]));
  expect(isSound(found)).toBe(false);
});

describe("without one of the sides", () => {
  it("a perimeter is created, and judged as if it had been whole before", () => {
    const { after } = bareSides;
    const created = { address: "aws_vpc.main", type: "aws_vpc", kind: "create" } as const;
    const found = reviewed({ ...(after && { after }), changes: [created], drifted: [] });

    expect(found.kind).toBe("creates");
    expect(found.after?.claimResults.length).toBeGreaterThan(20);
    expect(found.differences.every(({ severity }) => severity === "opens" || severity === "unclear")).toBe(true);
  });

  it("a perimeter is destroyed, which proves nothing", () => {
    const { before } = bareSides;
    const gone = { address: "aws_efs_file_system.home", type: "aws_efs_file_system", kind: "destroy" } as const;
    const found = reviewed({ ...(before && { before }), changes: [gone], drifted: [] });

    expect(found.kind).toBe("destroys");
    expect(differenceLines(found.differences)).toEqual(["loses: aws_efs_file_system.home is destroyed: all files go"]);
    expect(isSound(found)).toBe(false);
  });

  it("what it declared before is missed, and said", () => {
    const { before } = bareSides;
    const found = reviewed({ ...bareSides, ...(before && { before: { ...before, outputs: {} } }) });

    expect(found.before).toBeUndefined();
    expect(differenceLines(found.differences)[0]).toMatch(/^(?:opens|unclear): /);
    expect(differenceLines(found.differences)).toContainEqual(
      expect.stringMatching(/^unclear: What the stack declared before is not in this plan/),
    );
  });
});

describe("a review is sound", () => {
  const { subject, claimResults: judgements } = judgedFileWith("stack", provedVerdict);
  const whole: Review = {
    ...{ name: "stack", file: "plan.json", kind: "changes", changes: [], neutral: [], differences: [] },
    after: { ...subject, claimResults: judgements },
  };

  it.each(severities)("or not with a difference that %s", (severity) => {
    const found = { ...whole, differences: [createDifference(severity, "something", [])] };

    expect(isSound(found)).toBe(severity !== "opens" && severity !== "unclear");
    expect(isSound(found, true)).toBe(!["opens", "unclear", "loses"].includes(severity));
  });

  it.each([
    ["violated", violatedVerdict],
    ["undecided", undecidedVerdict],
  ])("not with a claim that is %s afterwards", (_, verdict) => {
    const { claimResults: broken } = judgedFileWith("stack", provedVerdict, verdict);

    expect(isSound({ ...whole, after: { ...subject, claimResults: broken } })).toBe(false);
  });

  it("not when nothing is judged", () => {
    expect(isSound({ ...whole, after: { ...subject, claimResults: [] } })).toBe(false);
  });
});

test("what somebody changed by hand, and the plan takes back, is told", () => {
  const found = reviewed({ ...bareSides, drifted: ["aws_vpc.main", "aws_vpc.other"] });

  expect(differenceLines(found.differences)).toContain(
    "changes: Somebody changed aws_vpc.main beside Terraform, and this takes it back",
  );
});

test("a policy of a type that nobody reads here cannot be told, unless it goes", () => {
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
  const unread = ({ before, after, beforeAndAfter: sides }: StackChange) =>
    differenceLines(unreadPolicyDifferences(sides.changes, before, after));

  expect(unread(change)).toEqual([
    "unclear: The policy of aws_lambda_permission.anybody changes, and policies of its type are not read here",
    "unclear: The policy of aws_sns_topic_policy.topic changes, and policies of its type are not read here",
    "unclear: The policy of aws_opensearch_domain_policy.domain changes, and policies of its type are not read here",
  ]);
  expect(unread(changeBetween(stackWith(change.after), stackWith(change.before)))).toEqual([]);
});

function stackWith({ resources }: TerraformConfiguration): object {
  const resource: Record<string, Record<string, unknown>> = {};
  for (const { mode, type, name, values } of resources) {
    resource[type] = mode === "managed" ? { ...resource[type], [name]: values } : { ...resource[type] };
  }
  return { resource };
}

/** Everything that is compared model by model. */
function modelDifferences(change: StackChange): readonly ReviewDifference[] {
  const { before, after } = change;
  const sides = policiesOfChange(change);
  return [
    ...internetPathDifferences(before, after),
    ...allowedDestinationDifferences(before, after),
    ...securityGroupRuleDifferences(before, after),
    ...endpointDifferences(before, after),
    ...resourcePolicyDifferences(sides),
    ...roleDifferences(sides),
  ];
}

test("whatever is edited, the way back closes what the way there opens, and nothing edited is nothing said", () => {
  const some = fc.subarray([...edits]);
  const count = (differences: readonly ReviewDifference[], wanted: string): number =>
    differences.filter(({ severity }) => severity === wanted).length;

  fc.assert(
    fc.property(some, some, (ours, theirs) => {
      const [before, after] = [
        changeAfterEdits("staging", ...ours).after,
        changeAfterEdits("staging", ...theirs).after,
      ];
      const change = { before, after, beforeAndAfter: { before, after, changes: [], drifted: [] } };
      const [there, back] = [modelDifferences(change), modelDifferences(reversedChange(change))];

      expect(count(back, "closes")).toBe(count(there, "opens"));
      expect(count(back, "opens")).toBe(count(there, "closes"));
      expect(there.length === 0).toBe(
        ours.filter((edit) => edit !== tag).join() === theirs.filter((edit) => edit !== tag).join(),
      );
    }),
    { numRuns: 6 },
  );
});

test.each(["dev", "staging", "prod"])("%s, read twice, is reviewed without a word", (environment) => {
  expect(modelDifferences(changeAfterEdits(environment, () => {}))).toEqual([]);
});
