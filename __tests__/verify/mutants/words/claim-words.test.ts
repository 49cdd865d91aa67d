import { claims } from "../../../../verify/claims";
import { allMutants } from "../fixtures/all-mutants";
import { isOneStatement, phrasesOf, sentencesOf, wordsOutsidePhrases } from "./claim-text";
import { claimWords } from "./claim-words";
import { harmlessEdits, isAsked } from "./permitted-uses";

const worded = claims
  .filter(({ name }) => name in claimWords)
  .map((claim) => ({ claim, words: claimWords[claim.name] ?? { asserts: {} } }));

afterAll(() => {
  const all = worded.map(({ words }) => words);
  const phrases = all.reduce((sum, words) => sum + phrasesOf(words).length, 0);
  const witnesses = all.flatMap(({ asserts }) => Object.values(asserts).flat());
  process.stdout.write(
    `claims: ${worded.length}; phrases: ${phrases}; mutants that make one false: ${new Set(witnesses).size}\n`,
  );
});

test("every word of the title, meaning and details of every claim is in a phrase that a mutant or a permitted use stands for", () => {
  const outside = worded.flatMap(({ claim, words }) =>
    sentencesOf(claim).flatMap((sentence) => {
      const rest = wordsOutsidePhrases(sentence, phrasesOf(words));
      return rest.length === 0 ? [] : [`${claim.name}: ${rest.join(" ")} <- ${sentence}`];
    }),
  );

  expect(outside).toEqual([]);
});

test("every phrase is in the text of its claim, and says one thing", () => {
  const names = claims.map(({ name }) => name);
  expect(Object.keys(claimWords).filter((name) => !names.includes(name))).toEqual([]);

  const wrong = worded.flatMap(({ claim, words }) =>
    phrasesOf(words)
      .filter((phrase) => !isOneStatement(phrase) || !sentencesOf(claim).some((sentence) => sentence.includes(phrase)))
      .map((phrase) => `${claim.name}: ${phrase}`),
  );

  expect(wrong).toEqual([]);
});

test("every phrase that asserts something has a mutant that turns the claim in a posture that asks it", () => {
  const wrong = worded.flatMap(({ claim, words }) =>
    Object.entries(words.asserts).flatMap(([phrase, mutants]) => {
      const turning = mutants.filter((name) => {
        const mutant = allMutants.find((one) => one.name === name);
        return mutant?.turnsClaims.includes(claim.name) && mutant.environments.some((one) => isAsked(claim, one));
      });
      const strange = mutants.filter((name) => !turning.includes(name));
      return mutants.length > 0 && strange.length === 0 ? [] : [`${claim.name}: ${phrase} <- ${strange.join("; ")}`];
    }),
  );

  expect(wrong).toEqual([]);
});

test("every phrase that permits something has an edit that the claim does not notice", () => {
  const unnoticed = (claim: string): readonly string[] => [
    ...harmlessEdits,
    ...allMutants.filter(({ turnsClaims }) => !turnsClaims.includes(claim)).map(({ name }) => name),
  ];
  const wrong = worded.flatMap(({ claim, words }) =>
    Object.entries(words.permits ?? {}).flatMap(([phrase, edits]) => {
      const strange = edits.filter((name) => !unnoticed(claim.name).includes(name));
      return edits.length > 0 && strange.length === 0 ? [] : [`${claim.name}: ${phrase} <- ${strange.join("; ")}`];
    }),
  );

  expect(wrong).toEqual([]);
});
