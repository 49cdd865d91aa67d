const Module = require("node:module");

/** Preloaded: cdktf loads `archiver` to zip assets, of which the project has none. */
const load = Module._load;
Module._load = (request, ...rest) => (request === "archiver" ? {} : load.call(Module, request, ...rest));
