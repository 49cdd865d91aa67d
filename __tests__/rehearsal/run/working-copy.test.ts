import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillWorkingCopy, readStack, withLocalState } from "../../../rehearsal/run/working-copy";

describe("working copies", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "working-copy-"));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  test.each([
    ["an S3 backend", { backend: { s3: { bucket: "state", key: "dev.tfstate", region: "eu-west-1" } } }],
    ["a local backend", { backend: { local: { path: "../../../terraform.dev.tfstate" } } }],
    ["an HCP Terraform workspace", { cloud: { organization: "somebody" } }],
    ["no backend", {}],
  ])("A working copy of a stack with %s has a local state.", (_backend, terraform) => {
    const stack = { terraform: { ...terraform, required_version: ">= 1.10.0" }, resource: { aws_vpc: {} } };

    expect(withLocalState(stack)).toEqual({
      terraform: { backend: { local: { path: "terraform.tfstate" } }, required_version: ">= 1.10.0" },
      resource: { aws_vpc: {} },
    });
  });

  test("A working copy contains the assets of the stack, and no files of earlier Terraform runs.", async () => {
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

  test("A file that is not a stack is rejected.", async () => {
    await writeFile(join(directory, "cdk.tf.json"), "[]");

    await expect(readStack(directory)).rejects.toThrow(
      /cdk\.tf\.json: not a synthesized stack, got \[\]; synthesize it again/,
    );
  });
});
