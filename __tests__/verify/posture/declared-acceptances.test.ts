import { judgeStack } from "../../../cli/stacks/verify-file";
import { postureDifferences } from "../../../review/compare/posture/posture-differences";
import { claims } from "../../../verify/claims";
import { readPosture } from "../../../verify/posture/read-posture";
import type { TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { A_YEAR_FROM_NOW } from "../../fixtures/days";

const entry = {
  claim: "endpoint-covers-required-services",
  finding: "no * endpoint for *",
  address: "aws_vpc.legacy",
  reason: "moves in March",
  owner: "platform",
  until: A_YEAR_FROM_NOW,
};

const declaring = (accepted: unknown): TerraformConfiguration => ({
  source: "stack",
  form: "synthesized",
  resources: [],
  outputs: {
    perimeter_posture: {
      ...{ posture: "isolated", protections: false, deployers: [], break_glass: [], log_retention_days: 1 },
      ...{ allowed_domains: [], accepted: accepted as never },
    },
  },
});

test("A stack declares the findings that its owners accept in its posture.", () => {
  expect(readPosture(declaring([entry])).accepted).toEqual([{ ...entry, address: ["aws_vpc.legacy"] }]);
});

test("A stack declares a finding about something that does not exist without an address.", () => {
  const { address: _, ...named } = entry;

  expect(readPosture(declaring([named])).accepted).toEqual([named]);
});

test.each<[string, unknown]>([
  ["no list", entry],
  ["an empty list of addresses", [{ ...entry, address: [] }]],
  ["no owner", [{ ...entry, owner: "" }]],
  ["no last day", [{ ...entry, until: "soon" }]],
  ["a pattern that matches everything", [{ ...entry, address: "*" }]],
  ["a list with one pattern that matches everything", [{ ...entry, address: ["aws_vpc.a", "*"] }]],
  ["a last day that no calendar has", [{ ...entry, until: "9999-99-99" }]],
  ["a last day that the month does not have", [{ ...entry, until: "2027-02-30" }]],
  ["a pattern of a finding that says too little", [{ ...entry, finding: "*no *" }]],
  ["a finding of letters between wildcards", [{ ...entry, finding: "*a*e*i*o*u*n*s*t*r*l*" }]],
  ["a finding of blanks", [{ ...entry, finding: "             " }]],
  ["a pattern of every module", [{ ...entry, address: "module.*" }]],
  ["a reason of two lines", [{ ...entry, reason: "moves\nin March" }]],
  ["a field that does not exist", [{ ...entry, findings: entry.finding }]],
  ["no finding", [{ ...entry, finding: null }]],
  ["a claim alone, which would accept whatever comes at the address", [{ ...entry, finding: undefined }]],
])("A declaration of accepted findings with %s is refused.", (_, accepted) => {
  expect(() => readPosture(declaring(accepted))).toThrow(/perimeter_posture\.accepted: not a/);
});

test("What a stack accepts changes its verdicts, and an entry of an unknown claim is named as one that accepts nothing.", () => {
  const configuration = declaring([
    { ...entry, address: "aws_vpc.*" },
    { ...entry, claim: "no-such-claim" },
  ]);
  const evidence = [{ text: "no interface endpoint for sts", addresses: ["aws_vpc.legacy"] }];
  const among = claims
    .filter(({ name }) => name === entry.claim)
    .map((claim) => ({ ...claim, decide: () => ({ kind: "violated" as const, evidence }) }));
  const subject = { configuration, posture: readPosture(configuration) };
  const { claimResults, acceptances = [] } = judgeStack({ name: "dev", file: "dev", subject }, [], among);

  expect(claimResults.map(({ verdict }) => verdict.kind)).toEqual(["accepted"]);
  expect(acceptances.map(({ accepted, isUsed }) => [accepted.claim, isUsed])).toEqual([
    [entry.claim, true],
    ["no-such-claim", false],
  ]);
});

test("A newly accepted finding needs approval, and one that is no longer accepted does not.", () => {
  const [none, some] = [declaring([]), declaring([entry])].map((configuration) => readPosture(configuration));
  const severities = [
    postureDifferences(none as never, some as never),
    postureDifferences(some as never, none as never),
  ].map((differences) => differences.map(({ severity, text }) => [severity, text]));

  expect(severities).toEqual([
    [
      [
        "opens",
        `endpoint-covers-required-services: no * endpoint for * at aws_vpc.legacy is accepted until ${A_YEAR_FROM_NOW} (platform: moves in March)`,
      ],
    ],
    [["changes", "endpoint-covers-required-services: no * endpoint for * at aws_vpc.legacy is no longer accepted"]],
  ]);
});
