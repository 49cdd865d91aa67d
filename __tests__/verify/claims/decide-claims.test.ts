import { type ClaimResult, chosenClaimsHold, decideClaims, perimeterHolds } from "../../../verify/claims/decide-claims";
import type { Claim, Verdict } from "../../../verify/verdict/claim";
import { verdictOf } from "../../../verify/verdict/claim";
import { counterexample, doubt, mergeFindings, notApplicable, proof } from "../../../verify/verdict/findings";
import { claimSubjectWith } from "../fixtures/claim-subject";

const holds: Claim = {
  name: "holds",
  title: "It holds",
  meaning: "It holds.",
  details: [],
  remedy: "Fix it.",
  topic: "network",
  postures: ["inspected"],
  controls: [],
  decide: () => ({ kind: "proved", evidence: [] }),
};

test("a claim is asked only of postures that require it", () => {
  const other: Claim = { ...holds, name: "other", postures: ["isolated"] };

  const judgements = decideClaims(claimSubjectWith({}), [holds, other]);

  expect(judgements.map(({ claim }) => claim.name)).toEqual(["holds"]);
});

test("a claim that throws is undecided, and says that the fault is ours", () => {
  const faulty: Claim = {
    ...holds,
    decide: () => {
      throw new TypeError("no such field");
    },
  };

  const [judgement] = decideClaims(claimSubjectWith({}), [faulty]);

  expect(judgement?.verdict).toEqual({
    kind: "undecided",
    evidence: [{ text: "the check failed with a fault of studio-perimeter: no such field", addresses: [] }],
  });
});

test("a piece of evidence that two questions of a claim find is there once, and one about another resource is another piece", () => {
  const piece = { text: "anybody reads it", addresses: ["aws_s3_bucket.a"] };
  const other = { ...piece, addresses: ["aws_s3_bucket.b"] };
  const twice: Claim = { ...holds, decide: () => ({ kind: "violated", evidence: [piece, other, { ...piece }] }) };

  expect(decideClaims(claimSubjectWith({}), [twice])[0]?.verdict).toEqual({
    kind: "violated",
    evidence: [piece, other],
  });
});

test("nothing judged is nothing proved", () => {
  const subject = claimSubjectWith({});

  expect(perimeterHolds({ claimResults: [] })).toBe(false);
  expect(perimeterHolds({ claimResults: decideClaims(subject, [holds]) })).toBe(true);
});

const absent: Claim = { ...holds, name: "absent", decide: () => verdictOf(notApplicable("there is no firewall")) };

test("a perimeter holds when each claim is proved or not applicable, and never when no claim is proved", () => {
  const subject = claimSubjectWith({});
  const stackOf = (candidates: readonly Claim[]) => ({
    name: "x",
    file: "x",
    subject,
    claimResults: decideClaims(subject, candidates),
  });

  expect(perimeterHolds(stackOf([holds, absent]))).toBe(true);
  expect(perimeterHolds(stackOf([absent]))).toBe(false);
});

test("Chosen claims hold when each one is proved, not applicable or accepted, and an open one or none at all is no success.", () => {
  const result = (verdict: Verdict): ClaimResult => ({ claim: holds, verdict });
  const evidence = [{ text: "x", addresses: [] }];
  const settled = [
    result({ kind: "notApplicable", evidence }),
    result({ kind: "accepted", of: "violated", evidence }),
    result({ kind: "proved", evidence: [] }),
  ];

  for (const one of settled) {
    expect(chosenClaimsHold({ claimResults: [one] })).toBe(true);
  }
  expect(chosenClaimsHold({ claimResults: [...settled, result({ kind: "undecided", evidence })] })).toBe(false);
  expect(chosenClaimsHold({ claimResults: [...settled, result({ kind: "violated", evidence })] })).toBe(false);
  expect(chosenClaimsHold({ claimResults: [] })).toBe(false);
});

test("a subject that is absent outranks nothing: a proof, a doubt or a counterexample decides", () => {
  const absence = notApplicable("there is no firewall");
  const kindOf = (...others: Parameters<typeof mergeFindings>[0]) =>
    verdictOf(mergeFindings([absence, ...others])).kind;

  expect(kindOf()).toBe("notApplicable");
  expect(kindOf(proof("holds"))).toBe("proved");
  expect(kindOf(proof("holds"), doubt("unclear"))).toBe("undecided");
  expect(kindOf(doubt("unclear"), counterexample("fails"))).toBe("violated");
});

test("a claim without a subject is undecided where a part of its topic was not read", () => {
  const subject = claimSubjectWith({ aws_cloudformation_stack: { any: { template_body: "{}" } } });

  const [result] = decideClaims(subject, [absent]);

  expect(result?.verdict.kind).toBe("undecided");
});
