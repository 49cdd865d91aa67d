import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { EnvironmentInput } from "../../../envs/schema/environment";
import { runCommand } from "../../../rehearsal/run/run-command";
import { sampleEnvironment } from "../../envs/fixtures/sample-environment";
import { buildProgram } from "../../fixtures/built-program";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed } from "../../rehearsal/fixtures/terraform-test-bed";

const PROJECT = join(__dirname, "..", "..", "..");
const MINUTE_MS = 60_000;
const KILOBYTES_PER_MEGABYTE = 1024;

/** `FLEET=200` plays a large fleet, as the nightly workflow does. One environment of twenty changes, and one of a small fleet. */
const COUNT = Number(process.env.FLEET ?? 3);
const CHANGED = Array.from({ length: Math.max(1, Math.floor(COUNT / 20)) }, (_, index) => index * 2 + 1);

/**
 * V8 lets a heap grow where nothing bounds it, so that peaks say little. With this limit a process that kept the whole fleet would end.
 * The rest of a process is code, and what Node.js itself needs. A process that reads every environment has more for each: a synthesis
 * has all of them in one app, and a review keeps what it computed of the names in their policies.
 */
const HEAP_MB = 160;
const FLEET_HEAP_MB = HEAP_MB + 3 * COUNT;
/** What a process needs besides its heap. */
const BESIDES_HEAP_MB = 240;

/** How a process runs: variables besides those of this process, and the limit of its heap in megabytes. */
interface RunOptions {
  readonly variables?: Readonly<Record<string, string>>;
  readonly heap?: number;
}

const nameOf = (index: number): string => `team-${String(index).padStart(3, "0")}`;

describeWithTerraform("a fleet from files of data, with real Terraform and the stand-in", (binary) => {
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-fleet-"));
  const [before, after] = [join(folder, "before"), join(folder, "after")];
  const peaks: {
    readonly step: string;
    readonly megabytes: number;
    readonly heap: number;
    readonly seconds: number;
  }[] = [];
  let testBed: TerraformTestBed;

  /** Writes the data of the fleet, and what reads it in place of `envs/`. */
  function writeFleet(side: string, isChanged: (index: number) => boolean): string {
    const data = join(folder, `${side}-data`);
    mkdirSync(data);
    for (let index = 0; index < COUNT; index++) {
      const environment: EnvironmentInput = {
        ...sampleEnvironment,
        name: nameOf(index),
        vpcCidr: `10.${index}.0.0/16`,
        deployers: ["role/rehearsal"],
        logRetentionDays: isChanged(index) ? 60 : 30,
      };
      writeFileSync(join(data, `${nameOf(index)}.yaml`), stringify(environment));
    }
    const reader = JSON.stringify(join(PROJECT, "dist", "envs", "files", "environment-files"));
    const index = `import { environmentsOfFiles } from ${reader};\nexport const environments = environmentsOfFiles(__dirname);\n`;
    writeFileSync(join(data, "index.ts"), index);
    copyFileSync(join(PROJECT, "__tests__", "fixtures", "environments", "pipeline.ts"), join(data, "pipeline.ts"));
    return data;
  }

  /** Runs a program of ours with a bounded heap, and keeps the peak of its memory. */
  async function run(step: string, words: readonly string[], { variables = {}, heap = HEAP_MB }: RunOptions = {}) {
    const usage = join(folder, "usage.json");
    const started = Date.now();
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${heap}`, "-r", join(PROJECT, "benchmarks", "process-usage.cjs"), ...words],
      {
        cwd: PROJECT,
        env: { ...process.env, BENCHMARK_USAGE: usage, ...variables },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const texts = { out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      texts.out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      texts.err += chunk;
    });
    const [code] = await once(child, "close");
    const { memory } = JSON.parse(readFileSync(usage, "utf8"));
    rmSync(usage);
    peaks.push({ step, megabytes: Math.round(memory), heap, seconds: (Date.now() - started) / 1000 });
    return { code, ...texts };
  }

  const cli = (step: string, words: readonly string[], options?: RunOptions) =>
    run(step, [join("dist", "cli", "main.js"), ...words], options);

  async function synthesize(side: "before" | "after", isChanged: (index: number) => boolean): Promise<void> {
    const data = writeFleet(side, isChanged);
    const alias = join(PROJECT, "__tests__", "fixtures", "environments-alias.js");
    const synthesis = await run(`synthesis of ${COUNT}`, ["-r", alias, join("dist", "main.js")], {
      variables: { CDKTF_OUTDIR: join(folder, side), TEST_ENVIRONMENTS: data },
      heap: FLEET_HEAP_MB,
    });
    expect(synthesis).toMatchObject({ code: 0 });
  }

  const stackPath = (index: number): string => join(before, "stacks", nameOf(index), "cdk.tf.json");

  beforeAll(async () => {
    buildProgram();
    await synthesize("before", () => false);
    await synthesize("after", (index) => CHANGED.includes(index));
    testBed = await startTestBed([JSON.parse(readFileSync(stackPath(0), "utf8"))]);
    writeFileSync(join(folder, "empty.tfrc"), "");
  }, COUNT * MINUTE_MS);

  afterAll(async () => {
    await testBed.close();
    rmSync(folder, { recursive: true });
    for (const step of process.env.FLEET === undefined ? [] : new Set(peaks.map((peak) => peak.step))) {
      const alike = peaks.filter((peak) => peak.step === step);
      const seconds = alike.reduce((sum, peak) => sum + peak.seconds, 0);
      const megabytes = Math.max(...alike.map((peak) => peak.megabytes));
      process.stderr.write(`${step}: ${alike.length} times in ${Math.round(seconds)} s, peak ${megabytes} MB\n`);
    }
  });

  /** The peak of the stand-in, which serves every account of the fleet. */
  function noteStandIn(): void {
    if (process.platform !== "linux") {
      return;
    }
    const status = readFileSync(`/proc/${testBed.providerProcess.pid}/status`, "utf8");
    const kilobytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]);
    peaks.push({
      step: "stand-in",
      megabytes: Math.round(kilobytes / KILOBYTES_PER_MEGABYTE),
      heap: HEAP_MB,
      seconds: 0,
    });
  }

  test(
    `of ${COUNT} environments only the changed ones (${CHANGED.length}) are in the matrix, each is planned and reviewed, and every process stays within its memory`,
    async () => {
      const matrix = await cli("matrix", ["matrix", before, after, "--format", "github"]);
      expect(matrix).toMatchObject({ code: 0 });
      const { include } = JSON.parse(matrix.out) as { include: { environment: string; digest: string }[] };
      expect(include.map(({ environment }) => environment)).toEqual(CHANGED.map(nameOf));
      expect(new Set(include.map(({ digest }) => digest)).size).toBe(CHANGED.length);

      for (const { environment: name } of include) {
        const reattach = await testBed.providerProcess.openAccount(name);
        const variables = {
          CHECKPOINT_DISABLE: "1",
          TERRAFORM_BINARY_NAME: binary,
          TF_CLI_CONFIG_FILE: join(folder, "empty.tfrc"),
          TF_REATTACH_PROVIDERS: reattach,
        };
        const environment = { ...process.env, ...variables };
        for (const words of [["init"], ["apply", "-auto-approve"]]) {
          const cwd = join(before, "stacks", name);
          const deployed = await runCommand(binary, [...words, "-input=false", "-no-color"], { env: environment, cwd });
          expect(deployed).toMatchObject({ code: 0 });
        }

        const options = ["--skip-synth", "--plan-only", "--before", before];
        const planned = await cli("plan and review", ["deploy", name, ...options], {
          variables: { ...variables, CDKTF_OUTDIR: after },
        });
        expect(planned.err).toBe("");
        expect([0, 3]).toContain(planned.code);
        expect(planned.out).toMatch(/Log retention changes from 30 to 60 days/);
        expect(planned.out).not.toMatch(/creates an isolated perimeter/);
      }
      noteStandIn();

      const words = ["review", "--all", before, after, "--output", join(folder, "reviews")];
      const reviews = await cli(`review --all of ${COUNT}`, words, { heap: FLEET_HEAP_MB });
      expect([0, 3]).toContain(reviews.code);
      const lines = reviews.out.trimEnd().split("\n");
      expect(lines).toHaveLength(COUNT);
      expect(lines.filter((line) => !line.includes("changes nothing")).map((line) => line.split(":")[0])).toEqual(
        CHANGED.map(nameOf),
      );

      expect(peaks.filter(({ megabytes, heap }) => !(megabytes > 0 && megabytes < heap + BESIDES_HEAP_MB))).toEqual([]);
    },
    COUNT * MINUTE_MS,
  );
});
