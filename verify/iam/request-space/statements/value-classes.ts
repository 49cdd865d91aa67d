import { isArnConditionKey } from "../../aws/action-catalog";
import { epochSeconds, numericValue } from "../../language/condition-operators";
import type { ConditionTest } from "../../language/parse-policy";
import { defaultOfVariables, hasVariables, wildcardIfVariable } from "../../language/policy-variables";
import { compileGlob, type Glob, matchesGlob } from "../../patterns/glob";
import { isIpRange, witnessAddresses } from "../../patterns/ip-ranges";
import { isArnPlaceholder } from "../../patterns/placeholders";
import { type GlobGroup, stringClasses } from "../../patterns/string-classes";
import { globOfText } from "./distinctions";

/** What the classes of a key's values must distinguish. */
export interface ValueDistinctions {
  readonly tests: readonly ConditionTest[];
  /** Groups of texts that the question itself tells from all others; `*` and `?` are wildcards. @default - none */
  readonly distinguishedGroups?: readonly (readonly string[])[];
  /** A policy value as it reads for the requests in question. */
  resolve(policyValue: string): string;
}

/** One value for each class of values that the tests cannot distinguish. */
export function valueClasses(distinctions: ValueDistinctions): readonly string[] {
  const families = new Set(distinctions.tests.map(({ operator }) => operator.family));
  const values = new Set<string>();
  if (families.has("number") || families.has("date")) {
    for (const value of numberClasses(distinctions.tests)) {
      values.add(value);
    }
  }
  if (families.has("boolean")) {
    values.add("true").add("false");
  }
  if (families.has("address")) {
    for (const value of addressClasses(distinctions.tests)) {
      values.add(value);
    }
  }
  if (values.size === 0 || families.has("text")) {
    for (const value of textClasses(distinctions)) {
      values.add(value);
    }
    return [...values];
  }
  return [...values, ...textsOfQuestion(distinctions, [...values])];
}

/** A text for each class of the question that no number, date, address or boolean represents. */
function textsOfQuestion({ distinguishedGroups = [] }: ValueDistinctions, typed: readonly string[]): readonly string[] {
  const groups = distinguishedGroups.map((group) => group.map(globOfText));
  const signatureOf = (text: string): string =>
    groups.map((globs) => globs.some((glob) => matchesGlob(glob, text))).join();
  const known = new Set(typed.map(signatureOf));
  return stringClassWitnesses(anyText, groups).filter((text) => !known.has(signatureOf(text)));
}

/** More sets than these take longer than anybody waits. */
const maxValueSets = 20_000;

/**
 * Every non-empty set of the values that may matter. A test on a set turns on one value that fits it or does not, and so does
 * each test of the question: whatever a set of any size leads to, one of as many values as there are of those leads to as well.
 *
 * @param tests of policies on the key
 * @param asked tests of the question on the key
 * @throws when there are more than can be tried
 */
export function valueSets(
  values: readonly string[],
  tests: readonly ConditionTest[],
  asked: number,
): readonly (readonly string[])[] {
  const alike = new Set(tests.map(({ operatorName, values: compared }) => JSON.stringify([operatorName, compared])));
  const largest = Math.min(values.length, alike.size + Math.max(1, asked));
  let sets: readonly (readonly number[])[] = [[]];
  const found: (readonly string[])[] = [];
  for (let size = 1; size <= largest; size += 1) {
    sets = sets.flatMap((set) =>
      values.slice((set.at(-1) ?? -1) + 1).map((_, after) => [...set, (set.at(-1) ?? -1) + 1 + after]),
    );
    found.push(...sets.map((set) => set.map((index) => values[index] ?? "")));
    if (found.length > maxValueSets) {
      throw new Error(`policies: sets of ${values.length} values are too many for ${alike.size} tests; simplify them`);
    }
  }
  return found;
}

/** A set of texts as glob patterns, in the wildcards of each test. */
function globGroupsOf({ tests, resolve }: ValueDistinctions): readonly GlobGroup[] {
  return tests
    .filter(({ operator }) => operator.family === "text")
    .map(({ operator, values }) =>
      values.map((value) => compileGlob(resolve(value), operator.wildcards ?? "exact", operator.ignoreCase)),
    );
}

/**
 * How the tests read for requests of which nothing is known: a variable may stand for any text, and for its default where the request
 * lacks the key.
 */
export function openReadings(tests: readonly ConditionTest[]): readonly ((policyValue: string) => string)[] {
  return tests.some(({ values }) => values.some(hasVariables))
    ? [wildcardIfVariable, defaultOfVariables]
    : [wildcardIfVariable];
}

/** The sets of {@link globGroupsOf}, one for each of {@link openReadings}: a `*` in a set would hide the default. */
export function openGlobGroups(tests: readonly ConditionTest[]): readonly GlobGroup[] {
  return openReadings(tests).flatMap((resolve) => globGroupsOf({ tests, resolve }));
}

function textClasses(distinctions: ValueDistinctions): readonly string[] {
  const distinguished = (distinctions.distinguishedGroups ?? []).map((group) => group.map(globOfText));
  const groups = [...globGroupsOf(distinctions), ...distinguished];
  return isArnConditionKey(distinctions.tests[0]?.key ?? "")
    ? [...new Set([...stringClassWitnesses(anyArn, groups), ...arnReferences(distinctions)])]
    : stringClassWitnesses(anyText, groups);
}

const anyText = compileGlob("?*", "text");

const anyArn = compileGlob("arn:?*:?*:*:*:?*", "arn");

/** References to ARNs stand for themselves: a placeholder has no parts. */
function arnReferences({ tests, distinguishedGroups = [], resolve }: ValueDistinctions): readonly string[] {
  return [...tests.flatMap(({ values }) => values), ...distinguishedGroups.flat()]
    .map(resolve)
    .filter((value) => isArnPlaceholder([...value][0] ?? "") && !/[*?]/.test(value));
}

/** One text of the domain for each combination of groups that it may belong to. */
export function stringClassWitnesses(domain: Glob, groups: readonly GlobGroup[]): readonly string[] {
  return [...stringClasses(domain, groups).values()];
}

/** Each bound, and a value in every gap between two. */
function numberClasses(tests: readonly ConditionTest[]): readonly string[] {
  const bounds = tests.flatMap(({ operator, values }) =>
    operator.family === "date"
      ? values.map(epochSeconds)
      : operator.family === "number"
        ? values.map(numericValue)
        : [],
  );
  const sorted = [...new Set(bounds.filter(Number.isFinite))].sort((left, right) => left - right);
  const [first = 0] = sorted;
  const gaps = sorted.map((bound, index) => (bound + (sorted[index + 1] ?? bound + 2)) / 2);
  return [first - 1, ...sorted, ...gaps].map(String);
}

function addressClasses(tests: readonly ConditionTest[]): readonly string[] {
  return witnessAddresses(
    tests.filter(({ operator }) => operator.family === "address").flatMap(({ values }) => values.filter(isIpRange)),
  );
}
