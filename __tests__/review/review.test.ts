import fc from "fast-check";
import { admissionDifferences } from "../../review/admissions";
import { destinationDifferences } from "../../review/destinations";
import type { Difference } from "../../review/difference";
import { endpointDifferences } from "../../review/endpoints";
import { policyDifferences } from "../../review/policies";
import { isSound, type Review, review } from "../../review/review";
import { roleDifferences } from "../../review/roles";
import type { Sides } from "../../review/sides";
import { wayDifferences } from "../../review/ways";
import { add, at, editPolicy, type Stack, set } from "../verify/mutants/mutant";
import { type Change, changeOf, policiesIn, said, swapped } from "./change";

const reviewed = (sides: Sides): Review => review(sides, { name: "stack", file: "plan.json" });

function tag(stack: Stack): void {
  set(stack, "aws_vpc.network_vpc", { tags: { changed: "yes" } });
}

function openResolver(stack: Stack): void {
  set(stack, "aws_route53_resolver_firewall_config.dns_firewall_fail_closed", { firewall_fail_open: "ENABLED" });
}

test("a change that touches no rule opens nothing and is counted", () => {
  const found = reviewed(changeOf("dev", tag).sides);

  expect(found).toMatchObject({ kind: "changes", differences: [], neutral: [{ address: "aws_vpc.network_vpc" }] });
  expect(isSound(found)).toBe(true);
});

test("a claim that breaks opens, though no model of requests or packets sees it", () => {
  const found = reviewed(changeOf("dev", openResolver).sides);

  expect(said(found.differences)).toEqual([expect.stringMatching(/^opens: dns-fails-closed no longer holds: /)]);
  expect(found.neutral).toEqual([]);
  expect(isSound(found)).toBe(false);
});

test("a perimeter that stays as broken as it was is not sound, though nothing is opened", () => {
  const { after } = changeOf("dev", openResolver);
  const found = reviewed({ before: after, after, changes: [], drifted: [] });

  expect(found.kind).toBe("nothing");
  expect(said(found.differences)).toEqual(["stands: dns-fails-closed does not hold, before as after"]);
  expect(isSound(found)).toBe(false);
});

describe("without one of the sides", () => {
  const { before: stack } = changeOf("dev");

  it("a perimeter is created, and judged", () => {
    const found = reviewed({
      after: stack,
      changes: [{ address: "aws_vpc.network_vpc", type: "aws_vpc", kind: "create" }],
      drifted: [],
    });

    expect(found).toMatchObject({ kind: "creates", differences: [] });
    expect(found.after?.judgements.length).toBeGreaterThan(20);
    expect(isSound(found)).toBe(true);
  });

  it("a perimeter is destroyed, which proves nothing", () => {
    const gone = { address: "aws_efs_file_system.home", type: "aws_efs_file_system", kind: "destroy" } as const;
    const found = reviewed({ before: stack, changes: [gone], drifted: [] });

    expect(found.kind).toBe("destroys");
    expect(said(found.differences)).toEqual(["loses: aws_efs_file_system.home is destroyed: all files go"]);
    expect(isSound(found)).toBe(false);
  });

  it("what it declared before is missed, and said", () => {
    const { sides, before } = changeOf("dev", tag);
    const found = reviewed({ ...sides, before: { ...before, outputs: {} } });

    expect(found.before).toBeUndefined();
    expect(said(found.differences)).toEqual([
      expect.stringMatching(/^unclear: What the stack declared before is not in this plan/),
    ]);
    expect(isSound(found)).toBe(false);
  });
});

test("losing data is sound unless somebody is strict about it", () => {
  const { sides } = changeOf("dev", tag);
  const gone = { address: "aws_cloudwatch_log_group.old", type: "aws_cloudwatch_log_group", kind: "destroy" } as const;
  const found = reviewed({ ...sides, changes: [gone] });

  expect([isSound(found), isSound(found, true)]).toEqual([true, false]);
});

test("what somebody changed by hand, and the plan takes back, is told", () => {
  const { sides } = changeOf("dev", tag);

  expect(said(reviewed({ ...sides, drifted: ["aws_vpc.network_vpc", "aws_vpc.other"] }).differences)).toEqual([
    "changes: Somebody changed aws_vpc.network_vpc beside Terraform, and this takes it back",
  ]);
});

test("a policy of a type that nobody reads here cannot be told", () => {
  const change = changeOf("dev", (stack) => {
    add(stack, "aws_lambda_permission.anybody", {
      function_name: "f",
      principal: "*",
      action: "lambda:InvokeFunction",
    });
  });

  expect(said(reviewed(change.sides).differences)).toContain(
    "unclear: The policy of aws_lambda_permission.anybody changes, and policies of its type are not read here",
  );
});

/** Everything that is compared model by model. */
function modelDifferences(change: Change): readonly Difference[] {
  const { before, after } = change;
  const sides = policiesIn(change);
  return [
    ...wayDifferences(before, after),
    ...destinationDifferences(before, after),
    ...admissionDifferences(before, after),
    ...endpointDifferences(before, after),
    ...policyDifferences(sides),
    ...roleDifferences(sides),
  ];
}

const edits: readonly ((stack: Stack) => void)[] = [
  tag,
  (stack) => {
    const list = at(stack, "aws_route53_resolver_firewall_domain_list.dns_firewall_external_names");
    list.domains = [...(list.domains as string[]), "pypi.org"];
  },
  (stack) =>
    add(stack, "aws_vpc_security_group_ingress_rule.extra", {
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

test("whatever is edited, the way back closes what the way there opens, and nothing edited is nothing said", () => {
  const some = fc.subarray([...edits]);
  const count = (differences: readonly Difference[], wanted: string): number =>
    differences.filter(({ severity }) => severity === wanted).length;

  fc.assert(
    fc.property(some, some, (ours, theirs) => {
      const [before, after] = [changeOf("staging", ...ours).after, changeOf("staging", ...theirs).after];
      const change = { before, after, sides: { before, after, changes: [], drifted: [] } };
      const [there, back] = [modelDifferences(change), modelDifferences(swapped(change))];

      expect(count(back, "closes")).toBe(count(there, "opens"));
      expect(count(back, "opens")).toBe(count(there, "closes"));
      expect(there.length === 0).toBe(
        ours.filter((edit) => edit !== tag).join() === theirs.filter((edit) => edit !== tag).join(),
      );
    }),
    { numRuns: 6 },
  );
});

test.each(["dev", "staging", "prod"])("%s, unchanged, is reviewed without a word", (environment) => {
  expect(modelDifferences(changeOf(environment))).toEqual([]);
});
