import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCompiledProgram, writeEditedEnvironments } from "../../fixtures/compiled-program";

const fixtures = join(__dirname, "..", "fixtures");
const sentence = "is deprecated by the provider; use aws_s3_bucket_acl";

test("a build reports each deprecated argument of its stacks with the construct and what to use, and does not fail", () => {
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-build-"));
  try {
    const environments = join(folder, "environments");
    writeEditedEnvironments(environments, "dev", (source) => source);
    writeFileSync(join(environments, "index.ts"), 'import { dev } from "./dev";\nexport const environments = [dev];\n');

    const run = runCompiledProgram(join(fixtures, "command-line-of-modules.js"), {
      args: ["build"],
      environments,
      outdir: join(folder, "out"),
      preload: [join(fixtures, "deprecated-bucket-acl.ts")],
    });

    expect(run.status).toBe(0);
    expect(run.stderr.match(/^deprecated: .*$/gm)).toEqual(
      ["access_logs", "data", "models"].map(
        (bucket) =>
          `deprecated: dev: aws_s3_bucket.locked_buckets_${bucket}.acl (construct dev/locked_buckets/${bucket}): ${sentence}`,
      ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
