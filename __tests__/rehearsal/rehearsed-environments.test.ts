import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeRehearsalInputs } from "../../cli/commands/support/rehearsal-inputs";
import { parsePlanChanges } from "../../rehearsal/run/plan-json";
import type { RehearsalReport } from "../../rehearsal/run/rehearse";
import { rehearse } from "../../rehearsal/run/rehearse";
import { findTerraform } from "../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../rehearsal/schema/package-source";
import { environments } from "../fixtures/environments";
import { describeWithTerraform } from "./fixtures/terraform-suites";
import { TYPESCRIPT_NODE_ARGUMENTS } from "./fixtures/terraform-test-bed";

// A repository named in envs/pipeline.ts must not change what these tests see.
jest.mock("../../envs/pipeline", () => ({ repository: undefined }));

const MINUTE_MS = 60_000;
const NAMES = environments.map(({ name }) => name);
/** Before any entry of an allow-list can expire. */
const TODAY = new Date("2026-01-01");

describeWithTerraform("a rehearsal of the environments", () => {
  let directory: string;
  let reports: readonly RehearsalReport[];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "rehearsed-"));
    const stacks = join(directory, "stacks");
    reports = await rehearse(
      synthesizeRehearsalInputs({ all: environments, chosen: NAMES, today: TODAY, directory: stacks }),
      {
        terraform: await findTerraform(process.env),
        packageRoot: packageRoot(__dirname),
        keep: join(directory, "kept"),
        progress: () => undefined,
        nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
      },
    );
  }, 3 * MINUTE_MS);

  afterAll(() => rm(directory, { recursive: true, force: true }));

  const noteOf = (name: string, start: string): string =>
    reports.find((report) => report.name === name)?.notes.find((note) => note.startsWith(start)) ?? "";

  test.each(NAMES)("creates %s, finds nothing to do, changes it in place, and destroys it", (name) => {
    const report = reports.find((candidate) => candidate.name === name);

    expect(report?.fault).toBeUndefined();
    expect(report?.verdict).toBe("passed");
    expect(report?.resources).toBeGreaterThan(100);
    expect(report?.steps.every(({ outcome }) => outcome === "passed")).toBe(true);
  });

  test("reaches with one more allowed domain both firewalls, and nothing beside them and the logs", () => {
    const changed = noteOf("staging", "change").split(": ").at(-1)?.split(", ") ?? [];

    const others = changed.filter(
      (address) => !/^aws_(cloudwatch_log_group|s3_bucket_lifecycle_configuration)\./.test(address),
    );

    expect(others.map((address) => address.split(".")[0])).toEqual([
      "aws_networkfirewall_rule_group",
      "aws_route53_resolver_firewall_domain_list",
    ]);
  });

  test("lifts the protections of prod in an apply of its own, after seeing them refuse a destroy", () => {
    expect(noteOf("prod", "lift")).toMatch(/destroy was refused.*aws_networkfirewall_firewall\./);
    expect(NAMES.filter((name) => noteOf(name, "lift") !== "")).toEqual(["prod"]);
  });

  test("says that it swept what SageMaker leaves behind, the mount targets of a retained file system too", () => {
    expect(NAMES.filter((name) => noteOf(name, "swept").includes("security-group-for-inbound-nfs"))).toEqual(NAMES);
    expect(noteOf("prod", "swept")).toContain("mount target");
    expect(noteOf("dev", "swept")).not.toContain("mount target");
  });

  test.each(NAMES)(
    "keeps plans and states of %s that other commands read, without a path of this machine",
    async (name) => {
      const kept = join(directory, "kept", name);
      const files = (await readdir(kept)).sort();
      const texts = await Promise.all(files.map((file) => readFile(join(kept, file), "utf8")));
      const plan = parsePlanChanges(await readFile(join(kept, "plan.json"), "utf8"));

      expect(files).toEqual(
        expect.arrayContaining([
          "cdk.tf.json",
          "change.plan.json",
          "plan.json",
          "plan.txt",
          "state.json",
          "terraform.tfstate",
        ]),
      );
      expect(texts.filter((text) => text.includes(tmpdir()) || text.includes(process.cwd()))).toEqual([]);
      expect(plan.some(({ address }) => address.startsWith("aws_sagemaker_domain."))).toBe(true);
    },
  );
});
