import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { claims } from "../../../../verify/claims";
import type { Claim } from "../../../../verify/verdict/claim";
import { synthesizedText } from "../../../fixtures/synthesized";
import { ALL_ENVIRONMENTS, ENVIRONMENTS_WITH_ACCESS } from "../../fixtures/mutant";
import { allMutants } from "../fixtures/all-mutants";
import { isOneStatement, phrasesOf, sentencesOf, wordsOutsidePhrases } from "./claim-text";
import { claimWords } from "./claim-words";
import { harmlessEdits, isAsked } from "./permitted-uses";

const bootstraps = ["bootstrap", "bootstrap of GitLab", "bootstrap of HCP Terraform", "bootstrap of hub"] as const;
const environments = [...ALL_ENVIRONMENTS, ...ENVIRONMENTS_WITH_ACCESS, ...bootstraps];

const worded = claims
  .filter((claim) => environments.some((environment) => isAsked(claim, environment)))
  .map((claim) => ({ claim, words: claimWords[claim.name] ?? { asserts: {} } }));

/** The titles of the tests in the file that is named after the claim. */
function testTitlesOf({ name }: Pick<Claim, "name">): readonly string[] {
  const folder = join(__dirname, "../../claims");
  const file = readdirSync(folder, { recursive: true, encoding: "utf8" }).find((path) =>
    path.endsWith(`/${name}.test.ts`),
  );
  const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8");
  return [...text.matchAll(/\btest\("([^"]+)"/g)].map(([, title = ""]) => title);
}

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

test("every phrase about another input has a test of the claim with this title", () => {
  const missing = worded.flatMap(({ claim, words }) => {
    const titles = testTitlesOf(claim);
    return Object.entries(words.tests ?? {}).flatMap(([phrase, tests]) =>
      tests.length > 0 && tests.every((title) => titles.includes(title)) ? [] : [`${claim.name}: ${phrase}`],
    );
  });

  expect(missing).toEqual([]);
});

test("every phrase that permits what a shipped environment does is used by one", () => {
  const shipped = [...ALL_ENVIRONMENTS, ...bootstraps, "staging with access"].map(synthesizedText);
  const unused = worded.flatMap(({ claim, words }) =>
    Object.entries(words.ships ?? {}).flatMap(([phrase, texts]) =>
      texts.length > 0 && texts.every((text) => shipped.some((terraform) => terraform.includes(text)))
        ? []
        : [`${claim.name}: ${phrase}`],
    ),
  );

  expect(unused).toEqual([]);
});
