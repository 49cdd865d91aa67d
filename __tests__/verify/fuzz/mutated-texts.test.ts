import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { type ClaimResult, decideClaimsAlone } from "../../../verify/claims/decide-claims";
import type { Posture } from "../../../verify/posture/posture";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  type TerraformConfiguration,
} from "../../../verify/terraform/terraform-configuration";
import { propertyRuns } from "../../fixtures/property-runs";
import { synthesizedText } from "../../fixtures/synthesized";

const PLANS = join(__dirname, "..", "terraform", "read", "agreement", "plans");
const changePlan = JSON.parse(readFileSync(join(PLANS, "change.json"), "utf8"));

/** Real texts: a synthesized stack, plans that Terraform made, and the state in one of them. */
const BASES: Readonly<Record<string, () => string>> = {
  stack: () => synthesizedText("dev"),
  "plan of a new stack": () => readFileSync(join(PLANS, "create.json"), "utf8"),
  "plan of a change": () => JSON.stringify(changePlan),
  state: () => JSON.stringify({ ...changePlan.prior_state, format_version: "1.0" }),
};

const RUNS = 4;
/** A small text takes a hundredth of the time of a stack. */
const RUNS_OF_SMALL_TEXTS = 30 * RUNS;
/** Of processor time: work without a bound takes minutes. A stack without its data sources takes up to 20 s in a test, and 7 s in `verify`. */
const SECONDS_PER_RUN = 60;

/** Values of other types, and names that every object of JavaScript has. */
const OTHER_VALUES: readonly Json[] = [
  ...[null, true, false, 0, -1, 1e308, "", "constructor", "__proto__", "${", "${var.x}", "${aws_vpc.vpc.id}"],
  ...[[], {}, [[]], [null], { "": null }, { toString: "x" }, [{ for_each: {} }], { hasOwnProperty: [1] }],
];

/** A limit of work that the models describe. */
const DESCRIBED_LIMIT = /: policies: \d+ patterns cannot be distinguished within \d+ states; simplify them$/;

type Edit = (parent: Json[] | JsonObject, key: string, value: Json) => void;

/** The parent is a copy, which the edit may change. */
const EDITS: Readonly<Record<string, (replacement: Json) => Edit>> = {
  delete: () => (parent, key) =>
    void (Array.isArray(parent) ? parent.splice(Number(key), 1) : Reflect.deleteProperty(parent, key)),
  replace: (replacement) => (parent, key) => void Reflect.set(parent, key, replacement),
  duplicate: () => (parent, key, value) =>
    void (Array.isArray(parent) ? parent.push(value) : Reflect.set(parent, `${key}_copy`, value)),
  "wrap in a list": () => (parent, key, value) => void Reflect.set(parent, key, [value]),
  "wrap in an object": () => (parent, key, value) => void Reflect.set(parent, key, { [key]: value }),
  "turn into a text": () => (parent, key, value) => void Reflect.set(parent, key, JSON.stringify(value)),
  "move to another name": (replacement) => (parent, key, value) => {
    Reflect.deleteProperty(parent, key);
    Reflect.set(parent, typeof replacement === "string" ? replacement : "other", value);
  },
};

/** Applies an edit to the node that a path of fractions leads to; it goes no deeper than the text. */
function edited(text: string, path: readonly number[], edit: Edit): Json {
  const json = JSON.parse(text) as Json;
  let parent = json as Json[] | JsonObject;
  for (const [depth, fraction] of path.entries()) {
    const keys = Object.keys(parent);
    const key = keys[Math.floor(fraction * keys.length)];
    if (key === undefined) {
      break;
    }
    const value = Reflect.get(parent, key) as Json;
    if (depth === path.length - 1 || typeof value !== "object" || value === null || Object.keys(value).length === 0) {
      edit(parent, key, value);
      break;
    }
    parent = value as Json[] | JsonObject;
  }
  return json;
}

/** The verdicts, or the sentence that refuses the text. */
function judged(json: Json): readonly ClaimResult[] | string {
  try {
    const configuration = readConfiguration(json, "stack");
    return decideClaimsAlone({ configuration, posture: postureOf(configuration) });
  } catch (error) {
    // A class of its own, such as TypeError, is never thrown with a sentence for the user.
    if (!(error instanceof Error) || error.constructor !== Error) {
      throw error;
    }
    return error.message;
  }
}

/** Plans and states of the fixtures declare no posture. */
function postureOf(configuration: TerraformConfiguration): Posture {
  return readPosture(configuration, configuration.form === "synthesized" ? undefined : "isolated");
}

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const edits = fc.record({
  path: fc.array(fraction, { minLength: 1, maxLength: 12 }),
  kind: fc.constantFrom(...Object.keys(EDITS)),
  replacement: fc.constantFrom(...OTHER_VALUES),
});

describe.each(Object.keys(BASES))("an edited %s", (name) => {
  const text = (): string => BASES[name]?.() ?? "";

  test(`Every edit of a ${name} gives verdicts or one described error, and no check of a claim fails.`, () => {
    const base = text();
    fc.assert(
      fc.property(edits, ({ path, kind, replacement }) => {
        const edit = EDITS[kind]?.(structuredClone(replacement));
        const started = process.cpuUsage();
        const outcome = judged(edit === undefined ? null : edited(base, path, edit));
        if (typeof outcome === "string") {
          expect(outcome).toMatch(/^stack[:, ].{10,}/s);
        } else {
          const evidence = outcome.flatMap(({ verdict }) => verdict.evidence.map((item) => item.text));
          const faults = evidence.filter((item) => item.includes("fault of studio-perimeter"));
          expect(faults.filter((item) => !DESCRIBED_LIMIT.test(item))).toEqual([]);
        }
        expect(process.cpuUsage(started).user).toBeLessThan(SECONDS_PER_RUN * 1_000_000);
      }),
      { ...propertyRuns(name === "stack" ? RUNS : RUNS_OF_SMALL_TEXTS), endOnFailure: true },
    );
  }, 300_000);
});

describe("a stack that lost resources", () => {
  test("No claim is proved when no resource is left.", () => {
    const { resource: _resource, ...rest } = JSON.parse(synthesizedText("dev")) as JsonObject;
    const outcome = judged({ ...rest, resource: {} });

    expect(provedIn(outcome)).toEqual([]);
  });

  test("No proof names a resource whose type was deleted from the text.", () => {
    const base = JSON.parse(synthesizedText("dev")) as JsonObject;
    const resources = isJsonObject(base.resource) ? base.resource : {};
    fc.assert(
      fc.property(fc.subarray(Object.keys(resources), { minLength: 1, maxLength: 3 }), (types) => {
        const kept = Object.fromEntries(Object.entries(resources).filter(([type]) => !types.includes(type)));
        const outcome = judged({ ...base, resource: kept });
        const named = typeof outcome === "string" ? [] : outcome.filter(({ verdict }) => verdict.kind === "proved");
        const addresses = named.flatMap(({ verdict }) => verdict.evidence.flatMap((item) => item.addresses));
        expect(addresses.filter((address) => types.some((type) => address.startsWith(`${type}.`)))).toEqual([]);
      }),
      { ...propertyRuns(RUNS / 2), endOnFailure: true },
    );
  }, 300_000);
});

function provedIn(outcome: ReturnType<typeof judged>): readonly string[] {
  return typeof outcome === "string"
    ? []
    : outcome.filter(({ verdict }) => verdict.kind === "proved").map(({ claim }) => claim.name);
}
