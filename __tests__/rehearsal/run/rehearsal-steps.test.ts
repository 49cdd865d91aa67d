import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RehearsalReport } from "../../../rehearsal/run/rehearse";
import { rehearse } from "../../../rehearsal/run/rehearse";
import type { RehearsalInput } from "../../../rehearsal/run/run-context";
import type { RehearsalProgress } from "../../../rehearsal/run/steps/run-steps";
import { findTerraform } from "../../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import { definedArguments, type MutableTerraformJson, terraformText } from "../fixtures/mutable-terraform-json";
import { smallNetwork } from "../fixtures/small-network";
import { describeWithTerraform } from "../fixtures/terraform-suites";
import { TYPESCRIPT_NODE_ARGUMENTS } from "../fixtures/terraform-test-bed";

const MINUTE_MS = 60_000;

/** The small network with additional arguments of its subnet. */
function withSubnet(values: Readonly<Record<string, unknown>>): MutableTerraformJson {
  return smallNetwork((stack) => Object.assign(definedArguments(stack, "aws_subnet", "a"), values))();
}

const PLAIN = withSubnet({});
const TAGGED = withSubnet({ tags: { changed: "yes" } });
const PROTECTED = withSubnet({ lifecycle: { prevent_destroy: true } });

/** Stacks, the step that must fail, if any, and its error text. */
const CASES = {
  sound: { stack: PLAIN, changed: TAGGED },
  unstable: {
    stack: withSubnet({ tags: { at: "${timestamp()}" } }),
    changed: TAGGED,
    failedStep: "again",
    message: /the plan after the apply is not empty/,
  },
  unchanged: { stack: PLAIN, changed: PLAIN, failedStep: "change", message: /^change: the plan updates no resource$/ },
  replacing: {
    stack: PLAIN,
    changed: withSubnet({ cidr_block: "10.1.64.0/20" }),
    failedStep: "change",
    message: /^change: not every change is in place, got aws_subnet\.a \(delete, create\)$/,
  },
  unprotected: {
    stack: PLAIN,
    changed: TAGGED,
    withoutProtections: PLAIN,
    failedStep: "lift",
    message: /declares protections, but Terraform plans its destruction/,
  },
  protected: {
    stack: PROTECTED,
    changed: PROTECTED,
    failedStep: "change",
    message: /^change: the plan updates no resource$/,
  },
  stuck: {
    stack: PROTECTED,
    changed: withSubnet({ lifecycle: { prevent_destroy: true }, tags: { changed: "yes" } }),
    failedStep: "destroy",
    message: /Instance cannot be destroyed/,
  },
} as const;

describeWithTerraform("rehearsal steps", () => {
  let directory: string;
  let reports: ReadonlyMap<string, RehearsalReport>;
  const progress: RehearsalProgress[] = [];

  const writeStack = async (name: string, kind: string, stack: MutableTerraformJson): Promise<string> => {
    const path = join(directory, name, kind);
    await mkdir(path, { recursive: true });
    await writeFile(join(path, "cdk.tf.json"), terraformText(stack));
    return path;
  };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "steps-"));
    const inputs = Object.entries(CASES).map(
      async ([name, stacks]): Promise<RehearsalInput> => ({
        name,
        change: "a change",
        stack: await writeStack(name, "stack", stacks.stack),
        changed: await writeStack(name, "changed", stacks.changed),
        ...("withoutProtections" in stacks
          ? { unprotected: await writeStack(name, "unprotected", stacks.withoutProtections) }
          : {}),
      }),
    );
    const finished = await rehearse(await Promise.all(inputs), {
      terraform: await findTerraform(process.env),
      packageRoot: packageRoot(__dirname),
      progress: (event) => progress.push(event),
      nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
    });
    reports = new Map(finished.map((report) => [report.name, report]));
  }, MINUTE_MS);

  afterAll(() => rm(directory, { recursive: true, force: true }));

  test("All steps of a sound stack pass, and progress reports the start and end of each.", () => {
    const report = reports.get("sound");
    const reported = progress
      .filter(({ environment }) => environment === "sound")
      .map(({ step, state }) => `${step} ${state}`);

    expect(report).toMatchObject({ verdict: "passed", resources: 2 });
    expect(reported).toEqual(report?.steps.flatMap(({ name }) => [`${name} started`, `${name} passed`]));
  });

  const failing = Object.entries(CASES).flatMap(([name, entry]) => ("failedStep" in entry ? [{ name, ...entry }] : []));

  test.each(failing)(
    "The rehearsal of the case '$name' fails at $failedStep, and later steps are not run.",
    ({ name, failedStep, message }) => {
      const report = reports.get(name);
      const outcomes = report?.steps.map((step) => [step.name, step.outcome]) ?? [];
      const index = outcomes.findIndex(([step]) => step === failedStep);

      expect(report?.fault).toMatch(message);
      expect(report?.verdict).toBe("failed");
      expect(outcomes.slice(0, index).every(([, outcome]) => outcome === "passed")).toBe(true);
      expect(outcomes[index]).toEqual([failedStep, "failed"]);
      expect(outcomes.slice(index + 1).every(([, outcome]) => outcome === "not reached")).toBe(true);
    },
  );
});
