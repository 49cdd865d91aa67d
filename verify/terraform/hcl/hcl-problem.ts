/** Whether Terraform refuses the text as well, or the text is valid, or nobody knows. */
export type HclProblemKind = "refused by Terraform" | "not understood";

/** A text in HCL that this reader does not understand, or that Terraform refuses. */
export class HclProblem extends Error {
  /** Starting with 1. */
  readonly line: number;
  readonly kind: HclProblemKind;

  constructor(kind: HclProblemKind, message: string, line: number) {
    super(message);
    this.kind = kind;
    this.line = line;
  }
}

/** The line of a position in a text, starting with 1. */
export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}
