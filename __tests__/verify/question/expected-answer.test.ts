import { decideClaims } from "../../../verify/claims/decide-claims";
import { readPosture } from "../../../verify/posture/read-posture";
import { expectAllowed, expectDenied } from "../../../verify/question/expected-answer";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { type ClaimSubject, type Verdict, verdictOf } from "../../../verify/verdict/claim";
import type { Findings } from "../../../verify/verdict/findings";
import { A_YEAR_FROM_NOW } from "../../fixtures/days";
import { synthesizedText } from "../../fixtures/synthesized";

interface StackJson {
  readonly resource: Readonly<Record<string, JsonObject>>;
}

const json: StackJson = JSON.parse(synthesizedText("staging"));

/** Staging with more resources, as a subject of claims. */
function subjectWith(resource: Readonly<Record<string, JsonObject>> = {}): ClaimSubject {
  const configuration = readConfiguration({ ...json, resource: { ...json.resource, ...resource } }, "staging");
  const posture = readPosture(configuration);
  if (posture.kind !== "inspected") {
    throw new Error(`staging: its posture is ${posture.kind}`);
  }
  return { configuration, posture };
}

const staging = subjectWith();
const key = "aws_kms_key.locked_buckets_key_cmk";

function texts({ evidence }: Verdict): readonly string[] {
  return evidence.map(({ text }) => text);
}

test.each([
  ["packets", "packet from studio_a to internet:22/ssh"],
  ["DNS queries", "query unlisted.example/TXT from studio_a"],
  ["requests", `request kms:ScheduleKeyDeletion on ${key} by execution_role_role`],
])("a claim that %s are denied is proved where all of them are, and violated by the contrary claim", (_, question) => {
  expect(verdictOf(expectDenied(staging, question)).kind).toBe("proved");
  expect(verdictOf(expectAllowed(staging, question)).kind).toBe("violated");
});

test.each([
  ["packets", "packet from studio_a to github.com:443"],
  ["DNS queries", "query github.com from studio_a"],
  ["requests", "request s3:GetObject on locked_buckets_data by execution_role_role from endpoints_s3"],
])("a claim that %s are allowed is proved where all of them are, and violated by the contrary claim", (_, question) => {
  expect(verdictOf(expectAllowed(staging, question)).kind).toBe("proved");
  expect(verdictOf(expectDenied(staging, question)).kind).toBe("violated");
});

test("a proof says what decides and what the answer takes for granted, with the addresses of what decides", () => {
  const { proofs } = expectDenied(staging, "query unlisted.example from studio_a");

  expect(proofs).toEqual([
    {
      text: expect.stringMatching(
        /^query unlisted\.example\/A from aws_subnet\.network_studio_a is denied: unlisted\.example is refused: rule .*; assumed: the client asks the resolver of its VPC; /,
      ),
      addresses: expect.arrayContaining([expect.stringMatching(/^aws_route53_resolver_firewall_rule\./)]),
    },
  ]);
});

test("a question of which only some cases are denied violates either claim", () => {
  const question = "packet from studio_a to 203.0.113.7:443";

  expect(verdictOf(expectDenied(staging, question)).kind).toBe("violated");
  expect(verdictOf(expectAllowed(staging, question)).kind).toBe("violated");
});

test("a question with faults is undecided, with each fault and what could stand there", () => {
  const verdict = verdictOf(expectDenied(staging, "packet from nowhere to x.example/xyz"));

  expect(verdict.kind).toBe("undecided");
  expect(texts(verdict)).toEqual([
    expect.stringMatching(/cannot be asked: packet: from: no such subject, got nowhere; use one of .*, and others$/),
    expect.stringMatching(/cannot be asked: packet: to: not a protocol, got xyz; use one of tls, /),
  ]);
});

test("a denial that a policy of a resource may undo is undecided until the question names the resource", () => {
  const verdict = (question: string) => verdictOf(expectDenied(staging, question));

  expect(verdict("request kms:ScheduleKeyDeletion by execution_role_role")).toEqual({
    kind: "undecided",
    evidence: [
      expect.objectContaining({ text: expect.stringMatching(/denied only if no policy of a single resource/) }),
    ],
  });
  expect(verdict(`request kms:ScheduleKeyDeletion on ${key} by execution_role_role`).kind).toBe("proved");
  expect(verdict("request iam:CreateUser by execution_role_role").kind).toBe("proved");
  expect(verdict("request s3:GetObject by execution_role_role").kind).toBe("violated");
});

test("what no model reads leaves both claims undecided, unless the posture declares it harmless", () => {
  const question = "packet from studio_a to internet:22/ssh";
  const gap = { aws_unheard_of_gateway: { new: { vpc_id: "${aws_vpc.network_vpc.id}" } } };
  const { configuration, posture } = subjectWith(gap);
  const harmless = [{ type: "aws_unheard_of_gateway", reason: "tested", owner: "network", lastDay: A_YEAR_FROM_NOW }];

  expect(verdictOf(expectDenied({ configuration, posture }, question)).kind).toBe("undecided");
  expect(verdictOf(expectAllowed({ configuration, posture }, question)).kind).toBe("undecided");
  expect(verdictOf(expectDenied({ configuration, posture: { ...posture, harmless } }, question))).toMatchObject({
    kind: "proved",
  });
});

test("findings about several subjects make the verdict of a claim, as decideClaims decides it", () => {
  const decide = (judge: (subject: ClaimSubject) => Findings) =>
    decideClaims(staging, [
      {
        name: "own-claim",
        title: "Own claim",
        meaning: "What this test asks holds.",
        details: [],
        remedy: "None.",
        topic: "identities",
        postures: ["inspected"],
        controls: [],
        decide: (subject) => verdictOf(judge(subject as ClaimSubject)),
      },
    ]).map(({ verdict }) => verdict.kind);

  expect(decide((subject) => expectDenied(subject, "request iam:CreateUser by execution_role_role"))).toEqual([
    "proved",
  ]);
  expect(decide((subject) => expectAllowed(subject, "request iam:CreateUser by execution_role_role"))).toEqual([
    "violated",
  ]);
});
