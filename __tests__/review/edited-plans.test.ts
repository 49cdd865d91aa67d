import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAndAfterOfFiles, beforeAndAfterOfPlan, renderReview, review } from "../../review";
import { reviewFormats } from "../../review/report/render-review";
import { textReview } from "../../review/report/text-review";
import type { Json } from "../../verify/terraform/terraform-configuration";
import { editedJson, nodeEdits } from "../fixtures/node-edits";
import { propertyRuns } from "../fixtures/property-runs";

/** A plan that Terraform made. */
const planText = readFileSync(
  join(__dirname, "..", "verify", "terraform", "read", "agreement", "plans", "change.json"),
  "utf8",
);

const RUNS = 100;

/** Reads a plan alone, or as the later one of two files. */
const READERS = {
  "a plan": (json: Json) => beforeAndAfterOfPlan({ json, name: "after.json" }),
  "two plans": (json: Json) =>
    beforeAndAfterOfFiles({ json: JSON.parse(planText), name: "before.json" }, { json, name: "after.json" }),
} as const;

test.each(["a plan", "two plans"] as const)(
  "review of %s gives a report in every format or one described error, whatever a node of the plan is",
  (reader) => {
    const count = { reviewed: 0, refused: 0 };
    fc.assert(
      fc.property(nodeEdits, (edit) => {
        const message = refusal(() => {
          const found = review(READERS[reader](editedJson(planText, edit)), {
            name: "after",
            file: "after.json",
            posture: "isolated",
          });
          for (const format of reviewFormats) {
            expect(
              format === "text" ? textReview(found, false) : renderReview(format, found, { verbose: true }),
            ).not.toBe("");
          }
        });
        count[message === undefined ? "reviewed" : "refused"] += 1;
        expect(message ?? "after.json: reviewed").toMatch(/^(?:before|after)\.json[:, ].{5,}/s);
      }),
      { ...propertyRuns(RUNS), endOnFailure: true },
    );
    process.stdout.write(`fuzz of review, ${reader}: ${count.reviewed} edits reviewed, ${count.refused} refused\n`);
  },
  300_000,
);

/** The sentence that refuses the plan; an error of another class, such as TypeError, is a fault of the program. */
function refusal(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || error.constructor !== Error) {
      throw error;
    }
    return error.message;
  }
}
