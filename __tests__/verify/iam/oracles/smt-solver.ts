import { init } from "z3-solver";

/** What z3 says of a script. */
export type SmtAnswer = "sat" | "unsat" | "unknown";

/** Runs scripts one after the other. Its threads keep the process alive until `stop`. */
export interface SmtSolver {
  solve(script: string): Promise<SmtAnswer>;
  stop(): void;
}

const timeoutMilliseconds = 2000;

export async function startSmtSolver(): Promise<SmtSolver> {
  const { Context, em } = await init();
  const context = Context("policies");
  return {
    async solve(script) {
      const solver = new context.Solver();
      solver.set("timeout", timeoutMilliseconds);
      solver.fromString(script);
      return await solver.check();
    },
    stop: () => em.PThread.terminateAllThreads(),
  };
}
