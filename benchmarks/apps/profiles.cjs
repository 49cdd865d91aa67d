const { prod } = require("../../dist/envs/prod");
const { synthesizeInputs } = require("./synthesize-inputs.cjs");

/** Prod with so many user profiles, each of them several resources: `node profiles.cjs FOLDER COUNT`. */
const [folder, count] = process.argv.slice(2);
const userProfiles = Array.from({ length: Number(count) }, (_, index) => ({ name: `user-${index}` }));
synthesizeInputs([{ ...prod, studio: { ...prod.studio, users: Number(count), userProfiles } }], folder);
