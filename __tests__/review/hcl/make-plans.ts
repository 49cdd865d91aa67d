import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sortedByContent } from "../../../verify/collections/sorted-by-content";
import type { Json, JsonObject } from "../../../verify/terraform/terraform-configuration";
import { withoutSharing, withSharing } from "../../corpus/shared-subtrees";
import { emptyStack } from "../../rehearsal/fixtures/mutable-terraform-json";
import { LENIENT_NODE_ARGUMENTS, outputOf, startTestBed } from "../../rehearsal/fixtures/terraform-test-bed";
import { hclCases } from "./hcl-cases";
import { baseText } from "./text-edits";

const PLANS = join(__dirname, "plans.json");

/**
 * Makes the plans of the HCL cases with real Terraform and the stand-in of AWS: a part of `npm run review-corpus`. With titles as
 * arguments, it makes only those, and keeps the others.
 */
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
    const titles = process.argv.slice(2);
    const kept = titles.length === 0 ? {} : (withoutSharing(JSON.parse(readFileSync(PLANS, "utf8"))) as JsonObject);
    const plans: Record<string, Json> = {};
    for (const [index, { title, args = [], outside = {}, lost = [] }] of hclCases.entries()) {
      if (titles.length > 0 && !titles.includes(title)) {
        plans[title] = kept[title] ?? null;
        continue;
      }
      writeFileSync(file, texts[index] ?? "");
      writeFileSync(process.env.OUTSIDE_CHANGES, JSON.stringify(outside));
      try {
        if (lost.length > 0) {
          await run("state", "rm", ...lost);
        }
        await run("plan", "-input=false", "-out=plan.bin", ...args);
        const { timestamp: _time, ...plan } = JSON.parse(await run("show", "-json", "plan.bin"));
        plans[title] = inOneOrder(plan);
      } catch (error) {
        process.stderr.write(`${title}: ${error instanceof Error ? error.message : error}\n`);
      }
      writeFileSync(state, applied);
    }
    writeFileSync(PLANS, `${JSON.stringify(withSharing(plans))}\n`);
    process.stdout.write(`hcl: ${Object.keys(plans).length} plans\n`);
  } finally {
    await testBed.close();
    rmSync(folder, { recursive: true });
  }
}

/** Terraform lists the attributes that a change depends on in another order each time. */
function inOneOrder({ relevant_attributes: attributes, ...plan }: JsonObject): JsonObject {
  return attributes === undefined ? plan : { ...plan, relevant_attributes: sortedByContent([attributes].flat()) };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
