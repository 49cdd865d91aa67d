import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PLAN_FILE } from "../../../cli/delivery/deploy-stack";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { buildProgram } from "../../fixtures/built-program";
import { synthesizedText } from "../../fixtures/synthesized";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed } from "../../rehearsal/fixtures/terraform-test-bed";
import { runCli } from "../fixtures/cli-run";
import { writeStackFile } from "../fixtures/output-folder";
import { asCallerOf, startAwsServer } from "../operations/fixtures/aws-server";

const MINUTE_MS = 60_000;
const PROGRAM = join(__dirname, "..", "..", "..", "cli", "studio-perimeter.js");

/** The stack of dev, which the role of rehearsals may deploy. */
const dev = (): string => synthesizedText("dev").replaceAll("role/studio-perimeter-dev-plan", "role/rehearsal");

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
  let testBed: TerraformTestBed;
  let folder = "";
  let environment: Record<string, string>;
  const stackFolder = () => join(folder, "out", "stacks", "dev");
  const state = () => JSON.parse(readFileSync(join(folder, "terraform.dev.tfstate"), "utf8"));
  /** Terraform empties the file before it writes it. */
  const resourcesInState = (): number => {
    try {
      return state().resources.length;
    } catch {
      return 0;
    }
  };

  beforeAll(async () => {
    buildProgram();
    testBed = await startTestBed([JSON.parse(dev())]);
    folder = mkdtempSync(join(tmpdir(), "studio-perimeter-deploy-"));
    writeFileSync(join(folder, "empty.tfrc"), "");
    const reattach = await testBed.providerProcess.openAccount("dev", "remove", () => undefined);
    environment = {
      ...(process.env as Record<string, string>),
      CDKTF_OUTDIR: join(folder, "out"),
      CHECKPOINT_DISABLE: "1",
      TERRAFORM_BINARY_NAME: binary,
      TF_CLI_CONFIG_FILE: join(folder, "empty.tfrc"),
      TF_REATTACH_PROVIDERS: reattach,
    };
    writeStackFile(join(folder, "out"), "dev", dev());
  }, 2 * MINUTE_MS);

  afterAll(async () => {
    await testBed.close();
    rmSync(folder, { recursive: true });
  });

  const deploy = (...options: readonly string[]) => runCli(["deploy", "dev", "--skip-synth", ...options], environment);
  const digestIn = (out: string) => /^Digest of the changes: ([0-9a-f]{64})$/m.exec(out)?.[1] ?? "";

  function start(command: string, ...options: readonly string[]): ChildProcess {
    const args = [PROGRAM, command, "dev", "--skip-synth", ...options];
    return spawn(process.execPath, args, { env: environment, stdio: "ignore" });
  }

  async function until(isReached: () => boolean): Promise<void> {
    while (!isReached()) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const isRunning = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  /**
   * Kills a deployment in one of its steps, as a crash does: it cannot clean up. Terraform runs on and is interrupted, so that it saves
   * what it did; where the whole machine fails, that is up to Terraform.
   */
  async function killIn(step: string, isReached: () => boolean, ...options: readonly string[]): Promise<void> {
    const log = join(folder, "terraform.log");
    const wrapper = join(folder, "logged-terraform");
    writeFileSync(log, "");
    // Somebody reads what Terraform prints after its reader was killed: a closed pipe would end it before it saves its last resource.
    const readOn = `> >(trap "" PIPE; cat 2>/dev/null || cat > /dev/null)`;
    const script = `#!/bin/bash\necho "$$ $*" >> "${log}"\nexec "${binary}" "$@" ${readOn}\n`;
    writeFileSync(wrapper, script, { mode: 0o755 });
    const pidOf = (): number | undefined => {
      const line = readFileSync(log, "utf8")
        .split("\n")
        .find((text) => `${text.split(" ").slice(1).join(" ")}\n`.startsWith(step));
      return line === undefined ? undefined : Number(line.split(" ")[0]);
    };
    const whole = environment;
    environment = { ...environment, TERRAFORM_BINARY_NAME: wrapper };
    const killed = start("deploy", ...options);
    environment = whole;
    await until(() => pidOf() !== undefined && isReached());
    killed.kill("SIGKILL");
    await once(killed, "exit");
    const pid = pidOf() ?? 0;
    if (isRunning(pid)) {
      process.kill(pid, "SIGINT");
      await until(() => !isRunning(pid));
    }
  }

  const untilPlanFile = (): Promise<void> => until(() => existsSync(join(stackFolder(), PLAN_FILE)));

  test(
    "deploy applies only the approved plan, can run again after it was interrupted or killed, and leaves no plan file",
    async () => {
      const planned = await deploy("--plan-only");
      const digest = digestIn(planned.out);
      expect(planned.out).toMatch(/^dev {2}creates an isolated perimeter/);
      expect([0, 3]).toContain(planned.code);

      const other = await deploy("--approve", "0".repeat(64));
      expect(other).toMatchObject({
        code: 3,
        err: expect.stringMatching(/^dev: the plan changes something else than /),
      });
      expect(existsSync(join(folder, "terraform.dev.tfstate"))).toBe(false);

      // Interrupted after the plan: nothing is applied.
      const interrupted = start("deploy", "--approve", digest);
      await untilPlanFile();
      expect(statSync(join(stackFolder(), PLAN_FILE)).mode & 0o777).toBe(0o600);
      interrupted.kill("SIGTERM");
      expect((await once(interrupted, "exit"))[0]).toBe(130);
      expect(existsSync(join(stackFolder(), PLAN_FILE))).toBe(false);

      // Killed, where the plan file stays, too: the next run removes it.
      await killIn("init", () => true, "--approve", digest);
      await killIn("plan", () => true, "--approve", digest);
      await killIn("show -json", () => true, "--approve", digest);
      expect(existsSync(join(folder, "terraform.dev.tfstate"))).toBe(false);
      await killIn("apply", () => resourcesInState() > 5, "--approve", digest);
      expect(resourcesInState()).toBeGreaterThan(5);
      expect(resourcesInState()).toBeLessThan(130);

      // The rest of the changes is another change, with a digest of its own.
      const rest = digestIn((await deploy("--plan-only")).out);
      expect(rest).not.toBe(digest);
      const applied = await deploy("--approve", rest);
      expect(applied).toMatchObject({ code: 0, err: "" });
      expect(applied.out).toMatch(/Apply complete! Resources: \d{3} added[\s\S]*\ndev +isolated +\d+ of \d+ proved/);
      expect(state().resources.length).toBeGreaterThan(100);

      await killIn("show -json\n", () => true);
      const again = await deploy();
      expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/^dev {2}changes nothing\n/) });
      expect(readdirSync(stackFolder()).filter((name) => name === PLAN_FILE)).toEqual([]);
    },
    8 * MINUTE_MS,
  );

  /** A Terraform whose JSON of plans is edited: AWS has something else than the state says. */
  function terraformThatShows(edit: string): string {
    const path = join(folder, "edited-terraform");
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
        runCli(["drift", "dev", "--skip-synth"], { ...environment, ...variables }).then(({ code, out, err }) => ({
          code,
          out,
          err,
        }));
      const deployed = readFileSync(join(folder, "terraform.dev.tfstate"), "utf8");

      expect(await drift()).toEqual({
        code: 0,
        out: expect.stringMatching(
          /^stack +posture +verdict\ndev +isolated +\d+ of \d+ proved[\s\S]*\ndev: nothing differs from the sources\n$/,
        ),
        err: "",
      });

      const retained = '"retention_in_days": 30';
      expect(deployed).toContain(retained);
      writeFileSync(join(folder, "terraform.dev.tfstate"), deployed.replaceAll(retained, '"retention_in_days": 60'));
      expect(await drift()).toMatchObject({
        code: 3,
        out: expect.stringMatching(/Log events are now deleted after 30 days instead of 60/),
      });
      writeFileSync(join(folder, "terraform.dev.tfstate"), deployed);

      const open = terraformThatShows(
        's/"app_network_access_type":"VpcOnly"/"app_network_access_type":"PublicInternetOnly"/g',
      );
      expect(await drift({ TERRAFORM_BINARY_NAME: open })).toMatchObject({
        code: 1,
        out: expect.stringMatching(/^ +violated +[a-z-]+: /m),
      });
      expect(readFileSync(join(folder, "terraform.dev.tfstate"), "utf8")).toBe(deployed);
    },
    3 * MINUTE_MS,
  );

  test(
    "apply-domain-settings reads the state, destroy can be interrupted and finishes when it runs again",
    async () => {
      // Terraform empties the file before it writes it.
      const isDomainLeft = (): boolean => {
        const text = readFileSync(join(folder, "terraform.dev.tfstate"), "utf8");
        return !text.endsWith("}\n") || text.includes('"type": "aws_sagemaker_domain"');
      };
      const domain = state().resources.find(({ type }: { type: string }) => type === "aws_sagemaker_domain");
      const { id, arn } = domain.instances[0].attributes;
      const answers: Readonly<Record<string, JsonObject>> = {
        "get-caller-identity": { Account: arn.split(":")[4] },
        "describe-domain": { DomainId: id, Status: "InService" },
      };
      const server = await startAwsServer((operation) => answers[operation] ?? {});
      environment = { ...environment, ...server.environment, HOME: folder };

      await asCallerOf(server, async () => {
        const settings = await runCli(["apply-domain-settings", "dev", "--skip-synth", "--json"], environment);
        expect(settings.code).toBe(3);
        expect(JSON.parse(settings.out)).toMatchObject({
          domainId: id,
          request: { input: { DomainId: id, DefaultUserSettings: { ExecutionRole: expect.stringMatching(/^arn:/) } } },
        });

        const dryRun = await runCli(["destroy", "dev", "--skip-synth", "--dry-run"], environment);
        expect(dryRun).toMatchObject({ code: 3, out: expect.stringContaining(`- ${id}, with all home directories`) });

        const interrupted = start("destroy", "--confirm", "dev");
        while (isDomainLeft()) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        interrupted.kill("SIGTERM");
        expect((await once(interrupted, "exit"))[0]).toBe(130);
        expect(state().resources.length).toBeGreaterThan(0);

        const destroyed = await runCli(["destroy", "dev", "--skip-synth", "--confirm", "dev"], environment);
        expect(destroyed).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/dev: destroyed\n$/) });
        expect(state().resources).toEqual([]);
      });
    },
    5 * MINUTE_MS,
  );

  test(
    "deploy refuses a plan after which a claim does not hold, and asks nobody where there is no terminal",
    async () => {
      const open = dev().replace(
        '"app_network_access_type": "VpcOnly"',
        '"app_network_access_type": "PublicInternetOnly"',
      );
      writeStackFile(join(folder, "out"), "dev", open);
      const refused = await deploy("--approve", "0".repeat(64));
      expect(refused).toMatchObject({ code: 1, err: "dev: a claim is not proved after the change; nothing applied\n" });
    },
    2 * MINUTE_MS,
  );
});
