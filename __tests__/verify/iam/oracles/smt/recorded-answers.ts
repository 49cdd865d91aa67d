import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SmtAnswer, SmtSolver } from "./solver";

/**
 * Answers of z3, by the first 64 bits of the SHA-256 of the script in hexadecimal digits. An answer is a fact about the text of its script, so it needs no
 * second proof. Terraform or policies that change make other scripts, which have no answer here.
 */
export type RecordedAnswers = Readonly<Record<string, SmtAnswer>>;

const file = join(__dirname, "answers.json");

/** The answers in the repository. */
export function recordedAnswers(): RecordedAnswers {
  return JSON.parse(readFileSync(file, "utf8")) as RecordedAnswers;
}

/** Without those that z3 did not find within its time limit: a longer one may do. */
export function decidedAnswers(recorded: RecordedAnswers): RecordedAnswers {
  return Object.fromEntries(Object.entries(recorded).filter(([, answer]) => answer !== "unknown"));
}

/** Whether `npm run smt-answers` runs: scripts without an answer are solved, and the file is written anew. */
export const isRecording = process.env.WRITE_SMT_ANSWERS === "1";

export function keyOf(script: string): string {
  return createHash("sha256").update(script).digest("hex").slice(0, 16);
}

/** Looks answers up, and asks the solver where none is recorded. */
export interface RecordedSolver extends Pick<SmtSolver, "solve"> {
  /** How many scripts had no recorded answer. */
  readonly solved: number;
  /** The scripts of the answers, by key. */
  readonly scripts: ReadonlyMap<string, string>;
  /** Writes the answers to every script that was asked, and no others. */
  write(): void;
}

/** A solver that is asked only about scripts without an answer; the same script twice is solved once. */
export function recordedSolver(solver: Pick<SmtSolver, "solve">, recorded: RecordedAnswers): RecordedSolver {
  const scripts = new Map<string, string>();
  const answers = new Map<string, SmtAnswer>();
  let solved = 0;
  return {
    async solve(script) {
      const key = keyOf(script);
      scripts.set(key, script);
      let answer = answers.get(key) ?? recorded[key];
      if (answer === undefined) {
        answer = await solver.solve(script);
        solved += 1;
        if (isRecording && solved % keptAfter === 0) {
          writeAnswers({ ...recorded, ...Object.fromEntries(answers) });
        }
      }
      answers.set(key, answer);
      return answer;
    },
    get solved() {
      return solved;
    },
    scripts,
    write: () => writeAnswers(Object.fromEntries(answers)),
  };
}

/** So that a recording that is stopped goes on where it was. */
const keptAfter = 20;

function writeAnswers(answers: RecordedAnswers): void {
  const sorted = Object.entries(answers).sort(([one], [other]) => (one < other ? -1 : 1));
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
}
