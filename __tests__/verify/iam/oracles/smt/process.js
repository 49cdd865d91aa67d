// Program of a process that answers SMT scripts with z3. A fault in a thread of z3 ends the process, and its parent notices.
const { init } = require("z3-solver");

const context = init().then(({ Context }) => Context("policies"));

process.on("message", async ({ script, timeoutMilliseconds, phase }) => {
  const solver = new (await context).Solver();
  solver.set("timeout", timeoutMilliseconds);
  solver.set("phase_selection", phase);
  try {
    solver.fromString(script);
  } catch (error) {
    process.send({ refused: String(error) });
    return;
  }
  process.send({ answer: await solver.check() });
});
