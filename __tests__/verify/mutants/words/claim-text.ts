import type { Claim } from "../../../../verify/verdict/claim";
import type { WordsOfClaim } from "./words-of-claim";

/** Words without a statement of their own. Quantifiers, negations, verbs and nouns are not among them. */
const glue = new Set(
  (
    "a an the and or nor of in on to into from for with by at as is are be been has have had that which who whose it its their " +
    "they these those this than so because also too where when whether if unless but while then there what one ones"
  ).split(" "),
);

/** The sentences of a claim that a mutant must be able to make false. */
export function sentencesOf({
  title,
  meaning,
  details,
}: Pick<Claim, "title" | "meaning" | "details">): readonly string[] {
  return [title, meaning, ...details].flatMap((text) => text.split(/(?<=\.) (?=[A-Z])/));
}

export function phrasesOf({
  asserts,
  permits = {},
  ships = {},
  tests = {},
  absences = [],
}: WordsOfClaim): readonly string[] {
  return [...Object.keys(asserts), ...Object.keys(permits), ...Object.keys(ships), ...Object.keys(tests), ...absences];
}

/** What remains of a sentence after its phrases and the words without a statement are taken out. */
export function wordsOutsidePhrases(sentence: string, phrases: readonly string[]): readonly string[] {
  const longestFirst = phrases.toSorted((one, other) => other.length - one.length);
  const rest = longestFirst.reduce((text, phrase) => text.replaceAll(phrase, " | "), sentence);
  return (rest.match(/[\p{L}\p{N}_:*`.'-]*[\p{L}\p{N}*`]/gu) ?? []).filter((word) => !glue.has(word.toLowerCase()));
}

/** A phrase that joins two statements would let one mutant stand for both. */
export function isOneStatement(phrase: string): boolean {
  return phrase.split(" ").length <= 8 && !/[,;]| and | or /.test(phrase);
}

/** The verdict that the words about a mutant demand: a phrase says it where each sentence that holds the phrase does. */
export function verdictSaid(
  claim: Pick<Claim, "title" | "meaning" | "details">,
  { asserts }: WordsOfClaim,
  mutant: string,
): "violated" | "undecided" | undefined {
  const phrases = Object.keys(asserts).filter((phrase) => asserts[phrase]?.includes(mutant));
  const said = phrases.map((phrase) => {
    const sentences = sentencesOf(claim).filter((sentence) => sentence.includes(phrase));
    const says = (word: RegExp): boolean => sentences.length > 0 && sentences.every((sentence) => word.test(sentence));
    return says(/\bundecided\b/) ? "undecided" : says(/\bviolates?\b/) ? "violated" : undefined;
  });
  return said.includes("violated") ? "violated" : said.find((verdict) => verdict !== undefined);
}
