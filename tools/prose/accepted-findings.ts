import type { ProseFinding } from "./check-prose";

/** A finding that stays, and why. */
interface AcceptedFinding extends Pick<ProseFinding, "path" | "word"> {
  readonly reason: string;
}

const replacesResource = "the description of a security group: a change would replace the group in deployed stacks";
const isInput = "what a user mistypes, in a test";

const acceptedFindings: readonly AcceptedFinding[] = [
  { path: "constructs/self-service/self-service.ts", word: "function of self-service", reason: replacesResource },
  { path: "__tests__/cli/command-line.test.ts", word: "organisation", reason: isInput },
  { path: "__tests__/cli/shared/command-syntax.test.ts", word: "colour", reason: isInput },
  { path: "__tests__/envs/validation/parse-environments.test.ts", word: "colour", reason: isInput },
  {
    path: "verify/terraform/argument-types/generated-computed-attributes.ts",
    word: "tenant",
    reason: "the name of an attribute of the provider",
  },
];

/** Whether a finding stays, for a reason that is listed here. */
export function isAccepted({ path, word }: Pick<ProseFinding, "path" | "word">): boolean {
  return acceptedFindings.some((accepted) => accepted.path === path && accepted.word === word);
}
