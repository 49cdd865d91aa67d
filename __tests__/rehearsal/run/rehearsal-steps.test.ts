import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RehearsalProgress, RehearsalReport } from "../../../rehearsal/run/rehearse";
import { rehearse } from "../../../rehearsal/run/rehearse";
import type { RehearsalInput } from "../../../rehearsal/run/run-context";
import { findTerraform } from "../../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import { definedArguments, type MutableTerraformJson, terraformText } from "../fixtures/mutable-terraform-json";
import { smallNetwork } from "../fixtures/small-network";
import { describeWithTerraform } from "../fixtures/terraform-suites";
import { TYPESCRIPT_NODE_ARGUMENTS } from "../fixtures/terraform-test-bed";

const MINUTE_MS = 60_000;

/** The small network with more arguments of its subnet. */
function withSubnet(values: Readonly<Record<string, unknown>>): MutableTerraformJson {
  return smallNetwork((stack) => Object.assign(definedArguments(stack, "aws_subnet", "a"), values))();
}

const PLAIN = withSubnet({});
const TAGGED = withSubnet({ tags: { changed: "yes" } });
const PROTECTED = withSubnet({ lifecycle: { prevent_destroy: true } });

/** Stacks of a scene, the step that must fail (if any), and in what words. */
const SCENES = {
  sound: { stack: PLAIN, changed: TAGGED },
  unstable: {
    stack: withSubnet({ tags: { at: "${timestamp()}" } }),
    changed: TAGGED,
    fails: "again",
    says: /second plan/,
  },
  unchanged: { stack: PLAIN, changed: PLAIN, fails: "change", says: /reaches no resource, so nothing was rehearsed/ },
  replacing: {
    stack: PLAIN,
    changed: withSubnet({ cidr_block: "10.1.64.0/20" }),
    fails: "change",
    says: /the change is not in place: aws_subnet\.a \(delete, create\)/,
  },
  unprotected: { stack: PLAIN, changed: TAGGED, lifted: PLAIN, fails: "lift", says: /promises protections, and yet/ },
  protected: { stack: PROTECTED, changed: PROTECTED, fails: "change", says: /reaches no resource/ },
  stuck: {
    stack: PROTECTED,
    changed: withSubnet({ lifecycle: { prevent_destroy: true }, tags: { changed: "yes" } }),
    fails: "destroy",
    says: /Instance cannot be destroyed/,
  },
} as const;

describeWithTerraform("the steps of a rehearsal", () => {
  let directory: string;
  let reports: ReadonlyMap<string, RehearsalReport>;
  const progress: RehearsalProgress[] = [];

  const written = async (scene: string, what: string, stack: MutableTerraformJson): Promise<string> => {
    const path = join(directory, scene, what);
    await mkdir(path, { recursive: true });
    await writeFile(join(path, "cdk.tf.json"), terraformText(stack));
    return path;
  };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "steps-"));
    const scenes = Object.entries(SCENES).map(
      async ([name, stacks]): Promise<RehearsalInput> => ({
        name,
        change: "a change",
        stack: await written(name, "stack", stacks.stack),
        changed: await written(name, "changed", stacks.changed),
        ...("lifted" in stacks ? { unprotected: await written(name, "lifted", stacks.lifted) } : {}),
      }),
    );
    const played = await rehearse(await Promise.all(scenes), {
      terraform: await findTerraform(process.env),
      packageRoot: packageRoot(__dirname),
      progress: (event) => progress.push(event),
      nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
    });
    reports = new Map(played.map((report) => [report.name, report]));
  }, MINUTE_MS);

  afterAll(() => rm(directory, { recursive: true, force: true }));

  test("all pass for a sound stack, and each is told as it starts and as it passes", () => {
    const report = reports.get("sound");
    const told = progress
      .filter(({ environment: scene }) => scene === "sound")
      .map(({ step, state }) => `${step} ${state}`);

    expect(report).toMatchObject({ verdict: "passed", resources: 2 });
    expect(told).toEqual(report?.steps.flatMap(({ name }) => [`${name} started`, `${name} passed`]));
  });

  const failing = Object.entries(SCENES).flatMap(([name, scene]) => ("fails" in scene ? [{ name, ...scene }] : []));

  test.each(failing)(
    "fail at $fails for a stack that is $name, and nothing after is tried",
    ({ name, fails, says }) => {
      const report = reports.get(name);
      const outcomes = report?.steps.map((step) => [step.name, step.outcome]) ?? [];
      const at = outcomes.findIndex(([step]) => step === fails);

      expect(report?.fault).toMatch(says);
      expect(report?.verdict).toBe("failed");
      expect(outcomes.slice(0, at).every(([, outcome]) => outcome === "passed")).toBe(true);
      expect(outcomes[at]).toEqual([fails, "failed"]);
      expect(outcomes.slice(at + 1).every(([, outcome]) => outcome === "not reached")).toBe(true);
    },
  );
});
