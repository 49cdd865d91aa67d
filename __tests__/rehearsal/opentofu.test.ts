/** @jest-environment node */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeRehearsalInputs } from "../../cli/stacks/rehearsal-inputs";
import { rehearse } from "../../rehearsal/run/rehearse";
import { findTerraform } from "../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../rehearsal/schema/package-source";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import { runCli } from "../cli/fixtures/cli-run";
import { environments } from "../fixtures/environments";
import { defineResource } from "./fixtures/mutable-terraform-json";
import { smallNetwork, VPC_ID } from "./fixtures/small-network";
import { describeWithOpenTofu } from "./fixtures/terraform-suites";
import type { TerraformTestBed, TestWorkingCopy } from "./fixtures/terraform-test-bed";
import { startTestBed, TYPESCRIPT_NODE_ARGUMENTS } from "./fixtures/terraform-test-bed";

// A pipeline in envs/pipeline.ts must not change the result of these tests.
jest.mock("../../envs/pipeline", () => ({ pipeline: undefined }));

const MINUTE_MS = 60_000;
/** A day before any allow-list entry expires. */
const TODAY = new Date("2026-01-01");

describeWithOpenTofu("a rehearsal with OpenTofu", (binary) => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "rehearsed-"));
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  test(
    "A rehearsal of prod with OpenTofu passes, and verify proves its plans and state.",
    async () => {
      const selection = { all: environments, chosen: ["prod"], today: TODAY, directory: join(directory, "stacks") };
      const [report] = await rehearse(synthesizeRehearsalInputs(selection), {
        terraform: await findTerraform({ ...process.env, TERRAFORM_BINARY_NAME: binary }),
        packageRoot: packageRoot(__dirname),
        keep: directory,
        progress: () => undefined,
        nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
      });
      const kept = (file: string): string => join(directory, "prod", file);
      const plans = ["--plan", kept("plan.json"), "--plan", kept("change.plan.json")];
      const verified = await runCli(["verify", ...plans, "--state", kept("state.json")], {});

      expect(report?.fault).toBeUndefined();
      expect(report?.verdict).toBe("passed");
      expect(verified).toMatchObject({ code: 0, err: "" });
    },
    3 * MINUTE_MS,
  );
});

/** A VPC with two route tables, for plans with -target and -exclude. */
const NETWORK = smallNetwork((stack) => {
  for (const name of ["a", "b"]) {
    defineResource(stack, "aws_route_table", name, { vpc_id: VPC_ID });
  }
});

describeWithOpenTofu("plans of OpenTofu", (binary) => {
  let testBed: TerraformTestBed;
  let workingCopy: TestWorkingCopy;

  const planned = async (...args: readonly string[]): Promise<() => unknown> => {
    await workingCopy.run("plan", "-out=plan.bin", ...args);
    const { stdout } = await workingCopy.run("show", "-json", "plan.bin");
    return () => readConfiguration(JSON.parse(stdout), "plan.json");
  };

  beforeAll(async () => {
    testBed = await startTestBed([NETWORK()], { ...process.env, TERRAFORM_BINARY_NAME: binary });
    workingCopy = await testBed.openWorkingCopy("partial-plans");
    await workingCopy.write(NETWORK());
  }, MINUTE_MS);

  afterAll(() => testBed.close());

  test(
    "A partial plan of OpenTofu is rejected, whether or not the missing resources exist.",
    async () => {
      const parts = ["-target=aws_route_table.a", "-exclude=aws_route_table.b"];
      for (const created of [false, true]) {
        if (created) {
          await workingCopy.run("apply", "-auto-approve");
        }
        for (const part of parts) {
          expect(await planned(part)).toThrow(/^plan\.json: the plan is partial: aws_[a-z_]+\.[ab] is missing; /);
        }
        expect(await planned()).not.toThrow();
      }
      expect((await workingCopy.run("destroy", "-auto-approve")).code).toBe(0);
    },
    2 * MINUTE_MS,
  );
});
