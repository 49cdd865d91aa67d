import type { Answer, AnswerCase, AnswerKind, Step } from "./answer";

/** How an answer is printed. */
export interface AnswerTextStyle {
  /** Whether every case is printed, not only the first of each kind. */
  readonly all: boolean;
}

const headings: Readonly<Record<AnswerKind, string>> = {
  allowed: "allowed",
  denied: "denied",
  "cannot-be-told": "cannot be told",
};

/** Doubts beyond these are counted. */
const maxShownDoubts = 6;
/** Examples of a case beyond these are counted. */
const maxShownExamples = 2;

/** An answer for people: the verdict, what decides, and each step. */
export function answerText(answer: Answer, { all }: AnswerTextStyle): string {
  const { kind, isUniform, readAs, cases, doubts, assumptions } = answer;
  const some = kind === "allowed" && !isUniform ? " in some cases" : "";
  const shown = all ? cases : firstOfEachKind(cases);
  return [
    `${headings[kind]}${some}: ${readAs}`,
    ...doubtLines(doubts.map(({ text }) => text)),
    ...shown.flatMap((one) => ["", ...caseLines(one, doubts.length > 0)]),
    ...countOfOthers(cases.length - shown.length),
    ...(assumptions.length === 0 ? [] : ["", "  assumed", ...assumptions.map((text) => `    - ${text}`)]),
    "",
  ].join("\n");
}

function doubtLines(doubts: readonly string[]): readonly string[] {
  const rest = doubts.length - maxShownDoubts;
  return doubts.length === 0
    ? []
    : [
        "  because",
        ...doubts.slice(0, maxShownDoubts).map((text) => `    - ${text}`),
        ...(rest > 0 ? [`    - and ${rest} more (list with --json)`] : []),
      ];
}

function firstOfEachKind(cases: readonly AnswerCase[]): readonly AnswerCase[] {
  return cases.filter(({ kind }, index) => cases.findIndex((other) => other.kind === kind) === index);
}

function caseLines({ kind, examples, decidedBy, steps }: AnswerCase, isDoubtful: boolean): readonly string[] {
  const rest = examples.length - maxShownExamples;
  const shown = examples.slice(0, maxShownExamples).join("; ");
  const width = Math.max(0, ...steps.map((step) => stepName(step).length));
  return [
    `  ${isDoubtful ? "as far as it is read, " : ""}${headedBy(headings[kind], decidedBy)}`,
    ...(shown === "" ? [] : [`    for ${shown}${rest > 0 ? `; and ${rest} more` : ""}`]),
    ...steps.map((step) => `    ${marks[step.outcome]} ${stepName(step).padEnd(width)}  ${step.text}`),
  ];
}

function headedBy(heading: string, decidedBy: string): string {
  return decidedBy.startsWith(`${heading} `) ? decidedBy : `${heading}: ${decidedBy}`;
}

/** Plain characters, so that every terminal and log shows them. */
const marks: Readonly<Record<Step["outcome"], string>> = {
  allows: "+",
  forwards: ">",
  denies: "x",
  silent: " ",
  unknown: "?",
};

function stepName({ kind }: Step): string {
  return kind.replace(/-/g, " ");
}

function countOfOthers(count: number): readonly string[] {
  return count === 0 ? [] : ["", `  ${count} more ${count === 1 ? "case" : "cases"} (list with --all)`];
}
