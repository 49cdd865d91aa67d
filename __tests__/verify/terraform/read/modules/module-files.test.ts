import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createModuleLoader } from "../../../../../verify/terraform/read/modules/module-files";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { Json, JsonObject, TerraformConfiguration } from "../../../../../verify/terraform/terraform-configuration";

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

/** What `terraform init` leaves: a copy of the module, and the source and version that it downloaded. */
function writeDownloaded(Source: string | undefined, Version?: string, module: object = bucket): void {
  write(".terraform/modules/modules.json", { Modules: [{ Key: "m", Source, Version, Dir: ".terraform/modules/m" }] });
  write(".terraform/modules/m/main.tf.json", module);
}

/** What is read of a root module in the folder that has a call `m`. */
function readRoot(call: JsonObject, more: JsonObject = {}): TerraformConfiguration {
  return readConfiguration({ ...more, module: { m: call } }, "x", { load: createModuleLoader(folder) });
}

function addressesIn(source: string, version?: string): readonly string[] {
  const call = { source, ...(version !== undefined && { version }) };
  const { resources, unreadParts: unread = [] } = readRoot(call);
  return [...resources, ...unread].map(({ address }) => address);
}

test.each([
  ["itself", "./a", { module: { again: { source: "./" } } }, "module.m.module.again"],
  ["the root module", "./a", { module: { again: { source: "../" } } }, "module.m.module.again"],
  ["itself by a link", "./link", { module: { again: { source: "./" } } }, "module.m.module.again"],
])("A module that calls %s is refused in one line, with the address of the call.", (_, source, module, address) => {
  write("main.tf.json", { module: { m: { source } } });
  write("a/main.tf.json", module);
  symlinkSync(join(folder, "a"), join(folder, "link"));

  expect(() => addressesIn(source)).toThrow(new RegExp(`^\\S+: ${address} calls \\S+, which contains this call; .*$`));
});

describe("the files of a called module", () => {
  test("a module file that is not valid JSON is rejected with its path", () => {
    write("m/main.tf.json", "{ resource");

    expect(() => addressesIn("./m")).toThrow(
      /m\/main\.tf\.json: not valid JSON, got .*; correct it or run terraform init again/,
    );
  });

  test("the files of a module and of the modules that it calls are merged", () => {
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

  test("a module by an absolute path is read there, or from the copy that terraform init made, which a plan reads", () => {
    write("m/main.tf.json", bucket);
    const source = join(folder, "m");

    expect(addressesIn(source)).toEqual(["module.m.aws_s3_bucket.b"]);

    writeDownloaded(source, undefined, { resource: { aws_vpc: { copied: {} } } });

    expect(addressesIn(source)).toEqual(["module.m.aws_vpc.copied"]);
  });

  test("settings of a provider in a called module are an unread part, because they give its resources another account or Region", () => {
    write("m/main.tf.json", { provider: { aws: { region: "us-east-1" } }, ...bucket });
    write("n/main.tf.json", { provider: { aws: {} }, ...bucket });

    expect(addressesIn("./m")).toEqual(["module.m.aws_s3_bucket.b", "module.m.provider.aws"]);
    expect(addressesIn("./n")).toEqual(["module.m.aws_s3_bucket.b"]);
  });

  test("a set that is passed to a module stays a set", () => {
    write("m/main.tf.json", {
      variable: { names: {} },
      resource: { aws_s3_bucket: { b: { bucket: "${tolist(var.names)[0]}" } } },
    });

    const { resources } = readRoot(
      { source: "./m", names: "${local.sets[0]}" },
      { locals: { sets: ['${toset(["b", "a"])}'] } },
    );

    expect(resources.map(({ values }) => values)).toEqual([{ bucket: "a" }]);
  });

  /** The name of a bucket that is the JSON of an input of this type. */
  function nameFrom(type: string, written: string): Json | undefined {
    write("m/main.tf.json", {
      variable: { v: { type } },
      resource: { aws_s3_bucket: { b: { bucket: "${jsonencode(var.v)}" } } },
    });
    return readRoot({ source: "./m", v: `\${${written}}` }).resources[0]?.values.bucket;
  }

  test.each([
    ["list(any)", '[1, "x"]', '["1","x"]'],
    ["map(any)", '{ a = true, b = "x" }', '{"a":"true","b":"x"}'],
    ["list(object({ k = any }))", "[{ k = 1 }, { k = 2 }]", '[{"k":1},{"k":2}]'],
    ["list(object({ k = any }))", '[{ k = 1 }, { k = "x" }]', '[{"k":"1"},{"k":"x"}]'],
    ["list(any)", '[{ k = 1 }, { l = "x" }]', '[{"k":"1"},{"l":"x"}]'],
    ["any", '[1, "x"]', '[1,"x"]'],
  ])("the members of %s have one type, to which Terraform converts each", (type, written, json) => {
    expect(nameFrom(type, written)).toBe(json);
  });

  test("members of which no one type is known are not read", () => {
    expect(nameFrom("list(object({ k = any }))", '[{ k = 1 }, { k = ["x"] }]')).toContain("${");
    expect(nameFrom("list(object({ k = any, n = any }))", '[{ k = 1, n = 2 }, { k = "x", n = 3 }]')).toContain("${");
  });

  test("attributes that a call leaves out or sets to null have the defaults of the type, which have defaults themselves", () => {
    const type =
      'list(object({ gb = optional(number, 5), ports = optional(list(number), [443]), disk = optional(object({ kind = optional(string, "gp3"), note = optional(string) }), {}) }))';
    write("m/main.tf.json", {
      variable: { users: { type } },
      resource: { aws_s3_bucket: { b: { tags: { users: "${jsonencode(var.users)}" } } } },
    });
    const tagsWith = (users: string): unknown => readRoot({ source: "./m", users }).resources[0]?.values.tags;
    const byDefault = { disk: { kind: "gp3", note: null }, gb: 5, ports: [443] };

    expect(tagsWith('${[{}, { gb = null, ports = null, disk = null }, { gb = "9", disk = { note = 1 } }]}')).toEqual({
      users: JSON.stringify([byDefault, byDefault, { ...byDefault, disk: { kind: "gp3", note: "1" }, gb: 9 }]),
    });
  });

  test("a module is found where Terraform installed it", () => {
    const source = "app.terraform.io/acme/studio/aws";
    writeDownloaded(source);

    expect(addressesIn(source)).toEqual(["module.m.aws_s3_bucket.b"]);
  });

  test.each([
    [
      "of the same source",
      "git::https://example.com/m.git?ref=v2",
      undefined,
      "git::https://example.com/m.git?ref=v2",
      "",
    ],
    [
      "of a repository, whose source Terraform completes",
      "github.com/a/m//n?ref=v2",
      undefined,
      "git::https://github.com/a/m.git//n?ref=v2",
      "",
    ],
    ["of a repository by SSH", "git@github.com:a/m.git", undefined, "git::ssh://git@github.com/a/m.git", ""],
    ["of a registry", "acme/studio/aws", "~> 1.2", "registry.terraform.io/acme/studio/aws", "1.9.0"],
    ["of one version", "acme/studio/aws", ">= 1.0, != 1.1.0, < 2.0", "registry.terraform.io/acme/studio/aws", "1.1.1"],
    [
      "of a version before a release",
      "acme/studio/aws",
      "1.2.0-rc1",
      "registry.terraform.io/acme/studio/aws",
      "1.2.0-rc1",
    ],
  ])("a downloaded module %s is read", (_, source, version, Source, Version) => {
    writeDownloaded(Source, Version);

    expect(addressesIn(source, version)).toEqual(["module.m.aws_s3_bucket.b"]);
  });

  test.each([
    [
      "another reference",
      "git::https://example.com/m.git?ref=v2",
      undefined,
      "git::https://example.com/m.git?ref=v1",
      "",
    ],
    ["another folder of the repository", "github.com/a/m//n", undefined, "git::https://github.com/a/m.git", ""],
    ["another registry", "acme/studio/aws", "1.0.0", "app.terraform.io/acme/studio/aws", "1.0.0"],
    ["an earlier version", "acme/studio/aws", "~> 1.2", "registry.terraform.io/acme/studio/aws", "1.1.9"],
    ["a later version", "acme/studio/aws", "~> 1.2.0", "registry.terraform.io/acme/studio/aws", "1.3.0"],
    ["an excluded version", "acme/studio/aws", ">= 1.0, != 1.1.0", "registry.terraform.io/acme/studio/aws", "1.1.0"],
    ["a version before a release", "acme/studio/aws", ">= 1.0", "registry.terraform.io/acme/studio/aws", "1.2.0-rc1"],
    ["no version that is known", "acme/studio/aws", "1.0", "registry.terraform.io/acme/studio/aws", ""],
    ["a source that is not known", "acme/studio/aws", undefined, undefined, "1.0.0"],
  ])(
    "a downloaded module of %s is not the one that is called, and counts as not read",
    (_, source, version, Source, Version) => {
      writeDownloaded(Source, Version);

      expect(addressesIn(source, version)).toEqual(["module.m"]);
    },
  );

  test.each([
    ["without files", (): void => undefined],
    ["without Terraform files", () => write("m/README.md", "# m")],
  ])("a module %s counts as not read", (_, prepare) => {
    prepare();

    expect(addressesIn("./m")).toEqual(["module.m"]);
  });

  test("resources in HCL are read, and a file that Terraform refuses is refused", () => {
    write("m/main.tf", 'variable "x" {}\n# \u2028 variable "z" {\nresource "aws_vpc" "v" {}\n# \r }\n');
    write("n/main.tf", 'resource "aws_vpc" "v" {');

    expect(addressesIn("./m")).toEqual(["module.m.aws_vpc.v"]);
    expect(() => addressesIn("./n")).toThrow(/main\.tf:1: a block that starts here has no closing brace/);
  });
});
