import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/** Asks the person at the terminal; `undefined` where there is none, or where they end the input without an answer. */
export async function askPerson(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (!process.stdin.isTTY) {
    return undefined;
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C reaches the prompt, not the process; Ctrl-D ends the input without an answer.
  prompt.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const closed = once(prompt, "close").then(() => undefined);
    return (await Promise.race([prompt.question(question, { signal }), closed]))?.trim();
  } finally {
    prompt.close();
  }
}
