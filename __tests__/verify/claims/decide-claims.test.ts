import { allClaimsProved, decideClaims } from "../../../verify/claims/decide-claims";
import type { Claim } from "../../../verify/verdict/claim";
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

test("nothing judged is nothing proved", () => {
  const subject = claimSubjectWith({});

  expect(allClaimsProved({ name: "x", file: "x", subject, claimResults: [] })).toBe(false);
  expect(allClaimsProved({ name: "x", file: "x", subject, claimResults: decideClaims(subject, [holds]) })).toBe(true);
});
