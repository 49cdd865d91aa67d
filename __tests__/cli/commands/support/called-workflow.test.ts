import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calledWorkflowWarning } from "../../../../cli/commands/support/called-workflow";
import { GITHUB_WORKFLOWS } from "../../../../constructs/pipeline/token-issuer";

const path = ".github/workflows/plan.yml";
const shipped = readFileSync(join(__dirname, "..", "..", "..", "..", path), "utf8");
const line = /uses: \S+plan-environments\.yml\S*/;
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-workflow-"));
  mkdirSync(join(folder, ".github", "workflows"), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

function warningFor(uses: string, repository = "acme/perimeter"): string | undefined {
  writeFileSync(join(folder, path), shipped.replace(line, `uses: ${uses}`));
  return calledWorkflowWarning({ kind: "github", repository }, folder);
}

/** The workflow that AWS gives the plan role to. */
const called = `.github/workflows/${GITHUB_WORKFLOWS.pullRequest}`;

test.each([`./${called}`, `acme/perimeter/${called}@develop`, `example/perimeter/${called}@main`])(
  "build says that AWS refuses the tokens of a plan workflow that calls %s, and what to write",
  (uses) => {
    expect(warningFor(uses)).toBe(
      `.github/workflows/plan.yml: AWS refuses the tokens of its plans, got uses: ${uses}; write uses: acme/perimeter/${called}@main`,
    );
  },
);

test("build says nothing of a plan workflow that calls the one on main, whether or not tokens contain ids", () => {
  expect(warningFor(`acme/perimeter/${called}@main`)).toBeUndefined();
  expect(warningFor(`acme/perimeter/${called}@main`, "acme@1/perimeter@2")).toBeUndefined();
});

test("build says nothing of the plan workflow where GitHub does not deploy, or there is none", () => {
  expect(calledWorkflowWarning({ kind: "github", repository: "acme/perimeter" }, folder)).toBeUndefined();
  writeFileSync(join(folder, path), shipped);
  expect(shipped).toMatch(line);
  expect(calledWorkflowWarning({ kind: "gitlab", project: "acme/perimeter" }, folder)).toBeUndefined();
  expect(calledWorkflowWarning(undefined, folder)).toBeUndefined();
});
