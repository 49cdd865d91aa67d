const { default: Runtime } = require("jest-runtime");
const { disableStorages } = require("./async-storages");

/** Loads the modules that all test files of a worker share; no file tears it down. */
let shared;

/** Jest's module loader, which loads everything but the test files themselves once in a worker: half of a run was loading. */
module.exports = class SharedModules extends Runtime {
  constructor(...args) {
    super(...args);
    // Those of the file before, which may have had a global object of its own.
    disableStorages();
    const [config, environment, resolver, transformer, , coverage, testPath, globalConfig] = args;
    this.testFile = testPath;
    if (environment.isShared === true) {
      shared ??= new Runtime(config, environment, resolver, transformer, new Map(), coverage, undefined, globalConfig);
      this.shared = shared;
    }
  }

  requireModule(from, moduleName, options, isRequireActual) {
    const isTestFile = from === this.testFile && moduleName === undefined;
    const loader = isTestFile || options?.isInternalModule === true ? undefined : this.shared;
    return loader === undefined
      ? super.requireModule(from, moduleName, options, isRequireActual)
      : loader.requireModule(from, moduleName, options, isRequireActual);
  }

  /** What jest itself loads for each file, such as `expect`: pure but for the state that jest keeps in the global object. */
  requireInternalModule(from, moduleName) {
    return moduleName === undefined || this.shared === undefined
      ? super.requireInternalModule(from, moduleName)
      : this.shared.requireInternalModule(from, moduleName);
  }

  /** Errors of shared modules name lines of TypeScript too. */
  getSourceMaps() {
    const own = super.getSourceMaps();
    const { shared: outer } = this;
    return outer === undefined
      ? own
      : {
          get: (file) => own.get(file) ?? outer.getSourceMaps().get(file),
          [Symbol.iterator]: () => own[Symbol.iterator](),
        };
  }
};
