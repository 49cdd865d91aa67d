/**
 * What a difference means to whoever approves it, the gravest first.
 *
 * - `opens`: something may pass that was refused before.
 * - `unclear`: the plan does not say; never taken for harmless.
 * - `loses`: data, or a service that people use, goes.
 * - `stands`: a claim that held neither before nor holds after.
 * - `changes`: worth knowing, opens and closes nothing.
 * - `closes`: something is refused that could pass before.
 */
export const severities = ["opens", "unclear", "loses", "stands", "changes", "closes"] as const;

export type Severity = (typeof severities)[number];

/** One sentence of a review, and what it rests on. */
export interface ReviewDifference {
  readonly severity: Severity;
  readonly text: string;
  /** Terraform addresses, those that decide first. */
  readonly addresses: readonly string[];
  /** What shows it, sentence by sentence. @default - the sentence itself */
  readonly details?: readonly string[];
}

export function createDifference(severity: Severity, text: string, addresses: readonly string[]): ReviewDifference {
  return { severity, text, addresses: [...new Set(addresses)] };
}

/** The gravest first, otherwise in the order in which they were found. */
export function sortBySeverity(differences: readonly ReviewDifference[]): readonly ReviewDifference[] {
  return severities.flatMap((severity) => differences.filter((one) => one.severity === severity));
}

/** The first few of a list in words; the rest is counted. */
export function formatList(items: readonly string[], most = 4): string {
  const shown = items.slice(0, most);
  const last = items.length > most ? `${items.length - most} more` : shown.pop();
  return shown.length === 0 ? (last ?? "none") : `${shown.join(", ")} and ${last}`;
}

/** A principal's ARN without the account, which is the stack's own. */
export function principalWithoutAccount(pattern: string): string {
  return pattern.replace(/^arn:.*:iam::.*:(?=(?:role|user)\/|root$)/, "");
}
