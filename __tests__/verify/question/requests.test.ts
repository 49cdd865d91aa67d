import fc from "fast-check";
import type { Answer } from "../../../verify/question/answer";
import { askQuestion } from "../../../verify/question/ask-question";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { Json, JsonObject, TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { propertyRuns } from "../../fixtures/property-runs";
import { synthesizedText } from "../../fixtures/synthesized";
import { answer } from "./fixtures/answer";

const staging = readConfiguration(JSON.parse(synthesizedText("staging")), "staging");

test.each([
  [
    "from the internet",
    "request s3:GetObject on aws_s3_bucket.data by execution_role_role from internet",
    "denied",
    /denied by "DenyObjectsOutsideVpce" in aws_s3_bucket_policy/,
  ],
  [
    "from Studio",
    "request s3:GetObject on data by execution_role_role from studio_a",
    "allowed",
    /allowed by .* and "\w+" in aws_vpc_endpoint\.endpoints_s3/,
  ],
  [
    "for one object",
    "request s3:GetObject on aws_s3_bucket.data/a/b.csv by execution_role_role from endpoints_s3",
    "allowed",
    /allowed by/,
  ],
  [
    "that no policy allows",
    "request s3:RestoreObject on data by execution_role_role from endpoints_s3",
    "denied",
    /no policy of the caller allows it/,
  ],
  ["of anybody", "request s3:GetObject on data by anonymous from 203.0.113.7", "denied", /denied by/],
  [
    "that assumes a role",
    "request sts:AssumeRole on execution_role_role by service/lambda.amazonaws.com",
    "denied",
    /no policy of the resource allows it/,
  ],
  [
    "to a bucket elsewhere",
    "request s3:GetObject on arn:aws:s3:::elsewhere/x by execution_role_role from endpoints_s3",
    "cannot-be-told",
    /./,
  ],
])("staging: a request %s is decided with the statement that decides", (_, question, kind, decidedBy) => {
  const { kind: got, cases } = answer(staging, question);

  expect(got).toBe(kind);
  expect(cases[0]?.decidedBy).toMatch(decidedBy);
});

test("every layer of policies says what it does", () => {
  const [first] = answer(staging, "request s3:GetObject on data by execution_role_role from endpoints_s3").cases;

  expect(first?.steps.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
    "resource-policy silent",
    "identity-policy allows",
    "endpoint-policy allows",
  ]);
});

test("a request without TLS is asked about with its condition key", () => {
  const question =
    "request s3:GetObject on data by execution_role_role from endpoints_s3 with aws:SecureTransport=false";

  expect(answer(staging, question).kind).toBe("denied");
});

const account = "${data.aws_caller_identity.me.account_id}";
const arn = (name: string): string => `arn:aws:iam::${account}:role/${name}`;

interface PlainStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string;
  readonly Resource: string;
  readonly Principal?: Json;
  readonly Condition?: { readonly StringEquals: JsonObject };
}

function configurationOf(
  identity: readonly PlainStatement[],
  bucket: readonly PlainStatement[],
  more: JsonObject = {},
  role: JsonObject = {},
): TerraformConfiguration {
  const document = (statements: readonly PlainStatement[]): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } };
  return readConfiguration(
    {
      provider: { aws: [{ region: "eu-west-1" }] },
      data: { aws_caller_identity: { me: {} } },
      resource: {
        aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
        aws_vpc_endpoint: {
          s3: { vpc_id: "${aws_vpc.v.id}", service_name: "com.amazonaws.eu-west-1.s3", vpc_endpoint_type: "Gateway" },
        },
        aws_s3_bucket: { data: { bucket: "data" } },
        ...(bucket.length > 0 && { aws_s3_bucket_policy: { data: { bucket: "data", policy: document(bucket) } } }),
        aws_iam_role: {
          analyst: {
            name: "analyst",
            assume_role_policy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
            ...role,
          },
        },
        ...(identity.length > 0 && { aws_iam_role_policy: { own: { role: "analyst", policy: document(identity) } } }),
        ...more,
      },
    },
    "sketch",
  );
}

/** The evaluation logic of one account, for policies so plain that it fits here. */
function isAllowed(
  identity: readonly PlainStatement[],
  bucket: readonly PlainStatement[],
  request: { readonly action: string; readonly resource: string; readonly address: string },
): boolean {
  const fits = (pattern: string, text: string): boolean =>
    pattern.endsWith("*") ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
  const applies = ({ Action, Resource, Principal, Condition }: PlainStatement): boolean =>
    fits(Action, request.action) &&
    fits(Resource, request.resource) &&
    (Principal === undefined ||
      Principal === "*" ||
      JSON.stringify(Principal) === JSON.stringify({ AWS: arn("analyst") })) &&
    (Condition === undefined || Condition.StringEquals["aws:SourceIp"] === request.address);
  const all = [...identity, ...bucket].filter(applies);
  return all.some(({ Effect }) => Effect === "Allow") && all.every(({ Effect }) => Effect === "Allow");
}

test("the answer agrees with the evaluation logic on random policies and requests", () => {
  const statement = fc.record({
    Effect: fc.constantFrom("Allow" as const, "Allow" as const, "Deny" as const),
    Action: fc.constantFrom("s3:GetObject", "s3:PutObject", "s3:Get*", "s3:*"),
    Resource: fc.constantFrom(
      "arn:aws:s3:::data/*",
      "arn:aws:s3:::data/a/*",
      "arn:aws:s3:::data/b",
      "arn:aws:s3:::other/*",
    ),
  });
  const principal = fc.constantFrom<Json>("*", { AWS: arn("analyst") }, { AWS: arn("other") });
  const address = fc.constantFrom("203.0.113.7", "198.51.100.9");
  const condition = fc.option(
    address.map((one) => ({ StringEquals: { "aws:SourceIp": one } })),
    { nil: undefined },
  );
  const ofBucket = fc
    .tuple(statement, principal, condition)
    .map(([one, Principal, Condition]): PlainStatement => ({ ...one, Principal, ...(Condition && { Condition }) }));
  const questions = fc.record({
    action: fc.constantFrom("s3:GetObject", "s3:PutObject"),
    key: fc.constantFrom("a/x", "b", "c"),
    address,
  });
  const seen = { allowed: 0, denied: 0 };
  const property = fc.property(
    fc.array(statement, { maxLength: 3 }),
    fc.array(ofBucket, { maxLength: 2 }),
    questions,
    (identity, bucket, { action, key, address: from }) => {
      const { kind, doubts } = answer(
        configurationOf(identity, bucket),
        `request ${action} on data/${key} by role/analyst from ${from}`,
      );
      const expected = isAllowed(identity, bucket, { action, resource: `arn:aws:s3:::data/${key}`, address: from })
        ? "allowed"
        : "denied";
      seen[expected] += 1;

      expect({ kind, doubts }).toEqual({ kind: expected, doubts: [] });
    },
  );

  fc.assert(property, propertyRuns(120));
  expect(Math.min(seen.allowed, seen.denied)).toBeGreaterThan(5);
});

const read: PlainStatement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const question = "request s3:GetObject on data by role/analyst from 203.0.113.7";

test("a permissions boundary that does not allow the request denies it, and is named", () => {
  const write = { Effect: "Allow", Action: "s3:PutObject", Resource: "*" };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [write] });
  const more = { aws_iam_policy: { limit: { policy } } };
  const configuration = configurationOf([read], [], more, { permissions_boundary: "${aws_iam_policy.limit.arn}" });
  const { kind, cases } = answer(configuration, question);

  expect(kind).toBe("denied");
  expect(cases[0]?.steps).toContainEqual(
    expect.objectContaining({ kind: "permissions-boundary", outcome: "denies", addresses: ["aws_iam_policy.limit"] }),
  );
});

test("a permissions boundary that the configuration does not show leaves an allowed request unknown", () => {
  const role = { permissions_boundary: "arn:aws:iam::111122223333:policy/unseen" };

  expect(answer(configurationOf([read], [], {}, role), question).kind).toBe("cannot-be-told");
  expect(answer(configurationOf([], [], {}, role), question).kind).toBe("denied");
});

test("a service control policy of the configuration makes the answer depend on whether it applies", () => {
  const denial = { Effect: "Deny", Action: "s3:*", Resource: "*" };
  const content = JSON.stringify({ Version: "2012-10-17", Statement: [denial] });
  const configuration = configurationOf([read], [], { aws_organizations_policy: { guard: { content } } });
  const { kind, doubts } = answer(configuration, question);

  expect(kind).toBe("cannot-be-told");
  expect(doubts.map(({ text }) => text).join()).toMatch(/denied if aws_organizations_policy\.guard/);
});

test("an attached policy that the configuration does not show leaves an implicit denial unknown, but not an explicit one", () => {
  const attachment = { role: "analyst", policy_arn: "arn:aws:iam::111122223333:policy/unseen" };
  const more = { aws_iam_role_policy_attachment: { unseen: attachment } };
  const denial: PlainStatement = { Effect: "Deny", Action: "s3:*", Resource: "*", Principal: "*" };

  expect(answer(configurationOf([], [], more), question).kind).toBe("cannot-be-told");
  expect(answer(configurationOf([read], [], more), question).kind).toBe("cannot-be-told");
  expect(answer(configurationOf([], [denial], more), question).kind).toBe("denied");
});

test("a caller outside the configuration is answered where its own policies do not matter", () => {
  const by = "request s3:GetObject on data by arn:aws:iam::111122223333:role/other from 203.0.113.7";
  const closed: PlainStatement = { ...read, Effect: "Deny", Principal: "*" };

  expect(answer(configurationOf([], [closed]), by).kind).toBe("denied");
  expect(answer(configurationOf([], []), by).kind).toBe("cannot-be-told");
});

test("a queue with a policy is decided by it, and a resource of another kind is refused with what the action acts on", () => {
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: "*" }],
  });
  const send: PlainStatement = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" };
  const queues = { aws_sqs_queue: { jobs: { name: "jobs" } } };
  const closed = { ...queues, aws_sqs_queue_policy: { jobs: { queue_url: "${aws_sqs_queue.jobs.id}", policy } } };
  const sends = "request sqs:SendMessage on aws_sqs_queue.jobs by role/analyst from internet";

  expect(answer(configurationOf([send], [], queues), sends).kind).toBe("allowed");
  expect(answer(configurationOf([send], [], closed), sends).kind).toBe("denied");
  expect(
    askQuestion(configurationOf([send], [], queues), "request sqs:SendMessage on analyst by role/analyst"),
  ).toEqual({
    kind: "faults",
    faults: [expect.objectContaining({ place: "request: on", problem: "sqs:SendMessage acts on queue only" })],
  });
});

function throughService(serviceName: string, action: string): Answer {
  const vpc = "${aws_vpc.v.id}";
  const endpoint = { vpc_id: vpc, service_name: serviceName, vpc_endpoint_type: "Interface" };
  const allowing = {
    Effect: "Allow" as const,
    Action: action,
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.x.id}" } },
  };
  return answer(
    configurationOf([allowing], [], { aws_vpc_endpoint: { x: endpoint } }),
    `request ${action} on * by role/analyst`,
  );
}

test.each([
  ["aws.sagemaker.eu-west-1.experiments", "sagemaker-mlflow:LogMetric", "allowed"],
  ["com.amazonaws.eu-west-1.bedrock-runtime", "bedrock:InvokeModel", "allowed"],
  ["com.amazonaws.eu-west-1.bedrock-runtime", "bedrock:CreateGuardrail", "denied"],
  ["com.amazonaws.eu-west-1.kinesis-streams", "kinesis:PutRecord", "allowed"],
  ["com.amazonaws.eu-west-1.email-smtp", "ses:SendRawEmail", "allowed"],
  ["com.amazonaws.eu-west-1.kms-fips", "kms:ListKeys", "allowed"],
  ["com.amazonaws.eu-west-1.no-such-service", "kinesis:PutRecord", "cannot-be-told"],
  ["com.amazonaws.vpce.eu-west-1.vpce-svc-0123", "kinesis:PutRecord", "denied"],
])("an action that only the endpoint %s may carry is answered for %s", (service, action, expected) => {
  expect(throughService(service, action).kind).toBe(expected);
});

test.each([
  ["iam:CreateUser", "anonymous from internet", "denied"],
  ["iam:CreateUser", "account/999999999999", "denied"],
  ["iam:CreateUser", "service/lambda.amazonaws.com", "denied"],
  ["ec2:RunInstances", "anonymous", "denied"],
  ["ec2:RunInstances", "account/999999999999", "cannot-be-told"],
  ["sagemaker:CreatePresignedDomainUrl", "anonymous", "denied"],
  ["sqs:SendMessage", "anonymous", "cannot-be-told"],
  ["sqs:SendMessage", "account/999999999999 from internet", "cannot-be-told"],
  ["sts:GetCallerIdentity", "account/999999999999 from internet", "allowed"],
  ["iam:CreateUser", "execution_role_role", "denied"],
])("%s without a resource by %s is never allowed by a policy that nobody shows", (action, by, expected) => {
  expect(answer(staging, `request ${action} by ${by}`).kind).toBe(expected);
});

test("a user of another account is denied by a service without resource policies, and may be allowed by others", () => {
  expect(answer(staging, "request iam:GetUser on arn:aws:iam::999999999999:user/x by execution_role_role").kind).toBe(
    "denied",
  );
});

test.each([
  ["a literal name", "fn", "allowed"],
  ["an ARN with that name", "arn:aws:lambda:eu-west-1:111122223333:function:fn", "allowed"],
  ["a reference", "${aws_lambda_function.f.function_name}", "allowed"],
  ["a local value", "${local.name}", "allowed"],
  ["a variable", "${var.name}", "cannot-be-told"],
  ["another literal name", "other", "denied"],
  ["another function", "${aws_lambda_function.g.arn}", "denied"],
])("a permission of a function that is named by %s counts where it belongs to it", (_, name, expected) => {
  const invoke = { action: "lambda:InvokeFunction", principal: "999999999999", function_name: name };
  const configuration = readConfiguration(
    {
      provider: { aws: [{ region: "eu-west-1" }] },
      locals: { name: "fn" },
      variable: { name: { type: "string" } },
      resource: {
        aws_lambda_function: { f: { function_name: "fn" }, g: { function_name: "g" } },
        aws_lambda_permission: { p: invoke },
      },
    },
    "sketch",
  );
  const { cases, doubts } = answer(
    configuration,
    "request lambda:InvokeFunction on aws_lambda_function.f by account/999999999999",
  );
  const isDoubted = doubts.some(({ text }) => text.startsWith("aws_lambda_permission.p may be attached"));

  expect(isDoubted ? "cannot-be-told" : cases[0]?.kind).toBe(expected);
});
