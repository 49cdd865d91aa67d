const { environments } = require("../../dist/envs");
const { synthesizeInputs } = require("./synthesize-inputs.cjs");

/** The named ones of the project's own environments: `node shipped.cjs FOLDER NAME...`. */
const [folder, ...names] = process.argv.slice(2);
synthesizeInputs(
  environments.filter(({ name }) => names.includes(name)),
  folder,
);
