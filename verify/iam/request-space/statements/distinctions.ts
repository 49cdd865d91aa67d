import { memoize } from "../../../collections/memoize";
import { compileGlob, matchesGlob, type WildcardMode } from "../../patterns/glob";
import type { GlobGroup } from "../../patterns/string-classes";

/**
 * What a question asks about the values of a condition key: whether they fit one of the patterns. Without a pattern it asks only
 * whether the request has the key.
 *
 * A request stands for all requests that the policies and the question cannot distinguish. Where a policy lists two values, one
 * request stands for both, unless a test of the question makes a difference between them.
 */
export interface ValueTest<Key extends string = string> {
  /** In lower case. */
  readonly key: Key;
  /** `*` and `?` are wildcards; in a pattern that begins with `arn:`, they stay within a part of the ARN. */
  readonly patterns: readonly string[];
}

const knownTests = new Map<string, ValueTest>();

/**
 * Declares a test, once for each key and patterns.
 *
 * @param key in lower case
 */
export function valueTest<const Key extends string>(key: Key, patterns: readonly string[]): ValueTest<Key> {
  const name = JSON.stringify([key, patterns]);
  const test = (knownTests.get(name) as ValueTest<Key> | undefined) ?? { key, patterns };
  knownTests.set(name, test);
  return test;
}

/** The patterns of a test. */
export const globsOfTest: (test: ValueTest) => GlobGroup = memoize(({ patterns }) => patterns.map(globOfText));

/** A text of a question as a pattern. */
export function globOfText(text: string): ReturnType<typeof compileGlob> {
  return compileGlob(text, wildcardsOf(text));
}

function wildcardsOf(text: string): WildcardMode {
  return !/[*?]/.test(text) ? "exact" : text.startsWith("arn:") ? "arn" : "text";
}

/** Whether a value fits the test. */
export function fitsTest(test: ValueTest, value: string): boolean {
  return globsOfTest(test).some((glob) => matchesGlob(glob, value));
}

/**
 * What a question distinguishes beyond what policies compare: the only things that may be asked of its requests.
 *
 * `Key` are the condition keys of its tests. A request of a question that tests `a` is none of one that tests `b`.
 */
export interface Distinctions<Key extends string = never> {
  readonly tests: readonly ValueTest[];
  /** Groups of ARN patterns. */
  readonly arnGroups: readonly (readonly string[])[];
  /** Exists for the type alone. It makes the compiler refuse the test of a key that the question does not distinguish. */
  readonly key?: (key: Key) => void;
}

/** @throws when the question does not distinguish the values: one request would then stand for values of both kinds */
export function assertTested({ tests }: Pick<Distinctions, "tests">, test: ValueTest): void {
  if (!tests.includes(test)) {
    throw new Error(
      `${test.key}: the question does not distinguish ${JSON.stringify(test.patterns)}; add the test to it`,
    );
  }
}

/** @throws when the question does not distinguish the ARNs: one request would then stand for resources of both kinds */
export function assertDistinguishedArns({ arnGroups }: Pick<Distinctions, "arnGroups">, arns: readonly string[]): void {
  const isEqual = (group: readonly string[]): boolean =>
    group === arns || (group.length === arns.length && group.every((arn, index) => arn === arns[index]));
  if (arns.length > 0 && !arnGroups.some(isEqual)) {
    throw new Error(`the question does not distinguish the resources ${arns.join(", ")}; add them to it`);
  }
}
