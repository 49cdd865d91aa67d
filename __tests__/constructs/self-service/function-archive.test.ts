import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformOutput } from "cdktf";
import { FunctionArchive } from "../../../constructs/self-service/function-archive";
import { ReadableAddressStack } from "../../../stacks/cdktf/readable-address-stack";

const folder = mkdtempSync(join(tmpdir(), "archive-"));

afterAll(() => rmSync(folder, { recursive: true }));

/** Synthesizes a stack with one archive, and returns what its Terraform says and the stack's folder. */
function synthesize(
  content: string,
  outdir: string,
): { readonly path: string; readonly hash: string; readonly stack: string } {
  const archivePath = join(folder, "code.zip");
  writeFileSync(archivePath, content);
  const app = new App({ outdir: join(folder, outdir) });
  const stack = new ReadableAddressStack(app, "test");
  const archive = new FunctionArchive(stack, "archive", archivePath);
  new TerraformOutput(stack, "path", { value: archive.path });
  new TerraformOutput(stack, "hash", { value: archive.sourceCodeHash });
  app.synth();
  const written = join(folder, outdir, "stacks", "test");
  const { output } = JSON.parse(readFileSync(join(written, "cdk.tf.json"), "utf8"));
  return { path: output.path.value, hash: output.hash.value, stack: written };
}

describe("an archive", () => {
  test("a function archive is in the folder of the Terraform that names it", () => {
    const { path, stack } = synthesize("code", "one");

    expect(path).toMatch(/^assets\/archive_asset\/[0-9a-f]{32}\/code\.zip$/);
    expect(readFileSync(join(stack, path), "utf8")).toBe("code");
  });

  test("a function archive has the same path and hash wherever and whenever it is written, and others when the code changes", () => {
    const first = synthesize("code", "first");
    const second = synthesize("code", "second");
    const changed = synthesize("other code", "changed");

    expect([second.path, second.hash]).toEqual([first.path, first.hash]);
    expect(changed.path).not.toBe(first.path);
    expect(changed.hash).not.toBe(first.hash);
  });
});
