const v8 = require("node:v8");
const vm = require("node:vm");
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
    const { workerIdleMemoryLimit } = config.globalConfig;
    shared ??= shareable(withPlainGlobal(new TestEnvironment(config, context), config), workerIdleMemoryLimit);
    shared.beginFile();
    // biome-ignore lint/correctness/noConstructorReturn: jest makes an environment for each file, and all files share one.
    return shared;
  }
};

/**
 * The environment with a global object that is no proxy, where Node.js has one (since 20.18): reading `Map` or `Object` then takes as
 * long as outside of jest, and a thirteenth of the time behind the proxy.
 */
function withPlainGlobal(environment, { projectConfig }) {
  const { DONT_CONTEXTIFY } = vm.constants ?? {};
  if (DONT_CONTEXTIFY === undefined) {
    return environment;
  }
  const { global: proxied, moduleMocker, fakeTimersModern } = environment;
  const global = vm.createContext(DONT_CONTEXTIFY);
  for (const name of Reflect.ownKeys(proxied)) {
    if (!Object.hasOwn(global, name) || sameInAllContexts.includes(name)) {
      copyProperty(proxied, global, name);
    }
  }
  global.global = global;
  global.Error.stackTraceLimit = proxied.Error.stackTraceLimit;
  return Object.assign(environment, {
    context: global,
    global,
    moduleMocker: new moduleMocker.constructor(global),
    fakeTimersModern: new fakeTimersModern.constructor({ config: projectConfig, global }),
  });
}

/** Globals of ECMAScript that jest takes from the outer context, because modules of Node.js return them. */
const sameInAllContexts = ["ArrayBuffer", "Uint8Array"];

/** An accessor loads a module of Node.js on first use, and stays an accessor; what a test assigns takes its place. */
function copyProperty(from, to, name) {
  const descriptor = Object.getOwnPropertyDescriptor(from, name);
  const { configurable, enumerable } = descriptor;
  Object.defineProperty(
    to,
    name,
    "value" in descriptor
      ? descriptor
      : {
          configurable,
          enumerable,
          get: () => from[name],
          set: (value) => Object.defineProperty(to, name, { configurable, enumerable, writable: true, value }),
        },
  );
}

/**
 * The environment with `beginFile`, and with a teardown that undoes what a file did and keeps the modules.
 *
 * @param idleMemoryLimit bytes of heap after a file for which jest replaces the worker. @default - it never does
 */
function shareable(environment, idleMemoryLimit = Number.POSITIVE_INFINITY) {
  const { global, fakeTimersModern } = environment;
  const { exit } = global.process;
  const variables = { ...global.process.env };
  return Object.assign(environment, {
    isShared: true,
    handleTestEvent: ({ name }, state) => {
      if (name === "run_start") {
        state.testTimeout *= patience;
        stretchTimeouts(state.rootDescribeBlock);
      }
    },
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
      fakeTimersModern.useRealTimers();
      forgetTokens(global);
      for (const name of Object.keys(global.process.env)) {
        delete global.process.env[name];
      }
      Object.assign(global.process.env, variables);
      if (process.memoryUsage().heapUsed > idleMemoryLimit * COLLECT_BELOW) {
        collectGarbage();
      }
    },
  });
}

/**
 * Lets go of the construct trees that a file made: cdktf keeps every token, and with it the tree, for as long as the process runs. No
 * module makes tokens when it is loaded. The counter goes on, so that a token that somebody kept is unknown and never another one.
 */
function forgetTokens({ __cdktfTokenMap: tokens }) {
  tokens?.stringTokenMap.clear();
  tokens?.numberTokenMap.clear();
}

/** Jest looks a moment later than a file ends: a worker just below the limit would be above it then. */
const COLLECT_BELOW = 0.9;

/** What the time limits of tests are multiplied with, on a machine that has other work. */
const patience = Number(process.env.TEST_PATIENCE ?? 1);

/** The time limits that tests and hooks name themselves. */
function stretchTimeouts({ hooks, children }) {
  for (const each of [...hooks, ...children]) {
    if (each.type === "describeBlock") {
      stretchTimeouts(each);
    } else if (each.timeout !== undefined) {
      each.timeout *= patience;
    }
  }
}

/**
 * Jest counts garbage as memory, and most of what is there after a file is garbage. To collect it takes an eighth of a second; a new
 * worker would load everything again.
 */
function collectGarbage() {
  v8.setFlagsFromString("--expose-gc");
  vm.runInNewContext("gc")();
  v8.setFlagsFromString("--no-expose-gc");
}
