import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildProgram } from "../fixtures/built-program";
import { describeWithTerraform } from "../rehearsal/fixtures/terraform-suites";
import { corpusRoots, recordedVerdictsOf } from "./recorded-verdicts";

const PROJECT = join(__dirname, "..", "..");

/** Roots that are planned in each run; `CORPUS=all` plans every one. One looks up what only an account has. */
const sample = ["endpoint-lookup", "teams-by-map", "template-policies", "quick-start"];
const planned = process.env.CORPUS === "all" ? corpusRoots : sample;

/** Roots of one call, which plans them together: more would wait for one another. */
const TOGETHER = 4;
const calls = planned.flatMap((_, index) => (index % TOGETHER === 0 ? [planned.slice(index, index + TOGETHER)] : []));

interface Stack {
  readonly file: string;
  readonly claims: readonly { readonly name: string; readonly verdict: string }[];
}

describeWithTerraform("folders of the corpus that verify plans by itself", (binary) => {
  const counts = { claims: 0, undecided: 0, decidedByPlan: 0, falseViolations: 0, falseProofs: 0 };
  beforeAll(buildProgram);
  afterAll(() => {
    const share = `${((100 * counts.undecided) / Math.max(counts.claims, 1)).toFixed(1)} % undecided`;
    process.stdout.write(`corpus, own plans: ${JSON.stringify(counts)}, ${share}\n`);
  });

  test.each(calls.map((roots) => [roots]))(
    "The plans that verify makes of %j leave no claim less decided than the files, and contradict none.",
    (roots) => {
      const folders = roots.map((root) => join(__dirname, root));
      const args = [join(PROJECT, "cli", "studio-perimeter.js"), "verify", ...folders, "--format", "json", "--all"];
      const env = { ...process.env, TERRAFORM_BINARY_NAME: binary };
      const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env, maxBuffer: 1e9 });
      expect(stderr.match(/: planned with /g)).toHaveLength(roots.length);
      const { stacks } = JSON.parse(stdout) as { readonly stacks: readonly Stack[] };

      const differences = roots.flatMap((root, index) => {
        const claims = stacks.find(({ file }) => file === folders[index])?.claims ?? [];
        const recorded = recordedVerdictsOf(root);
        for (const { name, verdict } of claims) {
          counts.claims += verdict === "notApplicable" ? 0 : 1;
          counts.undecided += verdict === "undecided" ? 1 : 0;
          counts.decidedByPlan += recorded[name] === "undecided" && verdict !== "undecided" ? 1 : 0;
          counts.falseViolations += verdict === "violated" && recorded[name] === "proved" ? 1 : 0;
          counts.falseProofs += verdict === "proved" && recorded[name] !== "proved" ? 1 : 0;
        }
        expect(claims.map(({ name }) => name).toSorted()).toEqual(Object.keys(recorded).toSorted());
        return claims
          .filter(({ name, verdict }) => verdict !== recorded[name] && recorded[name] !== "undecided")
          .map(({ name, verdict }) => `${root}: ${name} is ${verdict}, got ${recorded[name]} from the files`);
      });

      expect(differences).toEqual([]);
      expect([counts.falseViolations, counts.falseProofs]).toEqual([0, 0]);
    },
    120_000,
  );
});
