import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PLAN_FILE } from "../../../cli/delivery/deploy-stack";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";
import { runCli } from "../fixtures/cli-run";
import { writeStackFile } from "../fixtures/output-folder";
import { asCallerOf, startAwsServer } from "../operations/fixtures/aws-server";
import {
  type DeploymentBed,
  deployableDev,
  digestIn,
  isRunning,
  openDeploymentBed,
  until,
} from "./fixtures/deployment-bed";

const MINUTE_MS = 60_000;

test.each([
  [
    "no environment",
    ["deploy"],
    /^deploy: needs one environment, got none; use one of (?:\w+, )*dev, staging, prod\n$/,
  ],
  ["an unknown environment", ["deploy", "prd"], /^deploy: no such environment, got prd; did you mean prod\?\n$/],
  [
    "an unknown environment to compare",
    ["drift", "x-y"],
    /^drift: no such environment, got x-y; use one of (?:\w+, )*dev, /,
  ],
  ["two environments", ["deploy", "a", "b"], /^deploy: needs one environment, got a b; /],
  ["an option that does not exist", ["deploy", "a", "--force"], /^deploy: --force: no such option; see /],
  ["no environment to compare", ["drift"], /^drift: needs one environment, got none; /],
])("deploy exits with 2 and explains in one line why it could not run: %s", async (_, args, message) => {
  const { code, err } = await runCli(args);

  expect(code).toBe(2);
  expect(err).toMatch(message);
});

describeWithTerraform("deploy with real Terraform and the stand-in", (binary) => {
  let bed: DeploymentBed;

  beforeAll(async () => {
    bed = await openDeploymentBed(binary);
  }, 2 * MINUTE_MS);

  afterAll(() => bed.close());

  /**
   * Kills a deployment in one of its steps, as a crash does: it cannot clean up. Terraform runs on and is interrupted, so that it saves
   * what it did; where the whole machine fails, that is up to Terraform.
   */
  async function killIn(step: string, isReached: () => boolean, ...options: readonly string[]): Promise<void> {
    const { deployment, terraform } = await bed.deployUntil(step, ...options);
    await until(isReached);
    deployment.kill("SIGKILL");
    await once(deployment, "exit");
    if (isRunning(terraform)) {
      process.kill(terraform, "SIGINT");
      await until(() => !isRunning(terraform));
    }
  }

  const untilPlanFile = (): Promise<void> => until(() => existsSync(join(bed.stackFolder, PLAN_FILE)));

  test(
    "deploy applies only the approved plan, can run again after it was interrupted or killed, and leaves no plan file",
    async () => {
      const planned = await bed.deploy("--plan-only");
      const digest = digestIn(planned.out);
      expect(planned.out).toMatch(/^dev {2}creates an isolated perimeter/);
      expect([0, 3]).toContain(planned.code);

      const other = await bed.deploy("--approve", "0".repeat(64));
      expect(other).toMatchObject({
        code: 3,
        err: expect.stringMatching(/^dev: the plan changes something else than /),
      });
      expect(existsSync(bed.statePath)).toBe(false);

      // Interrupted after the plan: nothing is applied.
      const interrupted = bed.start("deploy", "--approve", digest);
      await untilPlanFile();
      expect(statSync(join(bed.stackFolder, PLAN_FILE)).mode & 0o777).toBe(0o600);
      interrupted.kill("SIGTERM");
      expect((await once(interrupted, "exit"))[0]).toBe(130);
      expect(existsSync(join(bed.stackFolder, PLAN_FILE))).toBe(false);

      // Killed, where the plan file stays, too: the next run removes it.
      await killIn("init", () => true, "--approve", digest);
      await killIn("plan", () => true, "--approve", digest);
      await killIn("show -json", () => true, "--approve", digest);
      expect(bed.resourcesInState()).toBe(0);
      // A Terraform that is stopped while it locks the state leaves an empty file.
      writeFileSync(bed.statePath, "", { flag: "a" });
      await killIn("apply", () => bed.resourcesInState() > 5, "--approve", digest);
      expect(bed.resourcesInState()).toBeGreaterThan(5);
      expect(bed.resourcesInState()).toBeLessThan(130);

      // The rest of the changes is another change, with a digest of its own.
      const rest = digestIn((await bed.deploy("--plan-only")).out);
      expect(rest).not.toBe(digest);
      const applied = await bed.deploy("--approve", rest);
      expect(applied).toMatchObject({ code: 0, err: "" });
      expect(applied.out).toMatch(/Apply complete! Resources: \d{3} added[\s\S]*\ndev +isolated +\d+ of \d+ proved/);
      expect(bed.state().resources.length).toBeGreaterThan(100);

      await killIn("show -json\n", () => true);
      const again = await bed.deploy();
      expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/^dev {2}changes nothing\n/) });
      expect(readdirSync(bed.stackFolder).filter((name) => name === PLAN_FILE)).toEqual([]);
    },
    8 * MINUTE_MS,
  );

  /** A Terraform whose JSON of plans is edited: AWS has something else than the state says. */
  function terraformThatShows(edit: string): string {
    const path = join(bed.folder, "edited-terraform");
    writeFileSync(
      path,
      `#!/bin/sh\nif [ "$1" = show ]; then "${binary}" "$@" | sed '${edit}'; else exec "${binary}" "$@"; fi\n`,
      {
        mode: 0o755,
      },
    );
    return path;
  }

  test(
    "drift finds what AWS has and the sources do not say, and changes nothing",
    async () => {
      const drift = (variables = {}) =>
        runCli(["drift", "dev", "--skip-synth"], { ...bed.environment, ...variables }).then(({ code, out, err }) => ({
          code,
          out,
          err,
        }));
      const deployed = readFileSync(bed.statePath, "utf8");

      expect(await drift()).toEqual({
        code: 0,
        out: expect.stringMatching(
          /^stack +posture +verdict\ndev +isolated +\d+ of \d+ proved[\s\S]*\ndev: nothing differs from the sources\n$/,
        ),
        err: "",
      });

      const retained = '"retention_in_days": 30';
      expect(deployed).toContain(retained);
      writeFileSync(bed.statePath, deployed.replaceAll(retained, '"retention_in_days": 60'));
      expect(await drift()).toMatchObject({
        code: 3,
        out: expect.stringMatching(/Log events are now deleted after 30 days instead of 60/),
      });
      writeFileSync(bed.statePath, deployed);

      const open = terraformThatShows(
        's/"app_network_access_type":"VpcOnly"/"app_network_access_type":"PublicInternetOnly"/g',
      );
      expect(await drift({ TERRAFORM_BINARY_NAME: open })).toMatchObject({
        code: 1,
        out: expect.stringMatching(/^ +violated +[a-z-]+: /m),
      });
      expect(readFileSync(bed.statePath, "utf8")).toBe(deployed);
    },
    3 * MINUTE_MS,
  );

  test(
    "apply-domain-settings reads the state, destroy can be interrupted and finishes when it runs again",
    async () => {
      // Terraform empties the file before it writes it.
      const isDomainLeft = (): boolean => {
        const text = readFileSync(bed.statePath, "utf8");
        return !text.endsWith("}\n") || text.includes('"type": "aws_sagemaker_domain"');
      };
      const domain = bed.state().resources.find(({ type }) => type === "aws_sagemaker_domain");
      const { id = "", arn = "" } = domain?.instances[0]?.attributes ?? {};
      const answers: Readonly<Record<string, JsonObject>> = {
        "get-caller-identity": { Account: arn.split(":")[4] ?? "" },
        "describe-domain": { DomainId: id, Status: "InService" },
      };
      const server = await startAwsServer((operation) => answers[operation] ?? {});
      bed.environment = { ...bed.environment, ...server.environment, HOME: bed.folder };

      await asCallerOf(server, async () => {
        const settings = await runCli(["apply-domain-settings", "dev", "--skip-synth", "--json"], bed.environment);
        expect(settings.code).toBe(3);
        expect(JSON.parse(settings.out)).toMatchObject({
          domainId: id,
          request: { input: { DomainId: id, DefaultUserSettings: { ExecutionRole: expect.stringMatching(/^arn:/) } } },
        });

        const dryRun = await runCli(["destroy", "dev", "--skip-synth", "--dry-run"], bed.environment);
        expect(dryRun).toMatchObject({ code: 3, out: expect.stringContaining(`- ${id}, with all home directories`) });

        const interrupted = bed.start("destroy", "--confirm", "dev");
        while (isDomainLeft()) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        interrupted.kill("SIGTERM");
        expect((await once(interrupted, "exit"))[0]).toBe(130);
        expect(bed.state().resources.length).toBeGreaterThan(0);

        const destroyed = await runCli(["destroy", "dev", "--skip-synth", "--confirm", "dev"], bed.environment);
        expect(destroyed).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/dev: destroyed\n$/) });
        expect(bed.state().resources).toEqual([]);
      });
    },
    5 * MINUTE_MS,
  );

  test(
    "deploy refuses a plan after which a claim does not hold, and asks nobody where there is no terminal",
    async () => {
      const open = deployableDev().replace(
        '"app_network_access_type": "VpcOnly"',
        '"app_network_access_type": "PublicInternetOnly"',
      );
      writeStackFile(join(bed.folder, "out"), "dev", open);
      const refused = await bed.deploy("--approve", "0".repeat(64));
      expect(refused).toMatchObject({ code: 1, err: "dev: a claim is not proved after the change; nothing applied\n" });
    },
    2 * MINUTE_MS,
  );
});
