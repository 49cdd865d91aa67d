const Module = require("node:module");

/** Preloaded with `node -r`: answers every import of CDKTF with CDK Terrain, its successor. */
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return resolveFilename.call(this, request.replace(/^cdktf(?=$|\/)/, "cdktn"), ...rest);
};
