const { prod } = require("../../dist/envs/prod");
const { synthesizeInputs } = require("./synthesize-inputs.cjs");

/**
 * Prod with COUNT user profiles, each with several resources: `node profiles.cjs FOLDER COUNT`. Without user access, because
 * the self-service function holds only about sixty session names.
 */
const [folder, count] = process.argv.slice(2);
const userProfiles = Array.from({ length: Number(count) }, (_, index) => ({ name: `user-${index}` }));
const studio = { ...prod.studio, users: Number(count), userProfiles };
synthesizeInputs([{ ...prod, access: { kind: "off" }, studio }], folder);
