import fc from "fast-check";
import { policyModel } from "../../../../../verify/iam/attachments/policy-model";
import { actionsOfService } from "../../../../../verify/iam/aws/action-catalog";
import { authorize, type PolicySet } from "../../../../../verify/iam/evaluation/authorize";
import { type AuthorizationRequest, requestContextOf } from "../../../../../verify/iam/language/authorization-request";
import { type Policy, parsePolicy } from "../../../../../verify/iam/language/parse-policy";
import { callerClasses } from "../../../../../verify/iam/request-space/principals/caller-classes";
import { decideRequests } from "../../../../../verify/iam/request-space/requests/decided-requests";
import { allRequestPaths } from "../../../../../verify/iam/request-space/requests/request-paths";
import { targetResourceFinder } from "../../../../../verify/iam/request-space/resources/target-resources";
import { statementsOf } from "../../../../../verify/iam/request-space/statements/statement-queries";
import { propertyRuns } from "../../../../fixtures/property-runs";
import { policySubject } from "../../../fixtures/policy-perimeter";

const model = policyModel(policySubject().configuration);
const { text, endpoints } = model;
const bucket = "arn:aws:s3:::data";

const arnPattern = fc.constantFrom(
  "arn:aws:iam::*:role/a*",
  `arn:aws:iam::${text.account}:role/ab`,
  "arn:aws:iam::*:user/*",
  "arn:aws:iam::4444:role/?",
);
const condition = fc.oneof(
  fc.record({
    operator: fc.constantFrom("StringEquals", "StringNotEquals", "StringEqualsIfExists"),
    key: fc.constant("aws:SourceVpce"),
    value: fc.constantFrom(endpoints[0]?.id ?? "", "vpce-named"),
  }),
  fc.record({
    operator: fc.constantFrom("ArnLike", "ArnNotLike", "ArnNotLikeIfExists"),
    key: fc.constant("aws:PrincipalArn"),
    value: arnPattern,
  }),
  fc.record({
    operator: fc.constantFrom("StringLike", "StringNotLike", "StringEquals"),
    key: fc.constant("s3:prefix"),
    value: fc.constantFrom("home/*", "*", "a?", "home/a", "home/${aws:PrincipalTag/team}"),
  }),
  fc.record({
    operator: fc.constantFrom("NumericLessThan", "NumericGreaterThanEquals"),
    key: fc.constant("s3:TlsVersion"),
    value: fc.constantFrom("1.2", "1.3"),
  }),
  fc.record({
    operator: fc.constantFrom("Bool", "BoolIfExists"),
    key: fc.constantFrom("aws:SecureTransport", "aws:PrincipalIsAWSService", "aws:ViaAWSService"),
    value: fc.constantFrom("true", "false"),
  }),
  fc.record({
    operator: fc.constantFrom("IpAddress", "NotIpAddress"),
    key: fc.constant("aws:SourceIp"),
    value: fc.constantFrom("203.0.113.0/24", "203.0.0.0/16"),
  }),
  fc.record({
    operator: fc.constantFrom("StringEquals", "StringNotEquals", "StringNotEqualsIfExists"),
    key: fc.constantFrom("aws:SourceVpc", "aws:VpceAccount", "aws:CalledViaFirst", "aws:CalledViaLast"),
    value: fc.constantFrom("vpc-named", endpoints[0]?.vpcId ?? "", "444455556666", "cloudformation.amazonaws.com"),
  }),
  fc.record({
    operator: fc.constantFrom("ForAnyValue:StringEquals", "ForAllValues:StringNotEquals"),
    key: fc.constant("aws:CalledVia"),
    value: fc.constantFrom("cloudformation.amazonaws.com", "athena.amazonaws.com"),
  }),
  fc.record({
    operator: fc.constantFrom("IpAddress", "NotIpAddress"),
    key: fc.constant("aws:VpcSourceIp"),
    value: fc.constantFrom("10.20.0.0/16", "10.100.0.0/16"),
  }),
  fc.record({
    operator: fc.constant("Null"),
    key: fc.constantFrom("aws:SourceVpce", "s3:prefix", "aws:PrincipalArn"),
    value: fc.constantFrom("true", "false"),
  }),
);

const statement = fc
  .record({
    Effect: fc.constantFrom("Allow", "Deny"),
    Principal: fc.constantFrom<unknown>(
      "*",
      { AWS: text.account },
      { AWS: "444455556666" },
      { AWS: `arn:aws:iam::${text.account}:role/ab` },
    ),
    Action: fc.constantFrom("s3:*", "s3:List*", "s3:Get*", "s3:GetObject"),
    Resource: fc.constantFrom<unknown>(
      "*",
      bucket,
      `${bucket}/*`,
      `${bucket}/public/*`,
      [bucket, `${bucket}/*.csv`],
      `${bucket}/\${aws:PrincipalTag/team}/x`,
    ),
    conditions: fc.array(condition, { maxLength: 2 }),
  })
  .map(({ conditions, ...rest }) => ({
    ...rest,
    Condition: Object.fromEntries(conditions.map(({ operator, key, value }) => [operator, { [key]: value }])),
  }));

const policy = fc
  .record({
    Version: fc.constantFrom("2012-10-17", "2012-10-17", "2008-10-17"),
    Statement: fc.array(statement, { minLength: 1, maxLength: 4 }),
  })
  .map((written) => parsePolicy(JSON.stringify(written), "p"));

const own = {
  "aws:SourceVpce": endpoints[0]?.id ?? "",
  "aws:SourceVpc": endpoints[0]?.vpcId ?? "",
  "aws:VpceAccount": text.account,
  "aws:VpcSourceIp": "10.20.1.1",
  "aws:ViaAWSService": "false",
};
const named = { ...own, "aws:SourceVpce": "vpce-unheard-of", "aws:SourceVpc": "vpc-named" };
const path = fc.constantFrom<Record<string, string | readonly string[]>>(
  own,
  { ...own, "aws:VpcSourceIp": "10.100.7.7" },
  { ...own, "aws:VpcSourceIp": "192.168.1.1" },
  { ...own, "aws:SourceVpce": "vpce-named" },
  { ...own, "aws:SourceVpce": "vpce-unheard-of" },
  named,
  { ...named, "aws:SourceVpce": "vpce-named", "aws:VpceAccount": "444455556666" },
  { ...named, "aws:SourceVpc": "vpc-unheard-of", "aws:VpceAccount": "999988887777", "aws:VpcSourceIp": "10.100.0.1" },
  { "aws:SourceIp": "203.0.113.9", "aws:ViaAWSService": "false" },
  { "aws:SourceIp": "203.0.7.7", "aws:ViaAWSService": "false" },
  { "aws:SourceIp": "198.51.100.1", "aws:ViaAWSService": "false" },
  ...[
    ["cloudformation.amazonaws.com"],
    ["athena.amazonaws.com", "cloudformation.amazonaws.com"],
    ["glue.amazonaws.com"],
  ].map((chain) => ({
    "aws:ViaAWSService": "true",
    "aws:CalledVia": chain,
    "aws:CalledViaFirst": chain[0] ?? "",
    "aws:CalledViaLast": chain.at(-1) ?? "",
  })),
);
const transport = fc.constantFrom<Record<string, string>>(
  { "aws:SecureTransport": "false" },
  ...["1.0", "1.2", "1.3"].map((version) => ({ "aws:SecureTransport": "true", "s3:TlsVersion": version })),
);
const member = fc
  .tuple(
    fc.constantFrom(text.account, "444455556666", "999988887777"),
    fc.constantFrom("role/a", "role/ab", "role/zz", "user/a"),
  )
  .map(([account, name]) => ({ account, arn: `arn:aws:iam::${account}:${name}` }));

const request = fc
  .record({
    member,
    path,
    transport,
    prefix: fc.option(fc.constantFrom("home/a", "home/b", "ab", "x")),
    key: fc.constantFrom("x", "public/x", "a/x", "t.csv"),
    team: fc.option(fc.constantFrom("a", "b", "public", "zz")),
    lists: fc.boolean(),
  })
  .map(
    ({ member: { account, arn }, path: way, transport: wire, prefix, key, team, lists }): AuthorizationRequest => ({
      principal: { kind: "iam-principal", account, arn },
      action: lists ? "s3:ListBucket" : "s3:GetObject",
      resource: lists ? bucket : `${bucket}/${key}`,
      context: requestContextOf({
        ...{ "aws:PrincipalArn": arn, "aws:PrincipalAccount": account, "aws:PrincipalIsAWSService": "false" },
        ...way,
        ...wire,
        ...(team === null ? {} : { "aws:PrincipalTag/team": team }),
        ...(lists && prefix !== null ? { "s3:prefix": prefix } : {}),
      }),
    }),
  );

function outcomesOver(policies: readonly Policy[], action: string, authority: PolicySet): ReadonlySet<string> {
  const statements = statementsOf(policies);
  const space = {
    text,
    statements,
    callers: callerClasses(text, statements),
    actions: actionsOfService("s3").filter(({ name }) => name === action),
    targets: targetResourceFinder({
      text,
      statements,
      arnPatternByType: { object: `${bucket}/?*`, bucket },
      owner: { label: "", account: text.account },
    }),
    paths: allRequestPaths(endpoints, statements, text),
  };
  return new Set([...decideRequests(space, authority)].map(({ decision }) => decision.kind));
}

describe("the space of requests", () => {
  it("the space of requests holds a class for whatever a policy answers to any request: no counterexample is missed", () => {
    fc.assert(
      fc.property(policy, request, fc.boolean(), (written, asked, isAdministrator) => {
        const authority: PolicySet = {
          identity: isAdministrator ? "everything" : [],
          resource: [written],
          resourceAccount: text.account,
        };

        const answer = authorize(asked, authority).kind;

        expect(outcomesOver([written], asked.action, authority)).toContain(answer);
      }),
      propertyRuns(400),
    );
  });

  it("the space of requests holds the values with which a variable matches each resource that the question distinguishes", () => {
    const resources = ["a", "b"].map((team) => `${bucket}/${team}/x`);
    const written = parsePolicy(
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: `${bucket}/\${aws:PrincipalTag/team}/x` },
        ],
      }),
      "p",
    );
    const statements = statementsOf([written]);
    const owner = { label: "", account: text.account };
    const groups = resources.map((resource) => [resource]);
    const space = {
      text,
      statements,
      callers: callerClasses(text, statements),
      actions: actionsOfService("s3").filter(({ name }) => name === "s3:GetObject"),
      targets: targetResourceFinder({
        text,
        statements,
        owner,
        distinguishedArns: groups,
        arnPatternByType: { object: `${bucket}/?*` },
      }),
      paths: allRequestPaths(endpoints, statements, text),
    };

    const found = [...decideRequests(space, { identity: [], resource: [written], resourceAccount: text.account })];

    const allowed = found.filter(({ decision }) => decision.kind === "allowed").map(({ target }) => target.resource);
    expect([...new Set(allowed)]).toEqual(expect.arrayContaining(resources));
  });
});
