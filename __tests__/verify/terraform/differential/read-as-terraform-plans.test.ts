import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { readTerraform } from "../../../../cli/shared/inputs/read-terraform";
import type { GivenVariables, VariableOption } from "../../../../verify/terraform/read/folder/given-variables";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { JsonObject, TerraformConfiguration } from "../../../../verify/terraform/terraform-configuration";
import { modelGaps } from "../../../../verify/unmodeled/model-gaps";
import { propertyRuns, propertySeed } from "../../../fixtures/property-runs";
import { emptyStack } from "../../../rehearsal/fixtures/mutable-terraform-json";
import { describeWithTerraform } from "../../../rehearsal/fixtures/terraform-suites";
import {
  LENIENT_NODE_ARGUMENTS,
  startTestBed,
  type TerraformTestBed,
  type TestWorkingCopy,
} from "../../../rehearsal/fixtures/terraform-test-bed";
import { compareWithPlan } from "./fixtures/compare-with-plan";
import { everyHclForm, refusedHcl } from "./fixtures/every-hcl-form";
import { everyOverride } from "./fixtures/every-override";
import { givenEverywhere } from "./fixtures/given-everywhere";
import { inHcl } from "./fixtures/print-hcl";
import { everyExpression, everyReference, type ModuleFiles, randomRootModule } from "./fixtures/random-root-module";
import { refusedBySchema } from "./fixtures/refused-by-schema";

const MINUTE_MS = 60_000;
const runs = propertyRuns(3);

function write(directory: string, files: ModuleFiles): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
}

function read(directory: string, file = "cdk.tf.json", variables?: GivenVariables): TerraformConfiguration {
  const { json, surroundings } = readTerraform(join(directory, file), { variables });
  return readConfiguration(json, "cdk.tf.json", surroundings);
}

describeWithTerraform("root modules that verify reads and Terraform plans", () => {
  let testBed: TerraformTestBed;
  let compared = 0;

  beforeAll(async () => {
    const types = {
      aws_cloudwatch_log_group: { x: {} },
      aws_ec2_managed_prefix_list: { x: {} },
      aws_security_group: { x: {} },
    };
    testBed = await startTestBed([{ ...emptyStack(), resource: types }], process.env, LENIENT_NODE_ARGUMENTS);
  }, MINUTE_MS);

  afterAll(async () => {
    process.stdout.write(`root modules compared with Terraform: ${compared}\n`);
    await testBed.close();
  });

  const workingCopyOf = async (name: string, files: ModuleFiles): Promise<TestWorkingCopy> => {
    const copy = await testBed.openWorkingCopy(name);
    write(copy.directory, files);
    return copy;
  };

  const expectReadAsPlanned = async (name: string, files: ModuleFiles, file: string): Promise<void> => {
    const copy = await workingCopyOf(name, files);
    await copy.run("get");
    const planned = await copy.run("plan", "-input=false", "-refresh=false", "-out=plan.bin");
    expect({ code: planned.code, stderr: planned.stderr }).toEqual({ code: 0, stderr: "" });
    const { stdout } = await copy.run("show", "-json", "plan.bin");

    const { equal, notRead, differences } = compareWithPlan(
      read(copy.directory, file),
      JSON.parse(stdout) as JsonObject,
    );

    expect(differences).toEqual([]);
    expect(notRead).toBeLessThan(equal / 2);
    compared += 1;
  };

  test(
    "What verify reads from a random root module is what Terraform plans, or it is not read.",
    async () => {
      const random = fc.sample(randomRootModule, runs);
      for (const [index, files] of [everyExpression, everyReference, ...random].entries()) {
        await expectReadAsPlanned(`random-${index}`, files, "cdk.tf.json");
      }
    },
    3 * MINUTE_MS,
  );

  test(
    "What verify reads from a root module in HCL is what Terraform plans, or it is not read.",
    async () => {
      const random = fc.sample(randomRootModule, { ...runs, seed: propertySeed + 1 });
      const printed = [everyExpression, everyReference, ...random].map(inHcl);
      for (const [index, files] of [everyHclForm, ...printed].entries()) {
        await expectReadAsPlanned(`hcl-${index}`, files, "");
      }
    },
    3 * MINUTE_MS,
  );

  test(
    "Override files in HCL and JSON, over blocks and arguments in HCL and JSON, are read as Terraform plans with them.",
    async () => {
      const [files = {}] = fc.sample(everyOverride, 1);
      await expectReadAsPlanned("overrides", files, "cdk.tf.json");
    },
    MINUTE_MS,
  );

  test(
    "Values from TF_VAR_, from files and from the command line are those that Terraform plans with, the later one first.",
    async () => {
      const { files, environment, options } = givenEverywhere;
      const copy = await testBed.openWorkingCopy("given", undefined, environment);
      write(copy.directory, files);
      const inCopy = options.map(
        (option): VariableOption =>
          option.kind === "file" ? { ...option, path: join(copy.directory, option.path) } : option,
      );
      const args = inCopy.map((option) =>
        option.kind === "file" ? `-var-file=${option.path}` : `-var=${option.name}=${option.text}`,
      );
      const planned = await copy.run("plan", "-input=false", "-refresh=false", "-out=plan.bin", ...args);
      expect({ code: planned.code, stderr: planned.stderr }).toEqual({ code: 0, stderr: "" });
      const plan = JSON.parse((await copy.run("show", "-json", "plan.bin")).stdout) as JsonObject;

      const { equal, notRead, differences } = compareWithPlan(
        read(copy.directory, "", { environment, options: inCopy }),
        plan,
      );

      expect({ differences, notRead }).toEqual({ differences: [], notRead: 0 });
      expect(equal).toBeGreaterThan(0);
      compared += 1;
    },
    MINUTE_MS,
  );

  test(
    "HCL that Terraform refuses is not read.",
    async () => {
      for (const [index, text] of refusedHcl.entries()) {
        const { directory, run } = await workingCopyOf(`refused-hcl-${index}`, { "main.tf": text });
        const { code } = await run("validate");

        expect([index, code]).toEqual([index, 1]);
        const isRead = (): boolean => read(directory, "").unreadParts === undefined;
        expect([index, refusesOr(isRead)]).toEqual([index, false]);
        compared += 1;
      }
    },
    MINUTE_MS,
  );

  test(
    "What Terraform refuses, verify refuses too or does not read.",
    async () => {
      const group = { resource: { aws_cloudwatch_log_group: { g: { name: "g" } } } };
      const cases: readonly ModuleFiles[] = [
        { "cdk.tf.json": JSON.stringify(group), "more.tf.json": JSON.stringify(group) },
        { "cdk.tf.json": JSON.stringify({ ...group, unknown: { a: {} } }) },
        { "cdk.tf.json": '{"resource": {"aws_cloudwatch_log_group": {"g": {"name": "a", "name": "b"}}}}' },
        {
          "cdk.tf.json": JSON.stringify({ resource: { aws_cloudwatch_log_group: { g: { count: 1, for_each: {} } } } }),
        },
        { "cdk.tf.json": JSON.stringify(group), "override.tf.json": JSON.stringify({ module: { m: {} } }) },
        ...refusedBySchema,
      ];
      const accepted = await workingCopyOf("accepted", { "cdk.tf.json": JSON.stringify(group) });
      expect((await accepted.run("validate")).code).toBe(0);
      expect(read(accepted.directory).unreadParts).toBeUndefined();
      for (const [index, files] of cases.entries()) {
        const { directory, run } = await workingCopyOf(`refused-${index}`, files);
        const { code } = await run("validate");
        const isRead = (): boolean => modelGaps(read(directory)).length === 0;

        expect([index, code]).toEqual([index, 1]);
        expect([index, refusesOr(isRead)]).toEqual([index, false]);
        compared += 1;
      }
    },
    MINUTE_MS,
  );
});

/** The answer; `false` when it is refused. */
function refusesOr(answer: () => boolean): boolean {
  try {
    return answer();
  } catch {
    return false;
  }
}
