import fc from "fast-check";
import {
  alikeJudge,
  ask,
  bucketAndObjects,
  fromAnywhere,
  isAllowed,
  judgeRequests,
  type NamedResource,
  type PolicyModel,
  policyModel,
  trustOf,
} from "../../../../verify/iam/ask";
import { parsePolicy } from "../../../../verify/iam/language/parse-policy";
import { callersNamedByTrust } from "../../../../verify/iam/questions/roles/assume-role";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import { type Findings, findingsOf } from "../../../../verify/verdict/findings";
import { propertyRuns } from "../../../fixtures/property-runs";

const provider = { aws: [{ region: "eu-west-1" }] };

type Statements = readonly object[];

/** Buckets b0, b1, ...; a bucket's name follows its policy into the text, as Terraform writes it. */
function modelWithBuckets(policies: readonly ((arn: string) => Statements)[]): PolicyModel {
  const named = policies.map((policy, index) => [`b${index}`, policy] as const);
  const bucket = Object.fromEntries(named.map(([name]) => [name, { bucket: `data-${name}` }]));
  const policy = Object.fromEntries(
    named.map(([name, statements]) => [
      name,
      {
        bucket: `\${aws_s3_bucket.${name}.id}`,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: statements(`arn:aws:s3:::data-${name}`),
        }),
      },
    ]),
  );
  return policyModel(
    readConfiguration({ provider, resource: { aws_s3_bucket: bucket, aws_s3_bucket_policy: policy } }, "buckets"),
  );
}

function judgeReads(model: PolicyModel, bucket: NamedResource): Findings {
  const answers = ask(model, { on: bucketAndObjects(bucket), from: fromAnywhere(model.endpoints) });
  return judgeRequests(model, `requests at ${bucket.address}`, answers, isAllowed);
}

/** The findings about each bucket, judged alike and each by itself, and how often something was judged. */
function judgedBothWays(model: PolicyModel) {
  let judged = 0;
  const judgeAlike = alikeJudge(model, (bucket) => {
    judged += 1;
    return judgeReads(model, bucket);
  });
  const alike = model.buckets.map((bucket) => findingsOf(judgeAlike(bucket)));
  const alone = model.buckets.map((bucket) => findingsOf(judgeReads(model, bucket)));
  return { alike: alike.map(withoutMarks), alone: alone.map(withoutMarks), judged };
}

/** The mark of a finding differs with the name of the resource. */
function withoutMarks<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value).replaceAll(/ \[[0-9a-f]{8}\]/g, "")) as Value;
}

const overTls = (arn: string): Statements => [
  {
    Sid: "DenyPlain",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  },
];

test("buckets whose policies differ in nothing but their names are judged once, however many there are", () => {
  const few = judgedBothWays(modelWithBuckets(Array.from({ length: 2 }, () => overTls)));
  const many = judgedBothWays(modelWithBuckets(Array.from({ length: 12 }, () => overTls)));

  expect([few.judged, many.judged]).toEqual([1, 1]);
  expect(many.alike).toEqual(many.alone);
  expect(JSON.stringify(many.alike[11])).toContain("aws_s3_bucket.b11");
});

const nameDependent: readonly (readonly [string, (arn: string) => Statements])[] = [
  [
    "a pattern that ends inside a name",
    () => [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::data-*" }],
  ],
  [
    "a wildcard in place of a part of a name",
    () => [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::*-b1/*" }],
  ],
  [
    "a variable in place of a name",
    () => [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::$${aws:username}/*" }],
  ],
  [
    "a condition on the ARN of the bucket",
    (arn) => [
      {
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `${arn}/*`,
        Condition: { ArnLike: { "aws:SourceArn": arn } },
      },
    ],
  ],
];

test.each(nameDependent)("a bucket whose name may decide is judged by itself: %s", (_what, policy) => {
  const { alike, alone, judged } = judgedBothWays(modelWithBuckets([policy, policy, policy]));

  expect(judged).toBe(3);
  expect(alike).toEqual(alone);
});

test("buckets whose policies differ in more than a name are judged apart", () => {
  const open = (arn: string): Statements => [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: `${arn}/*` }];

  const { alike, alone, judged } = judgedBothWays(modelWithBuckets([overTls, open, overTls, open]));

  expect(judged).toBe(2);
  expect(alike).toEqual(alone);
});

const resourceForms: readonly ((arn: string) => string)[] = [
  (arn) => arn,
  (arn) => `${arn}/*`,
  (arn) => `${arn}*`,
  (arn) => `${arn}/public/*`,
  (arn) => `${arn}-copy/*`,
  () => "*",
  () => "arn:aws:s3:::*",
  () => "arn:aws:s3:::data-*",
  () => "arn:aws:s3:::data-b1/*",
  () => "arn:aws:s3:::data-b?/*",
  () => "arn:aws:s3:::other/*",
];

const statements = fc.record({
  effect: fc.constantFrom("Allow", "Deny"),
  element: fc.constantFrom("Resource", "NotResource"),
  action: fc.constantFrom("s3:GetObject", "s3:*Object", "s3:ListBucket", "s3:*"),
  forms: fc.uniqueArray(fc.constantFrom(...resourceForms), { minLength: 1, maxLength: 3 }),
});

const policies = fc.array(statements, { minLength: 1, maxLength: 3 }).map(
  (all) =>
    (arn: string): Statements =>
      all.map(({ effect, element, action, forms }) => ({
        Effect: effect,
        Principal: "*",
        Action: action,
        [element]: forms.map((form) => form(arn)),
      })),
);

test("random bucket policies are judged alike as each bucket is judged by itself", () => {
  fc.assert(
    fc.property(fc.array(policies, { minLength: 1, maxLength: 2 }), (found) => {
      const { alike, alone } = judgedBothWays(modelWithBuckets([...found, ...found]));
      expect(alike).toEqual(alone);
    }),
    propertyRuns(60),
  );
});

test("statements of a role that name one bucket leave the others alike", () => {
  const model = modelWithBuckets([overTls, overTls, overTls]);
  const naming = parsePolicy(
    JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::data-b1/*" }] }),
    "aws_iam_role_policy.p",
  );
  const judged: string[] = [];
  const judgeAlike = alikeJudge(
    model,
    ({ arn }) => {
      judged.push(arn);
      return findingsOf({});
    },
    { statements: naming.statements },
  );

  model.buckets.map(judgeAlike);

  expect(judged).toHaveLength(2);
  expect(judged).toContain("arn:aws:s3:::data-b1");
});

function modelWithRoles(trusted: readonly (readonly object[])[]): PolicyModel {
  const roles = trusted.map((principals, index) => [
    `r${index}`,
    {
      name: `r${index}`,
      assume_role_policy: JSON.stringify({
        Statement: principals.map((Principal) => ({ Effect: "Allow", Principal, Action: "sts:AssumeRole" })),
      }),
    },
  ]);
  return policyModel(readConfiguration({ provider, resource: { aws_iam_role: Object.fromEntries(roles) } }, "roles"));
}

const lambda = { Service: "lambda.amazonaws.com" };

test.each([
  ["a service admits no role", [lambda], []],
  ["the ARN of a role admits that role", [lambda, { AWS: "${aws_iam_role.r2.arn}" }], ["r2"]],
  ["everyone admits each role", [{ AWS: "*" }], ["r0", "r1", "r2", "r3"]],
  ["an account admits each role", [{ AWS: "111122223333" }], ["r0", "r1", "r2", "r3"]],
  [
    "an entry that AWS does not document may admit each role",
    [{ AWS: "arn:aws:iam::*:root" }],
    ["r0", "r1", "r2", "r3"],
  ],
])("whom a trust policy may admit: %s", (_what, principals, expected) => {
  const { roles } = modelWithRoles([principals, [lambda], [lambda], [lambda]]);
  const [role] = roles;

  expect(role && callersNamedByTrust(role, roles).map(({ name }) => name)).toEqual(expected);
});

test("the pairs of roles that are asked about grow with the trust between roles, not with the square of the roles", () => {
  const { roles } = modelWithRoles(Array.from({ length: 60 }, () => [lambda]));

  const pairs = roles.flatMap((role) => callersNamedByTrust(role, roles));
  const judged = new Set<NamedResource>();
  const judgeAlike = alikeJudge({ text: modelWithRoles([]).text }, (trust) => {
    judged.add(trust);
    return { proofs: [], counterexamples: [], doubts: [] };
  });
  roles.map((role) => judgeAlike(trustOf(role)));

  expect([pairs.length, judged.size]).toEqual([0, 1]);
});
