import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { globalParameters, propertySeed, propertySettings } from "../fixtures/property-runs";

const root = join(__dirname, "..");
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
const itself = "setup/seed-properties.test.ts";

/** Ways around the one seed and the one multiplier. */
const ownChoices: readonly (readonly [what: string, pattern: RegExp, allowed: readonly string[]])[] = [
  [
    "a seed of its own",
    /\bseed: (?!propertySeed\b|number\b)|\bseededRandom\(\d/,
    ["fixtures/property-runs.ts", itself],
  ],
  ["a number of runs of its own", /\bnumRuns: /, ["fixtures/property-runs.ts", itself]],
  ["random numbers without a seed", /\bMath\.random\(|\bfc\.statistics\(/, [itself]],
  [
    "global parameters of its own",
    /\b(?:configureGlobal|resetConfigureGlobal)\(/,
    ["setup/seed-properties.ts", itself],
  ],
];

function valuesOf(property: (value: number) => void): void {
  fc.assert(fc.property(fc.integer(), property));
}

test("a property that names no seed draws the same values in each run of the suite, from the one seed", () => {
  const [one, other]: [number[], number[]] = [[], []];
  valuesOf((value) => void one.push(value));
  valuesOf((value) => void other.push(value));

  expect(one).toEqual(other);
  expect(one).toHaveLength(globalParameters.numRuns);
  expect(fc.check(fc.property(fc.integer(), () => true)).seed).toBe(propertySeed);
  expect(fc.sample(fc.integer(), 5)).toEqual(fc.sample(fc.integer(), { seed: propertySeed, numRuns: 5 }));
});

test("a property that fails prints the seed that PROPERTY_SEED takes", () => {
  const failing = (): void => fc.assert(fc.property(fc.integer(), () => false));

  expect(failing).toThrow(`seed: ${propertySeed}`);
});

test.each(ownChoices)("no test file has %s", (_what, pattern, allowed) => {
  expect(sources.filter(({ text }) => text.includes('from "fast-check"')).length).toBeGreaterThan(50);
  expect(
    sources.filter(({ file, text }) => pattern.test(text) && !allowed.includes(file)).map(({ file }) => file),
  ).toEqual([]);
});

test("two variables name another seed and more runs", () => {
  const usual = propertySettings({});

  expect(propertySettings({ PROPERTY_SEED: "-7", PROPERTY_MULTIPLIER: "10" })).toEqual({ seed: -7, multiplier: 10 });
  expect(propertySettings({})).toEqual(usual);
  expect(usual.multiplier).toBe(1);
});

test.each([
  [{ PROPERTY_SEED: "soon" }, "PROPERTY_SEED: not a 32-bit integer, got soon"],
  [{ PROPERTY_SEED: "" }, "PROPERTY_SEED: not a 32-bit integer"],
  [{ PROPERTY_SEED: "4294967296" }, "PROPERTY_SEED: not a 32-bit integer, got 4294967296"],
  [{ PROPERTY_MULTIPLIER: "0" }, "PROPERTY_MULTIPLIER: not a positive number, got 0"],
  [{ PROPERTY_MULTIPLIER: "many" }, "PROPERTY_MULTIPLIER: not a positive number, got many"],
])("a variable with another value stops the tests: %j", (env, message) => {
  expect(() => propertySettings(env)).toThrow(message);
});
