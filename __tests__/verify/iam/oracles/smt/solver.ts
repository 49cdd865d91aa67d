import { type ChildProcess, fork, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { plainForm } from "./encoding/plain-form";

/** What z3 says of a script. */
export type SmtAnswer = "sat" | "unsat" | "unknown";

/** Runs scripts one after the other. */
export interface SmtSolver {
  /**
   * @param phase what z3 first takes an undecided truth value for. @default "usual"
   * @throws when z3 refuses the script
   */
  solve(script: string, phase?: Phase): Promise<SmtAnswer>;
  stop(): void;
}

/** Value of z3's option `smt.phase_selection`: its usual heuristic, or true. The answer to a script is the same. */
type Phase = "usual" | "true";

const phases: Readonly<Record<Phase, number>> = { usual: 3, true: 1 };

const DEFAULT_TIMEOUT_MS = 2000;

/** How long after its time limit z3 may answer: it does not always keep to it. */
const patienceMilliseconds = 8000;

/** What `process.js` takes. */
interface SmtRequest {
  readonly script: string;
  readonly timeoutMilliseconds: number;
  readonly phase: number;
}

type Reply = { readonly answer: SmtAnswer } | { readonly refused: string } | "fault";

/**
 * Starts z3 anew for each script, because it keeps the memory of those before: at times it then faults, or calls unsatisfiable what has a
 * model. After a fault or a silence the answer is unknown.
 *
 * @param timeoutMilliseconds limit of each script. @default 2000
 */
export function startSmtSolver(timeoutMilliseconds = DEFAULT_TIMEOUT_MS): SmtSolver {
  let running: ChildProcess | undefined;
  const stop = (): void => {
    running?.kill("SIGKILL");
  };
  return {
    async solve(script, phase = "usual") {
      running = fork(join(__dirname, "process.js"), { stdio: ["ignore", "ignore", "ignore", "ipc"], execArgv: [] });
      const reply = await replyOf(running, { script, timeoutMilliseconds, phase: phases[phase] });
      stop();
      if (reply === "fault") {
        return "unknown";
      }
      if ("refused" in reply) {
        throw new Error(`z3 refuses the script: ${reply.refused}`);
      }
      return reply.answer;
    },
    stop,
  };
}

async function replyOf(solver: ChildProcess, request: SmtRequest): Promise<Reply> {
  let settle: (reply: Reply) => void = () => {};
  const reply = new Promise<Reply>((resolve) => {
    settle = resolve;
  });
  const fault = (): void => settle("fault");
  const late = setTimeout(fault, request.timeoutMilliseconds + patienceMilliseconds);
  solver.once("message", settle).once("exit", fault);
  solver.send(request);
  try {
    return await reply;
  } finally {
    clearTimeout(late);
    solver.off("message", settle).off("exit", fault);
  }
}

/** Runs a z3 that is installed: it is many times as fast as the one of the package. */
export function installedSolver(program: string, timeoutMilliseconds: number): SmtSolver {
  const running = spawn(program, ["-in", `-t:${timeoutMilliseconds}`], { stdio: ["pipe", "pipe", "inherit"] });
  const output = createInterface({ input: running.stdout });
  const lines = output[Symbol.asyncIterator]();
  return {
    async solve(script, phase = "usual") {
      running.stdin.write(`(reset)\n(set-option :smt.phase_selection ${phases[phase]})\n${script}\n(check-sat)\n`);
      const { value: line = "" } = await lines.next();
      const answer = line === "timeout" ? "unknown" : line;
      if (answer !== "sat" && answer !== "unsat" && answer !== "unknown") {
        throw new Error(`z3 refuses the script: ${line}`);
      }
      return answer;
    },
    stop: () => {
      output.close();
      running.kill("SIGKILL");
    },
  };
}

/** The z3 that the variable `Z3` names as a program, or else the one of the package. */
export function startSolver(timeoutMilliseconds = DEFAULT_TIMEOUT_MS): SmtSolver {
  const { Z3: program } = process.env;
  return withFurtherAttempts(
    program === undefined ? startSmtSolver(timeoutMilliseconds) : installedSolver(program, timeoutMilliseconds),
  );
}

/**
 * Asks again where z3 runs out of time. A role that may make a request only with a dozen keys is allowed it by a request that has them all,
 * which z3 finds when it takes truth values for true first.
 */
function withFurtherAttempts(solver: SmtSolver): SmtSolver {
  return {
    async solve(script) {
      const attempts: readonly (readonly [string, Phase])[] = [
        [script, "usual"],
        [script, "true"],
        [plainForm(script), "true"],
        [plainForm(script), "usual"],
      ];
      for (const [form, phase] of attempts) {
        const answer = await solver.solve(form, phase);
        if (answer !== "unknown") {
          return answer;
        }
      }
      return "unknown";
    },
    stop: () => solver.stop(),
  };
}
