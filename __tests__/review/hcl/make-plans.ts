import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { withSharing } from "../../corpus/shared-subtrees";
import { emptyStack } from "../../rehearsal/fixtures/mutable-terraform-json";
import { LENIENT_NODE_ARGUMENTS, outputOf, startTestBed } from "../../rehearsal/fixtures/terraform-test-bed";
import { hclCases } from "./hcl-cases";
import { baseText } from "./text-edits";

/** Makes the plans of the HCL cases with real Terraform and the stand-in of AWS: a part of `npm run review-corpus`. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "review-hcl-"));
  process.env.OUTSIDE_CHANGES = join(folder, "outside.json");
  const texts = hclCases.map(({ edit = (text) => text }) => edit(baseText));
  const typesIn = (pattern: RegExp) =>
    Object.fromEntries([...texts.join("\n").matchAll(pattern)].map(([, type]) => [type, { x: {} }]));
  const types = { resource: typesIn(/^\s*resource "(\w+)"/gm), data: typesIn(/^\s*data "(\w+)"/gm) };
  const nodeArguments = [...LENIENT_NODE_ARGUMENTS, "-r", join(__dirname, "changed-outside-terraform.js")];
  const testBed = await startTestBed([{ ...emptyStack(), ...types }], process.env, nodeArguments);
  try {
    const copy = await testBed.openWorkingCopy("hcl");
    const run = (...args: readonly string[]) => outputOf(copy, ...args);
    const [file, state] = ["main.tf", "terraform.tfstate"].map((name) => join(copy.directory, name)) as [
      string,
      string,
    ];
    writeFileSync(file, baseText);
    await run("apply", "-input=false", "-auto-approve");
    const applied = readFileSync(state);
    const plans: Record<string, JsonObject> = {};
    for (const [index, { title, args = [], outside = {} }] of hclCases.entries()) {
      writeFileSync(file, texts[index] ?? "");
      writeFileSync(process.env.OUTSIDE_CHANGES, JSON.stringify(outside));
      try {
        await run("plan", "-input=false", "-out=plan.bin", ...args);
        const { timestamp: _time, ...plan } = JSON.parse(await run("show", "-json", "plan.bin"));
        plans[title] = plan;
      } catch (error) {
        process.stderr.write(`${title}: ${error instanceof Error ? error.message : error}\n`);
      }
      writeFileSync(state, applied);
    }
    writeFileSync(join(__dirname, "plans.json"), `${JSON.stringify(withSharing(plans))}\n`);
    process.stdout.write(`hcl: ${Object.keys(plans).length} plans\n`);
  } finally {
    await testBed.close();
    rmSync(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
