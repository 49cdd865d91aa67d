import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizedText } from "../../fixtures/synthesized";
import { runCli } from "../fixtures/cli-run";

/** The stacks of a fleet are copies of one that is synthesized anyway. `FLEET=200` plays a large one. */
const COUNT = Number(process.env.FLEET ?? 5);
const CHANGED = [1, 3];
const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-fleet-"));

const nameOf = (index: number): string => `team-${index}`;

beforeAll(() => {
  for (const side of ["before", "after"]) {
    for (let index = 0; index < COUNT; index++) {
      const isChanged = side === "after" && CHANGED.includes(index);
      // Each team has a VPC of its own; two of them keep their logs longer.
      const text = synthesizedText("dev").replaceAll("10.10.", `10.${index}.`);
      const stack = join(folder, side, "stacks", nameOf(index));
      mkdirSync(stack, { recursive: true });
      const retention = /"retention_in_days": 30\b/g;
      writeFileSync(
        join(stack, "cdk.tf.json"),
        isChanged ? text.replaceAll(retention, '"retention_in_days": 60') : text,
      );
    }
  }
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** Memory of this process after what nobody needs is gone. */
function megabytes(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().rss / 1e6;
}

test(`of a fleet of ${COUNT} environments only the changed ones are in the matrix`, async () => {
  const { code, out } = await runCli(["matrix", join(folder, "before"), join(folder, "after"), "--format", "github"]);

  expect(code).toBe(0);
  expect(JSON.parse(out).include.map(({ environment }: { environment: string }) => environment)).toEqual(
    CHANGED.map(nameOf),
  );
});

test(`review --all of ${COUNT} environments takes memory for one at a time`, async () => {
  const output = join(folder, "reviews");
  const before = megabytes();
  const { code, out } = await runCli([
    ...["review", "--all", join(folder, "before"), join(folder, "after"), "--output", output],
  ]);
  const grown = megabytes() - before;
  process.stderr.write(process.env.FLEET === undefined ? "" : `review of ${COUNT}: ${Math.round(grown)} MB more\n`);

  expect([0, 1, 3]).toContain(code);
  const lines = out.trimEnd().split("\n");
  expect(lines).toHaveLength(COUNT);
  expect(lines.filter((line) => !line.includes("changes nothing")).map((line) => line.split(":")[0])).toEqual(
    CHANGED.map(nameOf),
  );
  // One review at a time: a fleet of 200 grows little more than one of five.
  expect(grown).toBeLessThan(400);
}, 600_000);
