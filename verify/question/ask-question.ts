import { type DeclaredHarmless, isDeclaredHarmless } from "../posture/declarations/declared-harmless";
import { currentDay } from "../posture/last-day";
import type { TerraformConfiguration } from "../terraform/terraform-configuration";
import { visibleText } from "../terraform/visible-text";
import type { GapTopic } from "../unmodeled/model-gap";
import { modelGaps } from "../unmodeled/model-gaps";
import type { Evidence } from "../verdict/claim";
import { type Answer, answerOf, type Findings } from "./answer";
import { parseQuestion } from "./grammar/parse-question";
import { type Read, value } from "./grammar/question";
import { answerPacket } from "./packet/answer-packet";
import { readPacketQuestion } from "./packet/packet-question";
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
  options: AskOptions = {},
): Read<Answer> {
  const parsed = parseQuestion(question);
  if (parsed.kind === "faults") {
    return parsed;
  }
  const written = parsed.value;
  if (written.kind === "packet") {
    const read = readPacketQuestion(configuration, written);
    if (read.kind === "faults") {
      return read;
    }
    const topics: readonly GapTopic[] =
      read.value.destination.kind === "host" ? ["network", "firewall", "names"] : ["network", "firewall"];
    return value(complete(configuration, question, answerPacket(configuration, read.value), topics, options));
  }
  const read = readRequestQuestion(configuration, written);
  return read.kind === "faults"
    ? read
    : value(
        complete(configuration, question, answerRequest(configuration, read.value), ["data", "identities"], options),
      );
}

/** What no model has read may change every answer of its topics, as it makes their claims undecided. */
function complete(
  configuration: TerraformConfiguration,
  question: string,
  findings: Findings,
  topics: readonly GapTopic[],
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
