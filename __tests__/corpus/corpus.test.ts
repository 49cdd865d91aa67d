import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPolicy } from "../../cli/policy/policy-file";
import { readTerraform } from "../../cli/shared/inputs/read-terraform";
import { underPolicy } from "../../cli/stacks/verify-file";
import { type ClaimResult, decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { Resource, TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { namesDecider } from "../../verify/verdict/deciders";
import { playOn } from "../fixtures/fixed-day";
import { emptyStack } from "../rehearsal/fixtures/mutable-terraform-json";
import { describeWithTerraform } from "../rehearsal/fixtures/terraform-suites";
import {
  LENIENT_NODE_ARGUMENTS,
  startTestBed,
  type TerraformTestBed,
  type TestWorkingCopy,
} from "../rehearsal/fixtures/terraform-test-bed";
import { recordedVerdictsOf, recordOf, corpusRoots as roots, type Verdicts } from "./recorded-verdicts";
import { editCopy, rootChanges } from "./root-changes";

const MINUTE_MS = 60_000;

playOn("2026-11-30");

/** Roots that Terraform plays in each run; `CORPUS=all` plays every one. */
const sample = ["isolated-by-locals", "vpc-module", "firewall-only", "teams-by-map", "open-jump-host"];
const played = roots.filter((root) => process.env.CORPUS === "all" || sample.includes(root));

/** Roots whose change Terraform plays: one, or with `CORPUS=all` each that the AWS provider can apply. */
const changed = rootChanges.filter(({ root }) =>
  process.env.CORPUS === "all" ? root !== "quick-start" : root === "isolated-by-locals",
);

function readFolder(folder: string): TerraformConfiguration {
  const { json, surroundings } = readTerraform(folder);
  return readConfiguration(json, folder, surroundings);
}

function decide(read: TerraformConfiguration, root: string): readonly ClaimResult[] {
  const configuration = underPolicy(read, readPolicy(undefined, join(__dirname, root)));
  return decideClaims({ configuration, posture: readPosture(configuration) });
}

function verdictsOf(read: TerraformConfiguration, root: string): Verdicts {
  return Object.fromEntries(decide(read, root).map(({ claim, verdict }) => [claim.name, verdict.kind]));
}

function expectedOf(root: string, found: Verdicts): Verdicts {
  if (process.env.WRITE_CORPUS === "1") {
    writeFileSync(recordOf(root), `${JSON.stringify(found, null, 2)}\n`);
  }
  return recordedVerdictsOf(root);
}

function typesOf(
  resources: readonly Resource[],
  wanted: Resource["mode"],
): Record<string, Record<string, Record<string, unknown>>> {
  return Object.fromEntries(resources.filter(({ mode }) => mode === wanted).map(({ type }) => [type, { x: {} }]));
}

test("The corpus has at least fifteen root modules.", () => {
  expect(roots.length).toBeGreaterThanOrEqual(15);
});

test.each(roots)("The verdicts of the folder %s are the expected ones.", (root) => {
  const found = verdictsOf(readFolder(join(__dirname, root)), root);

  expect(found).toEqual(expectedOf(root, found));
});

test.each(roots.filter((root) => Object.values(recordedVerdictsOf(root)).includes("undecided")))(
  "Each undecided verdict of the folder %s names what would decide it.",
  (root) => {
    const open = decide(readFolder(join(__dirname, root)), root).filter(({ verdict }) => verdict.kind === "undecided");
    const unnamed = open.filter(
      ({ verdict }) => !verdict.evidence.some((piece) => namesDecider(piece) || piece.text.includes(" may decide,")),
    );

    expect(unnamed.map(({ claim, verdict }) => [claim.name, ...verdict.evidence.map(({ text }) => text)])).toEqual([]);
  },
);

/** The verdicts of a plan with its source, and those of the state after it. */
async function planAndApply(
  copy: TestWorkingCopy,
  root: string,
): Promise<{ readonly planned: Verdicts; readonly applied: Verdicts }> {
  const [plan, state] = [join(copy.directory, "plan.json"), join(copy.directory, "state.json")];
  const { code, stderr } = await copy.run("plan", "-input=false", "-refresh=false", "-out=plan.bin");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  writeFileSync(plan, (await copy.run("show", "-json", "plan.bin")).stdout);
  expect((await copy.run("apply", "-input=false", "plan.bin")).stderr).toBe("");
  writeFileSync(state, (await copy.run("show", "-json")).stdout);
  const before = readTerraform(plan, { plannedFolder: copy.directory });
  const after = readTerraform(state);
  return {
    planned: verdictsOf(readConfiguration(before.json, "plan.json", before.surroundings), root),
    applied: verdictsOf(readConfiguration(after.json, "state.json", after.surroundings), root),
  };
}

describeWithTerraform("root modules in HCL that Terraform plans and applies", () => {
  let testBed: TerraformTestBed;
  const counts = { claims: 0, undecided: 0, different: 0, falseViolations: 0, falseProofs: 0 };

  beforeAll(async () => {
    const resources = roots.flatMap((root) => readFolder(join(__dirname, root)).resources);
    const types = { ...emptyStack(), resource: typesOf(resources, "managed"), data: typesOf(resources, "data") };
    testBed = await startTestBed([types], process.env, LENIENT_NODE_ARGUMENTS);
  }, MINUTE_MS);

  afterAll(async () => {
    const share = `${Math.round((100 * counts.undecided) / Math.max(counts.claims, 1))} % undecided`;
    process.stdout.write(`corpus: ${JSON.stringify(counts)}, ${share}\n`);
    await testBed.close();
  });

  test.each(played)(
    "The verdicts of the plan of %s with its source are those of its folder and of its state.",
    async (root) => {
      const copy = await testBed.openWorkingCopy(root);
      cpSync(join(__dirname, root), copy.directory, { recursive: true });
      await copy.run("get");
      const { planned, applied } = await planAndApply(copy, root);
      for (const [claim, verdict] of Object.entries(planned)) {
        const truth = applied[claim];
        counts.claims += verdict === "notApplicable" ? 0 : 1;
        counts.undecided += verdict === "undecided" ? 1 : 0;
        counts.different += verdict === truth ? 0 : 1;
        counts.falseViolations += verdict === "violated" && truth === "proved" ? 1 : 0;
        counts.falseProofs += verdict === "proved" && truth !== "proved" ? 1 : 0;
      }

      expect(planned).toEqual(verdictsOf(readFolder(join(__dirname, root)), root));
      expect(applied).toEqual(planned);
    },
    MINUTE_MS,
  );

  test.each(changed)(
    "$root: the verdicts of the change plan with its source are those of the state after it. ($title)",
    async (change) => {
      const copy = await testBed.openWorkingCopy(`${change.root}-change`);
      cpSync(join(__dirname, change.root), copy.directory, { recursive: true });
      await copy.run("get");
      expect((await copy.run("apply", "-input=false", "-auto-approve")).code).toBe(0);
      editCopy(copy.directory, change);
      const { planned, applied } = await planAndApply(copy, change.root);

      expect(planned).toEqual({ ...recordedVerdictsOf(change.root), ...change.turns });
      expect(applied).toEqual(planned);
    },
    MINUTE_MS,
  );
});
