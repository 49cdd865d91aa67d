import { memoize } from "../../collections/memoize";
import { compileGlob, matchesGlob } from "./glob";

const globsOf = memoize((patterns: readonly string[]) => patterns.map((pattern) => compileGlob(pattern, "arn")));

/** Whether the ARN is one of the patterns'. */
export function matchesAnyArn(patterns: readonly string[], arn: string): boolean {
  return globsOf(patterns).some((glob) => matchesGlob(glob, arn));
}
