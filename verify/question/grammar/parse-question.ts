import {
  faults,
  type QuestionFault,
  type Read,
  value,
  type WrittenPacket,
  type WrittenQuery,
  type WrittenQuestion,
  type WrittenRequest,
} from "./question";

/** The form of each kind of question, for errors and help. */
export const questionForms = {
  packet: "packet from SOURCE to DESTINATION[:PORT][/PROTOCOL] [with GROUP, ...]",
  query: "query NAME[/TYPE] from SOURCE",
  request: "request ACTION [on RESOURCE] by PRINCIPAL [from ORIGIN] [with KEY=VALUE, ...]",
} as const;

type Kind = keyof typeof questionForms;

/** The parts of a question. */
interface QuestionParts {
  /** What stands before the first clause. @default - nothing */
  readonly lead?: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const partsOf: Readonly<Record<Kind, QuestionParts>> = {
  packet: { required: ["from", "to"], optional: ["with"] },
  query: { lead: "name", required: ["from"], optional: [] },
  request: { lead: "action", required: ["by"], optional: ["on", "from", "with"] },
};

/** `packet`, `query` or `request`. */
function isKind(word: string): word is Kind {
  return Object.hasOwn(questionForms, word);
}

type Clauses = Readonly<Record<string, readonly string[]>>;

/**
 * Reads the words of a question. What they name is looked up later.
 *
 * @returns every fault of the form at once
 */
export function parseQuestion(text: string): Read<WrittenQuestion> {
  const [verb = "", ...words] = text.trim().split(/\s+/);
  const kind = verb.toLowerCase();
  if (!isKind(kind)) {
    return faults({
      place: "question",
      problem: `starts with none of ${Object.keys(questionForms).join(", ")}`,
      word: verb,
      advice: `write ${Object.values(questionForms)
        .map((form) => `"${form}"`)
        .join(" or ")}`,
    });
  }
  const { required, optional } = partsOf[kind];
  const names = [...required, ...optional];
  const start = words.findIndex((word) => names.includes(word));
  const lead = start < 0 ? words : words.slice(0, start);
  const { found, repeated } = readClauses(words.slice(lead.length), names);
  const problems: readonly QuestionFault[] = [
    ...leadFaults(kind, lead),
    ...required.filter((name) => (found[name] ?? []).length === 0).map((name) => missing(kind, name)),
    ...optional
      .filter((name) => found[name]?.length === 0)
      .map((name) => ({ place: `${kind}: ${name}`, problem: "has no words after it", advice: formAdvice(kind) })),
    ...repeated.map((name) => ({ place: `${kind}: ${name}`, problem: "is written twice", advice: "keep one" })),
    ...names
      .filter((name) => name !== "with" && (found[name] ?? []).length > 1)
      .map((name) => ({
        place: `${kind}: ${name}`,
        problem: "has several words",
        word: (found[name] ?? []).join(" "),
        advice: "name one subject; ask one question for each",
      })),
  ];
  return problems.length > 0 ? faults(...problems) : value({ text, ...writtenParts(kind, lead, found) });
}

function readClauses(
  words: readonly string[],
  names: readonly string[],
): { found: Clauses; repeated: readonly string[] } {
  const found: Record<string, string[]> = {};
  const repeated: string[] = [];
  let current: string[] = [];
  for (const word of words) {
    if (names.includes(word)) {
      repeated.push(...(found[word] === undefined ? [] : [word]));
      current = [];
      found[word] = current;
    } else {
      current.push(word);
    }
  }
  return { found, repeated };
}

/** What stands before the first clause: the action of a request, the name of a query, and nothing of a packet. */
function leadFaults(kind: Kind, lead: readonly string[]): readonly QuestionFault[] {
  const { lead: wanted } = partsOf[kind];
  if (lead.length === (wanted === undefined ? 0 : 1)) {
    return [];
  }
  const word = lead.join(" ");
  const problem =
    wanted === undefined ? "has words before from" : lead.length === 0 ? `has no ${wanted}` : `has several ${wanted}s`;
  return [{ place: kind, problem, ...(word === "" ? {} : { word }), advice: formAdvice(kind) }];
}

function missing(kind: Kind, name: string): QuestionFault {
  return { place: kind, problem: `has no "${name}"`, advice: formAdvice(kind) };
}

function formAdvice(kind: Kind): string {
  return `write "${questionForms[kind]}"`;
}

function writtenParts(
  kind: Kind,
  [lead = ""]: readonly string[],
  found: Clauses,
): WrittenPacket | WrittenQuery | WrittenRequest {
  const one = (name: string): string | undefined => found[name]?.[0];
  const list = (found.with ?? []).flatMap((word) => word.split(",")).filter((word) => word !== "" && word !== "and");
  const from = one("from");
  switch (kind) {
    case "packet":
      return { kind, from: from ?? "", to: one("to") ?? "", with: list };
    case "query":
      return { kind, name: lead, from: from ?? "" };
    case "request":
      return { kind, action: lead, on: one("on"), by: one("by") ?? "", from, with: list };
  }
}
