import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillWorkingCopy, readStack, withLocalState } from "../../../rehearsal/run/working-copy";

describe("a working copy", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "working-copy-"));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  test.each([
    ["a bucket", { backend: { s3: { bucket: "state", key: "dev.tfstate", region: "eu-west-1" } } }],
    ["a file elsewhere", { backend: { local: { path: "../../../terraform.dev.tfstate" } } }],
    ["a hosted workspace", { cloud: { organization: "somebody" } }],
    ["nothing of its own", {}],
  ])("has its state beside it when the stack has it in %s", (_where, terraform) => {
    const stack = { terraform: { ...terraform, required_version: ">= 1.10.0" }, resource: { aws_vpc: {} } };

    expect(withLocalState(stack)).toEqual({
      terraform: { backend: { local: { path: "terraform.tfstate" } }, required_version: ">= 1.10.0" },
      resource: { aws_vpc: {} },
    });
  });

  test("has the stack's assets, and nothing that earlier runs left beside the stack", async () => {
    const stack = join(directory, "stack");
    await mkdir(join(stack, "assets"), { recursive: true });
    await mkdir(join(stack, ".terraform"));
    for (const file of [
      "cdk.tf.json",
      "assets/function.zip",
      "plan",
      "terraform.dev.tfstate.backup",
      ".terraform.lock.hcl",
    ]) {
      await writeFile(join(stack, file), "{}");
    }

    await fillWorkingCopy(join(directory, "copy"), stack);

    expect((await readdir(join(directory, "copy"), { recursive: true })).sort()).toEqual([
      "assets",
      "assets/function.zip",
      "cdk.tf.json",
    ]);
    expect(JSON.parse(await readFile(join(directory, "copy", "cdk.tf.json"), "utf8"))).toHaveProperty(
      "terraform.backend.local",
    );
  });

  test("is refused for a file that holds no stack", async () => {
    await writeFile(join(directory, "cdk.tf.json"), "[]");

    await expect(readStack(directory)).rejects.toThrow(/cdk\.tf\.json: holds no stack, got \[\]; synthesize it again/);
  });
});
