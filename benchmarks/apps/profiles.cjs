const { prod } = require("../../dist/envs/prod");
const { synthesizeInputs } = require("./synthesize-inputs.cjs");

/**
 * Prod with so many user profiles, each of them several resources: `node profiles.cjs FOLDER COUNT`. Without ways in: the
 * function behind them holds no more than some dozens of people.
 */
const [folder, count] = process.argv.slice(2);
const userProfiles = Array.from({ length: Number(count) }, (_, index) => ({ name: `user-${index}` }));
const studio = { ...prod.studio, users: Number(count), userProfiles };
synthesizeInputs([{ ...prod, access: { kind: "off" }, studio }], folder);
