/** What the words of one claim stand for: each word of its title, meaning and details is in one of the phrases. */
export interface WordsOfClaim {
  /** Phrases that say what holds, and the mutants that make them false. */
  readonly asserts: Readonly<Record<string, readonly string[]>>;
  /** Phrases that permit something or leave it out, and edits that use it and that the claim does not notice. */
  readonly permits?: Readonly<Record<string, readonly string[]>>;
  /** Phrases that permit what a shipped environment does, and text of its Terraform that does it. */
  readonly ships?: Readonly<Record<string, readonly string[]>>;
  /** Phrases about other inputs than a stack, and the titles of tests of the claim about them. */
  readonly tests?: Readonly<Record<string, readonly string[]>>;
  /** Phrases about stacks to which the claim does not apply: `absent-subjects.test.ts` has such a stack. */
  readonly absences?: readonly string[];
}
