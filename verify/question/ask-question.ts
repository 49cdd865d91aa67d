import { type DeclaredHarmless, isDeclaredHarmless } from "../posture/declarations/declared-harmless";
import { currentDay } from "../posture/last-day";
import type { TerraformConfiguration } from "../terraform/terraform-configuration";
import { visibleText } from "../terraform/visible-text";
import type { GapTopic } from "../unmodeled/model-gap";
import { modelGaps } from "../unmodeled/model-gaps";
import type { Evidence } from "../verdict/claim";
import { type Answer, answerOf, type Findings } from "./answer";
import { parseQuestion } from "./grammar/parse-question";
import { type Read, value, type WrittenQuestion } from "./grammar/question";
import { answerPacket } from "./packet/answer-packet";
import { readPacketQuestion } from "./packet/packet-question";
import { answerQuery } from "./query/answer-query";
import { readQueryQuestion } from "./query/query-question";
import { answerRequest } from "./request/answer-request";
import { readRequestQuestion } from "./request/request-question";

/** What of the posture an answer reads. */
export interface AskOptions {
  /** What the owners declare harmless, so that it is no gap. @default - nothing */
  readonly harmless?: readonly DeclaredHarmless[];
  /** Day that decides which declarations still count, as YYYY-MM-DD. @default - today */
  readonly today?: string;
}

/**
 * Answers a question about one configuration with the models that the claims use.
 *
 * @returns every fault of the question at once, if it has some
 */
export function askQuestion(
  configuration: TerraformConfiguration,
  question: string,
  options?: AskOptions,
): Read<Answer> {
  const written = parseQuestion(question);
  return written.kind === "faults" ? written : answerQuestion(configuration, written.value, options);
}

/** As {@link askQuestion}, for a question that {@link parseQuestion} has read. */
export function answerQuestion(
  configuration: TerraformConfiguration,
  question: WrittenQuestion,
  options: AskOptions = {},
): Read<Answer> {
  const read = answerWritten(configuration, question);
  return read.kind === "faults" ? read : value(complete(configuration, question.text, read.value, options));
}

/** What was found out, and the topics whose gaps may change it. */
interface Answered {
  readonly findings: Findings;
  readonly topics: readonly GapTopic[];
}

function answerWritten(configuration: TerraformConfiguration, written: WrittenQuestion): Read<Answered> {
  switch (written.kind) {
    case "packet":
      return answered(readPacketQuestion(configuration, written), (question) => ({
        findings: answerPacket(configuration, question),
        topics: question.destination.kind === "host" ? ["network", "firewall", "names"] : ["network", "firewall"],
      }));
    case "query":
      return answered(readQueryQuestion(configuration, written), (question) => ({
        findings: answerQuery(configuration, question),
        topics: ["network", "names"],
      }));
    case "request":
      return answered(readRequestQuestion(configuration, written), (question) => ({
        findings: answerRequest(configuration, question),
        topics: ["data", "identities"],
      }));
  }
}

function answered<Question>(read: Read<Question>, answer: (question: Question) => Answered): Read<Answered> {
  return read.kind === "faults" ? read : value(answer(read.value));
}

/** What no model has read may change every answer of its topics, as it makes their claims undecided. */
function complete(
  configuration: TerraformConfiguration,
  question: string,
  { findings, topics }: Answered,
  { harmless = [], today = currentDay() }: AskOptions,
): Answer {
  const gaps = modelGaps(configuration).filter(
    (gap) =>
      gap.topics.some((topic) => topics.includes(topic)) &&
      !isDeclaredHarmless(harmless, gap.evidence.unmodeled, today),
  );
  const doubts = [...findings.doubts, ...gaps.map(({ evidence }) => evidence)];
  return withVisibleTexts(answerOf(question, { ...findings, doubts }));
}

/** Answers quote names and rules that somebody else wrote; reports print them as single lines. */
function withVisibleTexts(answer: Answer): Answer {
  const evidence = ({ text, addresses }: Evidence): Evidence => ({
    text: visibleText(text),
    addresses: addresses.map(visibleText),
  });
  return {
    ...answer,
    question: visibleText(answer.question),
    readAs: visibleText(answer.readAs),
    cases: answer.cases.map(({ kind, examples, decidedBy, steps }) => ({
      kind,
      examples: examples.map(visibleText),
      decidedBy: visibleText(decidedBy),
      steps: steps.map((step) => ({ ...step, ...evidence(step) })),
    })),
    doubts: answer.doubts.map(evidence),
    assumptions: answer.assumptions.map(visibleText),
  };
}
