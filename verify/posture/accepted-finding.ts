/**
 * A finding that the owners of a stack accept until a day, although a claim does not hold for it, or a change opens it. The one format
 * for `verify` and `review`.
 */
export interface AcceptedFinding {
  /** Name of the claim that does not hold. @default - a difference of `review`, which `finding` names */
  readonly claim?: string;
  /** Text of the evidence or the difference, with its mark; `*` is any text, unless no address is found. */
  readonly finding: string;
  /**
   * Terraform address that every address of the finding must match; `*` stands for any text. A list matches address by address.
   *
   * @default - the finding is about something that does not exist, so that it has no address
   */
  readonly address?: string | readonly string[];
  readonly reason: string;
  /** Person or team that answers for it. */
  readonly owner: string;
  /** Last day on which it is accepted, as YYYY-MM-DD. */
  readonly until: string;
  /** Name of the only stack that it is about. @default - every stack */
  readonly stack?: string;
  /** File and line of the entry. @default - not known */
  readonly place?: string;
}

/** An accepted finding, and whether it accepts anything in a stack. */
export interface AcceptanceUse {
  readonly accepted: AcceptedFinding;
  readonly isUsed: boolean;
  /** Whether a stack that was not judged may use it, so that nobody can say to remove it. @default - false */
  readonly mayServeOthers?: boolean;
  /** Addresses of the findings that an unused entry would accept if it named them. @default - there is no such finding */
  readonly missedAddresses?: readonly string[];
  /** Whole texts of the findings without an address that only a pattern of an unused entry matches. @default - there is no such finding */
  readonly missedTexts?: readonly string[];
}

/** A finding, as acceptances see it. */
export interface Finding {
  /** @default - a difference of `review` */
  readonly claim?: string;
  readonly text: string;
  readonly addresses: readonly string[];
}

/**
 * Whether the entry accepts exactly this finding. A finding without an address is about something that does not exist, so that no
 * address limits the entry: then the entry must name its whole text, without a pattern.
 */
export function acceptsFinding(accepted: AcceptedFinding, { claim, text, addresses }: Finding): boolean {
  const patterns = addressesOf(accepted).map(patternOf);
  return (
    accepted.claim === claim &&
    (addresses.length === 0
      ? accepted.finding === text
      : matchesText(accepted, text) && addresses.every((address) => patterns.some((pattern) => pattern.test(address))))
  );
}

/** The claim of an entry, if it names one, and the finding. */
export function subjectOf({ claim, finding }: AcceptedFinding): string {
  return claim === undefined ? finding : `${claim}: ${finding}`;
}

/** The address patterns of an entry; none for a finding without an address. */
export function addressesOf({ address = [] }: AcceptedFinding): readonly string[] {
  return [address].flat();
}

/** Whether the text of a finding matches the one of the entry, in which `*` is any text. */
export function matchesText({ finding }: AcceptedFinding, text: string): boolean {
  return patternOf(finding).test(text);
}

function patternOf(text: string): RegExp {
  const literals = text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`, "s");
}

/** The entries of a stack that still count. */
export function entriesOf(accepted: readonly AcceptedFinding[], stack: string): readonly AcceptedFinding[] {
  return accepted.filter((one) => one.stack === undefined || one.stack === stack);
}
