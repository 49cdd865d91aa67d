import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reviewOptionsOf } from "../../cli/policy/policy";
import { readPolicy } from "../../cli/policy/policy-file";
import { readTerraform } from "../../cli/shared/inputs/read-terraform";
import { underPolicy } from "../../cli/stacks/verify-file";
import { beforeAndAfterOfPlan } from "../../review/before-and-after";
import { type Review, review } from "../../review/review";
import { type ClaimResult, decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import { playOn } from "../fixtures/fixed-day";
import { type JudgedReview, judgeReview, sharesOf } from "../review/corpus/judge-review";
import { recordedVerdictsOf, type Verdicts } from "./recorded-verdicts";
import { editCopy, type RootChange, rootChanges } from "./root-changes";
import { type SharedSubtrees, withoutSharing } from "./shared-subtrees";

/** Reviews that take seconds: of AWS's managed policies, and of a network with a firewall. CORPUS=all has these as well. */
const slow = ["quick-start", "central-inspection"];
const judged = rootChanges.filter(({ root }) => process.env.CORPUS === "all" || !slow.includes(root));

const folder = mkdtempSync(join(tmpdir(), "corpus-"));

playOn("2026-11-30");

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function verdictsOf(results: readonly ClaimResult[] = []): Verdicts {
  return Object.fromEntries(results.map(({ claim, verdict }) => [claim.name, verdict.kind]));
}

function recordedPlan({ root }: RootChange, kind: "change" | "destroy"): JsonObject {
  const shared = JSON.parse(readFileSync(join(__dirname, root, "plans.json"), "utf8")) as SharedSubtrees;
  return (withoutSharing(shared) as Readonly<Record<string, JsonObject>>)[kind] ?? {};
}

/** The recorded change plan of a root module with its edited source, as `review plan.json --source .` reads them. */
function reviewChange(change: RootChange): Review {
  const copy = join(folder, change.root);
  cpSync(join(__dirname, change.root), copy, { recursive: true });
  editCopy(copy, change);
  const plan = join(copy, "plan.json");
  writeFileSync(plan, JSON.stringify(recordedPlan(change, "change")));
  return reviewOf(change, readTerraform(plan, { plannedFolder: copy }));
}

function reviewOf({ root }: RootChange, input: Omit<Parameters<typeof beforeAndAfterOfPlan>[0], "name">): Review {
  const policy = readPolicy(undefined, join(__dirname, root));
  const options = { name: root, file: "plan.json", ...reviewOptionsOf(policy) };
  return review(beforeAndAfterOfPlan({ ...input, name: root }), options);
}

function faultsOf({ missed, wrong }: JudgedReview): readonly string[] {
  return [...missed.map((one) => `missed ${one}`), ...wrong.map((one) => `wrong ${one}`)];
}

test("At least eight root modules of the corpus have a change plan and a destroy plan.", () => {
  expect(rootChanges.length).toBeGreaterThanOrEqual(8);
});

describe("change plans that Terraform made of applied root modules", () => {
  const reviews: JudgedReview[] = [];
  const counts = { claims: 0, undecided: 0, different: 0 };

  afterAll(() => {
    const plans = `${reviews.length} of ${rootChanges.length} plans`;
    process.stdout.write(`corpus, change plans: ${plans}, ${JSON.stringify(counts)}, ${sharesOf(reviews)}\n`);
  });

  test.each(judged)(
    "$root: the change plan has the expected verdicts before and after, and its review says what matters. ($title)",
    (change) => {
      const { kind, before, after, differences } = reviewChange(change);
      const created = recordedVerdictsOf(change.root);
      const [start, end] = [verdictsOf(before?.claimResults), verdictsOf(after?.claimResults)];
      const said = judgeReview(differences, change);
      reviews.push(said);
      for (const [claim, verdict] of Object.entries(end)) {
        counts.claims += verdict === "notApplicable" ? 0 : 1;
        counts.undecided += verdict === "undecided" ? 1 : 0;
        counts.different += start[claim] === created[claim] ? 0 : 1;
      }

      expect(kind).toBe("changes");
      expect(start).toEqual(created);
      expect(end).toEqual({ ...created, ...change.turns });
      expect(faultsOf(said)).toEqual([]);
    },
  );
});

describe("destroy plans that Terraform made of applied root modules", () => {
  const reviews: JudgedReview[] = [];
  const counts = { claims: 0, notApplicable: 0 };

  afterAll(() => {
    process.stdout.write(
      `corpus, destroy plans: ${reviews.length} plans, ${JSON.stringify(counts)}, ${sharesOf(reviews)}\n`,
    );
  });

  test.each(rootChanges)(
    "$root: after the destroy plan no claim has a subject except the allow-list of its policy.",
    (change) => {
      const policy = readPolicy(undefined, join(__dirname, change.root));
      const configuration = underPolicy(readConfiguration(recordedPlan(change, "destroy"), change.root), policy);
      const posture = readPosture(configuration);
      const verdicts = verdictsOf(decideClaims({ configuration, posture }));
      counts.claims += Object.keys(verdicts).length;
      counts.notApplicable += Object.values(verdicts).filter((verdict) => verdict === "notApplicable").length;
      const declared =
        "allowedDomains" in posture && posture.allowedDomains.length > 0 ? { "allowlist-is-narrow": "proved" } : {};
      const none = Object.keys(recordedVerdictsOf(change.root)).map((claim) => [claim, "notApplicable"]);

      expect(verdicts).toEqual({ ...Object.fromEntries(none), ...declared });
    },
  );

  test.each(judged)("$root: the review of the destroy plan says which data and which service are lost.", (change) => {
    const { kind, differences } = reviewOf(change, { json: recordedPlan(change, "destroy") });
    const emptied = /^loses: .* (?:is|are) destroyed: everything inside must be destroyed first$/;
    const said = judgeReview(differences, { says: change.destroyed, may: [emptied] });
    reviews.push(said);

    expect(kind).toBe("destroys");
    expect(faultsOf(said)).toEqual([]);
    expect(differences.filter(({ severity }) => severity !== "loses")).toEqual([]);
  });
});
