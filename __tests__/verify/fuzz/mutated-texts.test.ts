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
import { editedJson, nodeEdits } from "../../fixtures/node-edits";
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

/** A limit of work that the models describe. */
const DESCRIBED_LIMIT = /: policies: \d+ patterns cannot be distinguished within \d+ states; simplify them$/;

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

describe.each(Object.keys(BASES))("an edited %s", (name) => {
  const text = (): string => BASES[name]?.() ?? "";

  test(`Every edit of a ${name} gives verdicts or one described error, and no check of a claim fails.`, () => {
    const base = text();
    const count = { judged: 0, refused: 0 };
    fc.assert(
      fc.property(nodeEdits, (edit) => {
        const started = process.cpuUsage();
        const outcome = judged(editedJson(base, edit));
        count[typeof outcome === "string" ? "refused" : "judged"] += 1;
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
    process.stdout.write(`fuzz of verify, ${name}: ${count.judged} edits judged, ${count.refused} refused\n`);
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
