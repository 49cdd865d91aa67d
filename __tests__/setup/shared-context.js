const { TestEnvironment } = require("jest-environment-node");

/** Names of the symbols under which jest-circus keeps the state of a test file in the global object. */
const stateOfTestFile = /^[A-Z_]+$/;

let shared;

/**
 * One global object for all test files of a worker, so that `shared-modules.js` can load modules once. A file that mocks a module
 * asks for a global object and modules of its own: `@jest-environment node` in its first comment.
 */
module.exports = class SharedContext {
  constructor(config, context) {
    shared ??= shareable(new TestEnvironment(config, context));
    shared.beginFile();
    // biome-ignore lint/correctness/noConstructorReturn: jest makes an environment for each file, and all files share one.
    return shared;
  }
};

/** The environment with `beginFile`, and with a teardown that undoes what a file did and keeps the modules. */
function shareable(environment) {
  const { global, fakeTimers, fakeTimersModern } = environment;
  const { exit } = global.process;
  const variables = { ...global.process.env };
  return Object.assign(environment, {
    isShared: true,
    beginFile: () => {
      // Jest wraps it again for each file.
      global.process.exit = exit;
      for (const symbol of Object.getOwnPropertySymbols(global)) {
        if (stateOfTestFile.test(symbol.description ?? "")) {
          delete global[symbol];
        }
      }
    },
    teardown: async () => {
      fakeTimers.useRealTimers();
      fakeTimersModern.useRealTimers();
      for (const name of Object.keys(global.process.env)) {
        delete global.process.env[name];
      }
      Object.assign(global.process.env, variables);
    },
  });
}
