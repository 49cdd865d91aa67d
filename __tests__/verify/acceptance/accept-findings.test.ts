import fc from "fast-check";
import { acceptFindings } from "../../../verify/acceptance/accept-findings";
import { acceptanceNotes } from "../../../verify/acceptance/acceptance-notes";
import { type ClaimResult, perimeterHolds } from "../../../verify/claims/decide-claims";
import type { AcceptedFinding } from "../../../verify/posture/accepted-finding";
import { currentDay } from "../../../verify/posture/last-day";
import { type ReportFormat, renderReport } from "../../../verify/report/render-report";
import { textReport } from "../../../verify/report/text-report";
import type { Evidence, Verdict } from "../../../verify/verdict/claim";
import { A_YEAR_FROM_NOW } from "../../fixtures/days";
import { judgedFileWith, provedVerdict, sampleClaim } from "../fixtures/sample-verdicts";

const entry: AcceptedFinding = {
  claim: "claim-1",
  finding: "x",
  address: "aws_instance.legacy_*",
  reason: "moves in March",
  owner: "platform",
  until: "2030-01-31",
};

const pattern: AcceptedFinding = { ...entry, finding: "no endpoint for *" };
const any: AcceptedFinding = { ...entry, finding: "*" };

const [before, after] = ["2030-01-31", "2030-02-01"];

const finding = (text: string, ...addresses: readonly string[]): Evidence => ({ text, addresses });

const violated = (...evidence: readonly Evidence[]): ClaimResult => ({
  claim: sampleClaim("claim-1"),
  verdict: { kind: "violated", evidence },
});

const verdictAfter = (result: ClaimResult, accepted: readonly AcceptedFinding[] = [entry], today = before) =>
  acceptFindings([result], accepted, today).claimResults[0]?.verdict.kind;

test("A violated claim whose every finding is accepted counts as accepted, and never as proved.", () => {
  const { claimResults, uses } = acceptFindings([violated(finding("x", "aws_instance.legacy_1"))], [entry], before);

  expect(claimResults.map(({ verdict }) => verdict)).toEqual([
    { kind: "accepted", of: "violated", evidence: [finding("x", "aws_instance.legacy_1")] },
  ]);
  expect(uses).toEqual([{ accepted: entry, isUsed: true }]);
  expect(perimeterHolds({ claimResults })).toBe(false);
});

test("An entry with the text of a finding and another address accepts nothing, and its note says where the finding is.", () => {
  const misplaced = { ...entry, address: "aws_security_group.open" };
  const { claimResults, uses } = acceptFindings([violated(finding("x", "aws_instance.legacy_1"))], [misplaced], before);

  expect(claimResults.map(({ verdict }) => verdict.kind)).toEqual(["violated"]);
  expect(acceptanceNotes(uses, "2029-01-01")).toEqual([
    expect.stringMatching(
      /\(WARNING: accepts nothing here: the finding is at aws_instance\.legacy_1; correct the address\)$/,
    ),
  ]);
});

test("An entry without the address that its finding has accepts nothing, and its note says which address to name.", () => {
  const { address: _, ...unplaced } = { ...entry, finding: "x" };
  const { uses } = acceptFindings([violated(finding("x", "aws_instance.legacy_1"))], [unplaced], before);

  expect(acceptanceNotes(uses, "2029-01-01")).toEqual([
    expect.stringMatching(/: the finding is at aws_instance\.legacy_1; name its address\)$/),
  ]);
});

test.each<[string, ClaimResult, AcceptedFinding]>([
  ["another address", violated(finding("x", "aws_instance.other")), any],
  ["a path that also has another address", violated(finding("x", "aws_instance.legacy_1", "aws_subnet.a")), any],
  ["a second finding", violated(finding("x", "aws_instance.legacy_1"), finding("y", "aws_instance.new")), any],
  ["another finding at the same address", violated(finding("y", "aws_instance.legacy_1")), entry],
  ["a finding without an address", violated(finding("x")), any],
  ["a finding without an address that only a pattern matches", violated(finding("no endpoint for sts")), pattern],
  ["another claim", violated(finding("x", "aws_instance.legacy_1")), { ...entry, claim: "claim-2" }],
  ["another text", violated(finding("x", "aws_instance.legacy_1")), { ...entry, finding: "a public address" }],
])("An accepted finding does not hide %s.", (_, result, accepted) => {
  expect(verdictAfter(result, [accepted])).toBe("violated");
});

test("An accepted finding counts on its last day, and not on the next one.", () => {
  const result = violated(finding("x", "aws_instance.legacy_1"));

  expect([verdictAfter(result), verdictAfter(result, [entry], after)]).toEqual(["accepted", "violated"]);
});

test("A finding about something that does not exist is accepted by its exact text.", () => {
  const named = { ...entry, finding: "no interface endpoint for sts" };

  expect(verdictAfter(violated(finding("no interface endpoint for sts")), [named])).toBe("accepted");
});

test("An entry without an address accepts a finding that has none, and no finding at an address.", () => {
  const { address: _, ...named } = { ...entry, finding: "no interface endpoint for sts" };
  const { uses } = acceptFindings([violated(finding(named.finding))], [named], before);

  expect(acceptanceNotes(uses, "2029-01-01")).toEqual([
    "accepted until 2030-01-31 by platform: claim-1: no interface endpoint for sts: moves in March",
  ]);
  expect(verdictAfter(violated(finding(named.finding)), [named])).toBe("accepted");
  expect(verdictAfter(violated(finding(named.finding, "aws_vpc.main")), [named])).toBe("violated");
});

test("The note of an entry whose pattern matches a finding without an address says to write the whole text.", () => {
  const { uses } = acceptFindings([violated(finding("no endpoint for sts"))], [pattern], before);

  expect(acceptanceNotes(uses, "2029-01-01")).toEqual([
    expect.stringMatching(
      /\(WARNING: accepts nothing here: the finding has no address; write its whole text: no endpoint for sts\)$/,
    ),
  ]);
});

test.each<[string, readonly Evidence[], Verdict]>([
  [
    "undecided, and the doubt comes first, if no entry covers it",
    [finding("the CIDR is not known", "aws_instance.new")],
    {
      kind: "undecided",
      evidence: [finding("the CIDR is not known", "aws_instance.new"), finding("x", "aws_instance.legacy_1")],
    },
  ],
  [
    "accepted with the doubt, if an entry covers it",
    [finding("the CIDR is not known", "aws_instance.legacy_2")],
    {
      kind: "accepted",
      of: "violated",
      evidence: [finding("x", "aws_instance.legacy_1"), finding("the CIDR is not known", "aws_instance.legacy_2")],
    },
  ],
])("A claim with an accepted violation and a doubt is %s.", (_, alsoUndecided, expected) => {
  const verdict = { kind: "violated" as const, evidence: [finding("x", "aws_instance.legacy_1")], alsoUndecided };
  const { claimResults } = acceptFindings([{ claim: sampleClaim("claim-1"), verdict }], [any], before);

  expect(claimResults[0]?.verdict).toEqual(expected);
});

test("For any findings and entries, a claim is accepted exactly if one entry covers each finding wholly, and proofs stay.", () => {
  const address = fc.constantFrom("aws_a.x", "aws_a.y", "aws_b.x");
  const evidence = fc.array(fc.record({ text: fc.constantFrom("s", "t"), addresses: fc.uniqueArray(address) }), {
    maxLength: 3,
  });
  const kind = fc.constantFrom("proved" as const, "violated" as const, "undecided" as const, "notApplicable" as const);
  const pattern = fc.constantFrom("aws_a.*", "aws_a.x", "aws_b.*");
  const entries = fc.array(
    fc
      .record({
        claim: fc.constantFrom("claim-1", "claim-2"),
        finding: fc.constantFrom("s", "t", "*"),
        address: pattern,
      })
      .map((one) => ({ ...entry, ...one })),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(kind, evidence, entries, (verdictKind, pieces, accepted) => {
      const result: ClaimResult = { claim: sampleClaim("claim-1"), verdict: { kind: verdictKind, evidence: pieces } };
      const covers = (one: AcceptedFinding, { text, addresses }: Evidence): boolean =>
        one.claim === "claim-1" &&
        (addresses.length === 0 ? [text] : ["*", text]).includes(one.finding) &&
        addresses.every((place) => place.startsWith(String(one.address).replace("*", "")));
      const isCovered = pieces.length > 0 && pieces.every((piece) => accepted.some((one) => covers(one, piece)));
      const isOpen = verdictKind === "violated" || verdictKind === "undecided";

      expect(verdictAfter(result, accepted)).toBe(isOpen && isCovered ? "accepted" : verdictKind);
    }),
  );
});

test("Notes warn from 14 days before the last day, after it, and where nothing is accepted.", () => {
  const note = (today: string, isUsed = true) => acceptanceNotes([{ accepted: entry, isUsed }], today)[0];
  const start = "accepted until 2030-01-31 by platform: claim-1: x at aws_instance.legacy_*: moves in March";

  expect(note("2030-01-16")).toBe(start);
  expect(note("2030-01-17")).toBe(`${start} (WARNING: expires in 14 days)`);
  expect(note(after)).toBe(`${start} (WARNING: expired, so it fails again)`);
  expect(note("2029-01-01", false)).toBe(`${start} (WARNING: accepts nothing here; remove it)`);
});

test.each<ReportFormat>(["text", "json", "sarif", "junit", "markdown", "oscal"])(
  "The %s report prints each accepted finding.",
  (format) => {
    const judged = judgedFileWith("dev", provedVerdict, {
      kind: "violated",
      evidence: [finding("x", "aws_instance.legacy_1")],
    } as Verdict);
    const current = { ...entry, until: A_YEAR_FROM_NOW };
    const { claimResults, uses } = acceptFindings(judged.claimResults, [current], currentDay());
    const stack = { ...judged, claimResults, acceptances: uses };
    const report =
      format === "text" ? textReport([stack], { color: false, detail: "unproved" }) : renderReport(format, [stack]);

    expect(report).toContain("moves in March");
    expect(report).toMatch(
      {
        text: /1 accepted/,
        json: /"accepted": 1/,
        sarif: /"suppressions"/,
        junit: /<skipped message="accepted/,
        markdown: /1 accepted/,
        oscal: /"deviation-approved"/,
      }[format],
    );
    expect(perimeterHolds(stack)).toBe(true);
  },
);
