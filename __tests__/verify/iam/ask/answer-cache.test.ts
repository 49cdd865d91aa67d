import { answersOf, type OwnerQuestion } from "../../../../verify/iam/ask/answer-cache";
import { actionsOfService } from "../../../../verify/iam/aws/action-catalog";
import { requestContextOf } from "../../../../verify/iam/language/authorization-request";
import { parsePolicy } from "../../../../verify/iam/language/parse-policy";
import { newPlaceholderTable, sharedPlaceholderTable } from "../../../../verify/iam/patterns/placeholders";
import { callerContextOf } from "../../../../verify/iam/request-space/principals/caller";
import { valueTest } from "../../../../verify/iam/request-space/statements/distinctions";

const account = "111122223333";
const allow = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" };

/** A question about one role and its queues, made anew by each call. */
function question(statement: object = allow): OwnerQuestion {
  const policy = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: [statement] }), "aws_iam_role.role");
  return {
    text: {
      placeholders: sharedPlaceholderTable(),
      account,
      region: "eu-west-1",
      partition: "aws",
      resolve: (text) => text,
      resolveJson: (text) => text,
    },
    space: {
      statements: policy.statements,
      callers: [
        {
          kind: "stack-role",
          label: "the role",
          principal: { kind: "iam-principal", account, arn: `arn:aws:iam::${account}:role/role` },
          context: callerContextOf(requestContextOf({ "aws:PrincipalAccount": account })),
        },
      ],
      actions: actionsOfService("sqs"),
      paths: [{ label: "from anywhere", context: new Map() }],
      assumedContext: new Map(),
    },
    domain: { owner: { label: "of this account", account } },
    policySet: { identity: [policy], resourceAccount: account },
  };
}

const kinds = (asked: OwnerQuestion) => [...answersOf(asked)].map(({ decision }) => decision.kind);

test("an equal question gets the cached answers, and a question that was left half-way has none in the cache", () => {
  const [left] = answersOf(question());
  const first = [...answersOf(question())];
  const second = [...answersOf(question())];

  expect(first.length).toBeGreaterThan(1);
  expect(first[0]).not.toBe(left);
  expect(second.map((answer, index) => answer === first[index])).not.toContain(false);
});

const { text, space, domain, policySet } = question();

test.each<[string, OwnerQuestion]>([
  ["the effect of a statement", question({ ...allow, Effect: "Deny" })],
  ["the operator of a condition", question({ ...allow, Condition: { StringLike: { "aws:SourceVpc": "vpc-1" } } })],
  ["the set operator", question({ ...allow, Condition: { "ForAnyValue:StringLike": { "aws:SourceVpc": "vpc-1" } } })],
  ["IfExists", question({ ...allow, Condition: { StringLikeIfExists: { "aws:SourceVpc": "vpc-1" } } })],
  ["the account", { ...question(), text: { ...text, account: "444455556666" } }],
  ["the placeholders", { ...question(), text: { ...text, placeholders: newPlaceholderTable() } }],
  ["the organization", { ...question(), text: { ...text, ownOrganization: "o-1" } }],
  ["the actions", { ...question(), space: { ...space, actions: space.actions.slice(1) } }],
  [
    "a value that is distinguished",
    { ...question(), space: { ...space, distinguishes: [valueTest("aws:useragent", [])] } },
  ],
  [
    "what is assumed",
    { ...question(), space: { ...space, assumedContext: requestContextOf({ "aws:SourceVpc": "v" }) } },
  ],
  [
    "a path",
    { ...question(), space: { ...space, paths: [{ label: "from anywhere", context: new Map(), isInternet: true }] } },
  ],
  ["the owner", { ...question(), domain: { owner: { ...domain.owner, account: "444455556666" } } }],
  ["an ARN that is distinguished", { ...question(), domain: { ...domain, distinguishedArns: [["arn:aws:sqs:*"]] } }],
  ["the policies that decide", { ...question(), policySet: { ...policySet, identity: [] } }],
  [
    "where a policy is",
    { ...question(), policySet: { ...policySet, identity: [{ ...policyOf(), address: "other" }] } },
  ],
])("a question that differs in %s is decided anew", (_, other) => {
  const kept = [...answersOf(question())];
  const [answer] = answersOf(other);

  expect(answer).toBeDefined();
  expect(kept).not.toContain(answer);
});

function policyOf() {
  const { identity } = question().policySet;
  const [policy] = identity === "everything" ? [] : identity;
  return policy as NonNullable<typeof policy>;
}

test("a question with a Deny instead of an Allow does not get the cached answers of the other", () => {
  expect(kinds(question())).toContain("allowed");
  expect(kinds(question({ ...allow, Effect: "Deny" }))).not.toContain("allowed");
  expect(kinds(question())).toContain("allowed");
});

test("a question that holds a function is refused, because equal functions cannot be recognized", () => {
  const callers = space.callers.map((caller) => ({ ...caller, toString: () => "" }));

  expect(() => [...answersOf({ ...question(), space: { ...space, callers } })]).toThrow(
    /^toString: must be plain data/,
  );
});
