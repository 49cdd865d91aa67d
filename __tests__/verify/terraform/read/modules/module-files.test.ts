import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createModuleLoader } from "../../../../../verify/terraform/read/modules/module-files";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";

const bucket = { resource: { aws_s3_bucket: { b: {} } } };
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "modules-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
}

function addressesIn(source: string): readonly string[] {
  const { resources, unreadParts: unread = [] } = readConfiguration(
    { module: { m: { source } } },
    "x",
    createModuleLoader(folder),
  );
  return [...resources, ...unread].map(({ address }) => address);
}

describe("the files of a called module", () => {
  it("are told where one is no JSON", () => {
    write("m/main.tf.json", "{ resource");

    expect(() => addressesIn("./m")).toThrow(/m\/main\.tf\.json: is no JSON, got .*; correct it, or install/);
  });

  it("are read as one, and so are those of the modules that it calls", () => {
    write("m/main.tf.json", { ...bucket, module: { inner: { source: "../inner" } } });
    write("m/more.tf.json", { resource: { aws_vpc: { v: {} } } });
    write("m/variables.tf", 'variable "name" {\n  type = string\n}\n');
    write("inner/main.tf.json", bucket);

    expect(addressesIn("./m")).toEqual([
      "module.m.aws_s3_bucket.b",
      "module.m.aws_vpc.v",
      "module.m.module.inner.aws_s3_bucket.b",
    ]);
  });

  it("are found where Terraform has installed them", () => {
    write(".terraform/modules/modules.json", { Modules: [{ Key: "m", Dir: ".terraform/modules/m" }] });
    write(".terraform/modules/m/main.tf.json", bucket);

    expect(addressesIn("app.terraform.io/acme/studio/aws")).toEqual(["module.m.aws_s3_bucket.b"]);
  });

  it.each([
    ["are missing", (): void => undefined],
    ["hold resources in Terraform's own language", () => write("m/main.tf", 'resource "aws_vpc" "v" {}\n')],
    ["hold nothing", () => write("m/README.md", "# m")],
  ])("count as not read when they %s", (_, prepare) => {
    prepare();

    expect(addressesIn("./m")).toEqual(["module.m"]);
  });
});
