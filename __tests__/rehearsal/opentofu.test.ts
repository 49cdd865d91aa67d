import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeRehearsalInputs } from "../../cli/commands/support/rehearsal-inputs";
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

// A repository named in envs/pipeline.ts must not change what these tests see.
jest.mock("../../envs/pipeline", () => ({ repository: undefined }));

const MINUTE_MS = 60_000;
/** Before any entry of an allow-list can expire. */
const TODAY = new Date("2026-01-01");

describeWithOpenTofu("a rehearsal with OpenTofu", (binary) => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "rehearsed-"));
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  test(
    "passes for prod, and verify proves the plans and the state that it leaves",
    async () => {
      const scenes = { all: environments, chosen: ["prod"], today: TODAY, directory: join(directory, "stacks") };
      const [report] = await rehearse(synthesizeRehearsalInputs(scenes), {
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

/** Two route tables beside the VPC: one that may be asked for alone, one that may be left out. */
const NETWORK = smallNetwork((stack) => {
  for (const name of ["a", "b"]) {
    defineResource(stack, "aws_route_table", name, { vpc_id: VPC_ID });
  }
});

describeWithOpenTofu("a plan of OpenTofu", (binary) => {
  let stage: TerraformTestBed;
  let act: TestWorkingCopy;

  const planned = async (...args: readonly string[]): Promise<() => unknown> => {
    await act.run("plan", "-out=plan.bin", ...args);
    const { stdout } = await act.run("show", "-json", "plan.bin");
    return () => readConfiguration(JSON.parse(stdout), "plan.json");
  };

  beforeAll(async () => {
    stage = await startTestBed([NETWORK()], { ...process.env, TERRAFORM_BINARY_NAME: binary });
    act = await stage.openWorkingCopy("parts");
    await act.write(NETWORK());
  }, MINUTE_MS);

  afterAll(() => stage.close());

  test(
    "is not judged when it leaves something out, whether that is there already or not",
    async () => {
      const parts = ["-target=aws_route_table.a", "-exclude=aws_route_table.b"];
      for (const created of [false, true]) {
        if (created) {
          await act.run("apply", "-auto-approve");
        }
        for (const part of parts) {
          expect(await planned(part)).toThrow(/^plan\.json: the plan is partial: aws_[a-z_]+\.[ab] is missing; /);
        }
        expect(await planned()).not.toThrow();
      }
      expect((await act.run("destroy", "-auto-approve")).code).toBe(0);
    },
    2 * MINUTE_MS,
  );
});
