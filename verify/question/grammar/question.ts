/** A question as it was written: its text, and which words of it stand where. */
export type WrittenQuestion = { readonly text: string } & (WrittenPacket | WrittenQuery | WrittenRequest);

/** `packet from SOURCE to DESTINATION [with GROUP, ...]` */
export interface WrittenPacket {
  readonly kind: "packet";
  readonly from: string;
  readonly to: string;
  /** Security groups of the source. */
  readonly with: readonly string[];
}

/** `query NAME[/TYPE] from SOURCE` */
export interface WrittenQuery {
  readonly kind: "query";
  readonly name: string;
  readonly from: string;
}

/** `request ACTION on RESOURCE by PRINCIPAL [from ORIGIN] [with KEY=VALUE, ...]` */
export interface WrittenRequest {
  readonly kind: "request";
  readonly action: string;
  readonly on: string | undefined;
  readonly by: string;
  readonly from: string | undefined;
  /** Condition keys with their values. */
  readonly with: readonly string[];
}

/** What is wrong with a question. */
export interface QuestionFault {
  /** The part of the question: `packet: from`. */
  readonly place: string;
  /** What is wrong with it. */
  readonly problem: string;
  /** The word that is wrong. @default - none: a part is missing */
  readonly word?: string;
  /** What could stand there instead. @default - anything */
  readonly candidates?: readonly string[];
  /** What to do, where no candidate can be named, or before the candidates. */
  readonly advice?: string;
}

/** More names than these are no help in a sentence about a fault. */
export const maxShownCandidates = 8;

/**
 * A fault as a sentence: where, what is wrong, the word, what to do.
 *
 * @param where the place, with what is around it
 * @param names advice about the candidates. @default - none
 */
export function faultText({ problem, word, advice }: QuestionFault, where: string, names?: string): string {
  const got = word === undefined ? "" : `, got ${word || "nothing"}`;
  return [`${where}: ${problem}${got}`, advice, names].filter((part) => part !== undefined).join("; ");
}

/** A value, or every reason why there is none. */
export type Read<Value> =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "faults"; readonly faults: readonly QuestionFault[] };

/** A value that was read. */
export function value<Value>(of: Value): Read<Value> {
  return { kind: "value", value: of };
}

/** The reasons why there is no value. */
export function faults(...of: readonly QuestionFault[]): {
  readonly kind: "faults";
  readonly faults: readonly QuestionFault[];
} {
  return { kind: "faults", faults: of };
}

/** The faults of several parts together. */
export function faultsOf(...parts: readonly Read<unknown>[]): readonly QuestionFault[] {
  return parts.flatMap((part) => (part.kind === "faults" ? part.faults : []));
}
