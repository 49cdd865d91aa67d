const { dev } = require("../../dist/envs/dev");
const { synthesizeInputs } = require("./synthesize-inputs.cjs");

/** Environments of dev's size, each with addresses of its own: `node copies.cjs FOLDER COUNT`. */
const [folder, count] = process.argv.slice(2);
const copies = Array.from({ length: Number(count) }, (_, index) => ({
  ...dev,
  name: `copy${index}`,
  vpcCidr: `10.${index}.0.0/16`,
}));
synthesizeInputs(copies, folder);
