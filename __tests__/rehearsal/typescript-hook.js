const { readFileSync } = require("node:fs");
const { transformSync } = require("@swc/core");

/** Lets a child process of a test run the project's TypeScript as it stands: `node -r <this file> rehearsal/...ts`. */
require.extensions[".ts"] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, "utf8"), {
    filename,
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "commonjs" },
  });
  module._compile(code, filename);
};
