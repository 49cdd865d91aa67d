import { inProject } from "./inputs.mjs";

/** The whole test suite, with the processes that tests start. @type {import("../run.mjs").Group} */
export const suite = {
  name: "suite",
  title: "Test suite",
  rounds: 1,
  prepare: () => [
    {
      name: "jest, every test",
      args: [inProject("node_modules/jest/bin/jest.js"), "--silent"],
      cwd: inProject("."),
      children: true,
      exitCodes: [0, 1],
    },
  ],
};
