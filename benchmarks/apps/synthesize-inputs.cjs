const { parseEnvironments } = require("../../dist/envs/validation/parse-environments");
const { synthesize } = require("../../dist/stacks/synthesize");

/**
 * @param {readonly object[]} inputs environments
 * @param {string} folder of the output
 * @throws when one has a fault: a benchmark of less would not be one
 */
exports.synthesizeInputs = (inputs, folder) => {
  const parsed = parseEnvironments(inputs, new Date());
  if (parsed.kind === "invalid") {
    throw new Error(parsed.issues.join("\n"));
  }
  synthesize({ environments: parsed.environments, outdir: folder });
};
