/** A text in HCL that this reader does not understand, or that Terraform refuses. */
export class HclProblem extends Error {
  /** Starting with 1. */
  readonly line: number;
  /** Whether Terraform refuses the text as well. Otherwise it is valid, or nobody knows. */
  readonly isRefused: boolean;

  constructor(message: string, line: number, isRefused = false) {
    super(message);
    this.line = line;
    this.isRefused = isRefused;
  }
}

/** The line of a position in a text, starting with 1. */
export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}
