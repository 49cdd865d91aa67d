import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTerraform } from "../../cli/shared/inputs/read-terraform";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { JsonObject, Resource } from "../../verify/terraform/terraform-configuration";
import { emptyStack } from "../rehearsal/fixtures/mutable-terraform-json";
import {
  LENIENT_NODE_ARGUMENTS,
  outputOf,
  startTestBed,
  type TestWorkingCopy,
} from "../rehearsal/fixtures/terraform-test-bed";
import { editCopy, type RootChange, rootChanges } from "./root-changes";
import { withSharing } from "./shared-subtrees";

/** Makes the change plans and the destroy plans of the corpus with real Terraform: `npm run corpus-plans [ROOT...]`. */
async function main(): Promise<void> {
  const names = process.argv.slice(2);
  const changes = rootChanges.filter(({ root }) => names.length === 0 || names.includes(root));
  const testBed = await startTestBed(changes.map(typesOf), process.env, LENIENT_NODE_ARGUMENTS);
  try {
    for (const change of changes) {
      const plans = await plansOf(await testBed.openWorkingCopy(change.root), change);
      const path = join(__dirname, change.root, "plans.json");
      writeFileSync(path, `${JSON.stringify(withSharing(plans))}\n`);
      process.stdout.write(`${change.root}: ${readFileSync(path).length} bytes\n`);
    }
  } finally {
    await testBed.close();
  }
}

async function plansOf(copy: TestWorkingCopy, change: RootChange): Promise<Record<string, JsonObject>> {
  const run = (...args: readonly string[]) => outputOf(copy, ...args);
  const plan = async (...options: readonly string[]): Promise<JsonObject> => {
    await run("plan", "-input=false", "-refresh=false", "-out=plan.bin", ...options);
    const { timestamp: _time, ...rest } = JSON.parse(await run("show", "-json", "plan.bin"));
    return rest;
  };
  cpSync(join(__dirname, change.root), copy.directory, { recursive: true });
  await run("get");
  await run("apply", "-input=false", "-auto-approve");
  const destroy = await plan("-destroy");
  editCopy(copy.directory, change);
  return { change: await plan(), destroy };
}

/** A stack with the types of a root module, which is what the stand-in has to know of it. */
function typesOf({ root }: RootChange) {
  const folder = join(__dirname, root);
  const { json, surroundings } = readTerraform(folder);
  const { resources } = readConfiguration(json, folder, surroundings);
  const typesIn = (wanted: Resource["mode"]) =>
    Object.fromEntries(resources.filter(({ mode }) => mode === wanted).map(({ type }) => [type, { x: {} }]));
  return { ...emptyStack(), resource: typesIn("managed"), data: typesIn("data") };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
