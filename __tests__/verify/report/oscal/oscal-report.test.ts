import fc from "fast-check";
import { claims } from "../../../../verify/claims";
import { decideClaims, type VerifiedStack } from "../../../../verify/claims/decide-claims";
import { readPosture } from "../../../../verify/posture/read-posture";
import { contentUuid } from "../../../../verify/report/oscal/content-uuid";
import { nistControls } from "../../../../verify/report/oscal/control-findings";
import { controlMappings } from "../../../../verify/report/oscal/control-mappings";
import { type OscalOptions, oscalReport } from "../../../../verify/report/oscal/oscal-report";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { Verdict } from "../../../../verify/verdict/claim";
import { anyText } from "../../../fixtures/any-text";
import { propertyRuns } from "../../../fixtures/property-runs";
import { synthesizedText } from "../../../fixtures/synthesized";
import { judgedFileWith, provedVerdict, undecidedVerdict, violatedVerdict } from "../../fixtures/sample-verdicts";
import { assessmentResultsValidator, SCHEMA_ID, schema } from "./fixtures/assessment-results-schema";

interface Finding {
  readonly target: { readonly status: { readonly state: string; readonly reason: string; readonly remarks?: string } };
  readonly "related-risks"?: readonly unknown[];
}

interface Result {
  readonly observations: readonly { readonly props: readonly { readonly name: string; readonly value: string }[] }[];
  readonly findings?: readonly Finding[];
  readonly risks?: readonly { readonly status: string; readonly deadline?: string }[];
}

const validate = assessmentResultsValidator();

/** The results of a report that NIST's schema accepts. */
function validResults(report: string): readonly Result[] {
  const document = JSON.parse(report);
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  return document["assessment-results"].results;
}

const alone: OscalOptions = { day: "2030-01-31", known: [] };
const notApplicableVerdict: Verdict = { kind: "notApplicable", evidence: [{ text: "no firewall", addresses: [] }] };
const acceptedVerdict: Verdict = { ...violatedVerdict, kind: "accepted", of: "violated" };

function statusWith(...verdicts: readonly Verdict[]): Finding["target"]["status"] | undefined {
  const [result] = validResults(oscalReport([judgedFileWith("dev", ...verdicts)], alone));
  return result?.findings?.[0]?.target.status;
}

test("The schema of the test is NIST's for the release of OSCAL that the report names.", () => {
  expect(schema.$id).toBe(SCHEMA_ID);
  expect(oscalReport([], alone)).toContain(`"oscal-version": "${/\/(\d+\.\d+\.\d+)\//.exec(SCHEMA_ID)?.[1]}"`);
});

test("NIST's schema refuses a report without a state of a finding, so it checks something.", () => {
  const document = JSON.parse(oscalReport([judgedFileWith("dev", provedVerdict)], alone));
  document["assessment-results"].results[0].findings[0].target.status.state = "undecided";

  expect(validate(document)).toBe(false);
});

test.each([
  ["satisfied where every claim is proved", [provedVerdict, provedVerdict], "satisfied", "pass"],
  ["satisfied where the other claims are not applicable", [provedVerdict, notApplicableVerdict], "satisfied", "pass"],
  ["not satisfied where one claim is undecided", [provedVerdict, undecidedVerdict], "not-satisfied", "other"],
  ["not satisfied where one claim is accepted", [provedVerdict, acceptedVerdict], "not-satisfied", "other"],
  ["not satisfied where one claim is violated", [undecidedVerdict, violatedVerdict], "not-satisfied", "fail"],
])("A control is %s.", (_, verdicts, state, reason) => {
  expect(statusWith(...verdicts)).toMatchObject({ state, reason });
});

test("Each claim supports a control of NIST, because a result of OSCAL without a reviewed control is not valid.", () => {
  expect(claims.filter((claim) => nistControls(claim).length === 0).map(({ name }) => name)).toEqual([]);
});

test("A control is satisfied if and only if a claim of it is proved and all others are proved or not applicable.", () => {
  const all = [provedVerdict, violatedVerdict, undecidedVerdict, acceptedVerdict, notApplicableVerdict];
  const combinations = Array.from({ length: 2 ** all.length - 1 }, (_, index) =>
    all.filter((_verdict, bit) => (((index + 1) >> bit) & 1) === 1),
  );
  const satisfied = combinations.filter((verdicts) => statusWith(...verdicts)?.state === "satisfied");

  expect(combinations).toHaveLength(31);
  expect(satisfied).toEqual([[provedVerdict], [provedVerdict, notApplicableVerdict]]);
});

test("A control without any subject in the stack has no finding, and its claims are observed.", () => {
  const [result] = validResults(oscalReport([judgedFileWith("dev", notApplicableVerdict)], alone));

  expect(result).not.toHaveProperty("findings");
  expect(result?.observations).toHaveLength(1);
});

test("A control is not satisfied while a claim that the posture requires was not decided.", () => {
  const judged = judgedFileWith("dev", provedVerdict);
  const [claim] = judged.claimResults.map((result) => result.claim);
  const known = claim === undefined ? [] : [{ ...claim, name: "left-out" }];
  const [result] = validResults(oscalReport([judged], { ...alone, known }));

  expect(result?.findings?.[0]?.target.status).toMatchObject({
    state: "not-satisfied",
    remarks: "Not decided in this run: left-out.",
  });
});

test("Each claim that is not proved is a risk, and an accepted one ends with its acceptance.", () => {
  const accepted = {
    claim: "claim-2",
    finding: "*",
    address: "*",
    reason: "moves",
    owner: "platform",
    until: "2030-03-01",
  };
  const judged = {
    ...judgedFileWith("dev", violatedVerdict, undecidedVerdict, acceptedVerdict),
    acceptances: [{ accepted, isUsed: true }],
  };
  const [result] = validResults(oscalReport([judged], alone));

  expect(result?.risks).toMatchObject([
    { status: "open" },
    { status: "investigating" },
    { status: "deviation-approved", deadline: "2030-03-01T23:59:59Z" },
  ]);
  expect(result?.findings?.[0]?.["related-risks"]).toHaveLength(3);
});

test("Any name in the Terraform gives a valid report.", () => {
  const names = fc.oneof(anyText, fc.constantFrom("", " ", "\n", "-", "a\u2028b", "<b>"));

  fc.assert(
    fc.property(names, (text) => {
      const evidence = [{ text, addresses: [text] }];
      const judged = judgedFileWith("dev", { kind: "proved", evidence }, { kind: "violated", evidence });
      validResults(oscalReport([{ ...judged, name: text, file: text }], alone));
    }),
    propertyRuns(20),
  );
});

describe("the report of an environment", () => {
  let stack: VerifiedStack;

  beforeAll(() => {
    const configuration = readConfiguration(JSON.parse(synthesizedText("dev")), "dev");
    const subject = { configuration, posture: readPosture(configuration) };
    stack = { name: "dev", file: "dev/cdk.tf.json", subject, claimResults: decideClaims(subject, claims) };
  });

  test("The report of dev is valid, observes each claim, and satisfies each control that has a subject.", () => {
    const [result] = validResults(oscalReport([stack]));
    const observed = result?.observations.flatMap(({ props }) => props.filter(({ name }) => name === "claim"));

    expect(observed?.map(({ value }) => value)).toEqual(stack.claimResults.map(({ claim }) => claim.name));
    expect(result?.findings?.length).toBeGreaterThan(20);
    expect(new Set(result?.findings?.map(({ target }) => target.status.state))).toEqual(new Set(["satisfied"]));
  });

  test("Two reports of one day are equal, and only their dates and the identifier of the document change with the day.", () => {
    const report = (day: string) => oscalReport([stack], { day });
    const lines = (text: string) => text.split("\n").filter((line) => !/T00:00:00Z"|^ {4}"uuid"/.test(line));

    expect(report("2030-01-31")).toBe(report("2030-01-31"));
    expect(report("2030-02-01")).not.toBe(report("2030-01-31"));
    expect(lines(report("2030-02-01"))).toEqual(lines(report("2030-01-31")));
  });

  test("Identifiers are unique, and every reference has its target, also where a stack is named twice.", () => {
    const text = oscalReport([stack, stack, { ...stack, file: "other.json" }]);
    const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, id]) => id);
    const uuids = all(/"uuid": "([^"]+)"/g);

    expect(new Set(uuids).size).toBe(uuids.length);
    expect(uuids).toEqual(expect.arrayContaining(all(/"(?:observation|risk|subject)-uuid": "([^"]+)"/g)));
    expect(all(/"id": "([^"]+)"/g)).toEqual(expect.arrayContaining(all(/"target-id": "([^"]+)"/g)));
  });

  test("Every control with a finding says what no claim shows of it.", () => {
    const { "local-definitions": local } = JSON.parse(oscalReport([stack]))["assessment-results"];
    const remarks = local["objectives-and-methods"].map((objective: { remarks: string }) => objective.remarks);
    const texts = Object.values(controlMappings).map(({ remaining }) => `No claim shows: ${remaining}`);

    expect(texts).toEqual(expect.arrayContaining(remarks));
  });
});

test("A content UUID has version 5 and the variant of RFC 9562, and differs for different content.", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (one, other) => {
      expect(contentUuid(...one)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(contentUuid(...one) === contentUuid(...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});
