import { lookup } from "node:dns/promises";
import { setTimeout as pause } from "node:timers/promises";
import { isAnswerAddress } from "./answer-address";
import { handle } from "./handler";
import { text } from "./json";
import { putAnswer } from "./put-answer";
import { surroundings } from "./surroundings";

/** Kept for the answer itself: four attempts and the pauses between them. */
const ANSWER_MILLISECONDS = 15_000;

/** What Lambda tells of an invocation. */
interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** Answers a custom resource request of a self-service product. */
export async function handler(event: unknown, invocation: Invocation): Promise<void> {
  const milliseconds = Math.max(0, invocation.getRemainingTimeInMillis() - ANSWER_MILLISECONDS);
  await handle(event, milliseconds, () => surroundings(process.env, { lookup: addressOf, pause: paused }), {
    isAnswerAddress: (responseUrl) =>
      isAnswerAddress(responseUrl, text(process.env, "AWS_REGION"), process.env.AWS_ENDPOINT_URL),
    putAnswer: (responseUrl, answer) => putAnswer(responseUrl, answer, paused),
    log: (line) => console.log(JSON.stringify(line)),
  });
}

async function paused(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal });
}

/** Interface endpoints answer IPv4 in every zone. */
async function addressOf(host: string): Promise<string> {
  return (await lookup(host, { family: 4 })).address;
}
