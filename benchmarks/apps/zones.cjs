const { prod } = require("../../dist/envs/prod");
const { synthesizeInputs } = require("./synthesize-inputs.cjs");

/** Prod over the first zones of a region that has six: `node zones.cjs FOLDER COUNT`. */
const [folder, count] = process.argv.slice(2);
const zones = {
  region: "us-east-1",
  availabilityZones: ["a", "b", "c", "d", "e", "f"].slice(0, Number(count)).map((letter) => `us-east-1${letter}`),
  resilience: count === "1" ? "single-zone" : "multi-zone",
};
synthesizeInputs([{ ...prod, ...zones }], folder);
