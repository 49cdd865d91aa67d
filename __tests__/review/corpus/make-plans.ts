import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outputOf, startTestBed } from "../../rehearsal/fixtures/terraform-test-bed";
import { compactPlan, planBase } from "./compact-plan";
import { type BaseName, bases, type CorpusCase, corpus } from "./corpus-cases";

/** Makes the plans of the corpus with real Terraform and the stand-in of AWS: `npm run review-corpus`. */
async function main(): Promise<void> {
  process.env.PERIMETER_SHARED ??= mkdtempSync(join(tmpdir(), "review-corpus-"));
  const names = (process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(bases)) as BaseName[];
  for (const base of names) {
    await makePlans(
      base,
      corpus.filter((one) => one.base === base),
    );
  }
}

async function makePlans(name: BaseName, cases: readonly CorpusCase[]): Promise<void> {
  const start = bases[name];
  const stacks = cases.map(({ edit }) => {
    const stack = start();
    edit(stack);
    return stack;
  });
  const testBed = await startTestBed([start(), ...stacks]);
  try {
    const workingCopy = await testBed.openWorkingCopy("corpus");
    const run = (...args: readonly string[]) => outputOf(workingCopy, ...args);
    const plan = async () => {
      await run("plan", "-input=false", "-refresh=false", "-out=plan.bin");
      return JSON.parse(await run("show", "-json", "plan.bin"));
    };
    await workingCopy.write(start());
    await run("apply", "-input=false", "-auto-approve");
    const base = planBase(await plan());
    const plans: Record<string, unknown> = {};
    for (const [index, { title }] of cases.entries()) {
      const stack = stacks[index];
      if (stack !== undefined) {
        await workingCopy.write(stack);
        try {
          plans[title] = compactPlan(base, await plan());
        } catch (error) {
          process.stderr.write(`${title}: ${error instanceof Error ? error.message : error}\n`);
        }
      }
    }
    writeFileSync(join(__dirname, "plans", `${name}.json`), `${JSON.stringify({ base, plans })}\n`);
    process.stdout.write(`${name}: ${Object.keys(plans).length} plans\n`);
  } finally {
    await testBed.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
