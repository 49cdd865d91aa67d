import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { exampleValues } from "../../../rehearsal/fake-aws/example-values";
import { renderPolicyDocument } from "../../../rehearsal/fake-aws/policy-document";
import { readProviderConfiguration } from "../../../rehearsal/fake-aws/provider-configuration";
import { addVariableFiles, copyRootModule } from "../../../rehearsal/folder/copy-folder";
import { mirrorFolders, missingProviders } from "../../../rehearsal/folder/provider-mirrors";
import { readFolderNeeds } from "../../../rehearsal/folder/read-folder";

let folder = "";

const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-folder-"));
  write(
    "live/prod/main.tf",
    `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
    rnd = {
      source = "hashicorp/random"
    }
  }
}
# resource "tls_private_key" "none" {}
data "aws_ami" "linux" {}
resource "rnd_id" "one" {}
resource "terraform_data" "two" {}
module "net" { source = "../../modules/net" }
`,
  );
  write(
    "live/prod/more.tf.json",
    JSON.stringify({ resource: { aws_s3_bucket: { data: {} } }, module: { a: { source: "./inner" } } }),
  );
  write("live/prod/inner/main.tf", 'resource "aws_kms_key" "one" {}');
  write("live/prod/terraform.tfstate", "{}");
  write("live/prod/.terraform/modules/bought/main.tf", 'resource "aws_sqs_queue" "one" {}');
  write("live/prod/.terraform/modules/bought/examples/gcp/main.tf", 'resource "google_storage_bucket" "none" {}');
  write(
    "live/prod/.terraform/modules/modules.json",
    JSON.stringify({
      Modules: [
        { Key: "", Source: "", Dir: "." },
        { Key: "bought", Source: "registry.terraform.io/a/b/aws", Dir: ".terraform/modules/bought" },
      ],
    }),
  );
  write("live/prod/.terraform/providers/registry.terraform.io/hashicorp/random/3.7.2/x", "");
  write("live/other/main.tf", 'resource "aws_vpc" "not_used" {}');
  write("modules/net/main.tf", 'resource "aws_vpc" "main" {}');
  write("broken/main.tf.json", '{"resource": ');
});

afterEach(() => rmSync(folder, { recursive: true }));

test("the types and providers of a root module are those of its files and of its modules", () => {
  const { types, otherProviders, unusedProviders, folders } = readFolderNeeds(join(folder, "live/prod"));

  expect(types).toEqual({
    resources: ["aws_kms_key", "aws_s3_bucket", "aws_sqs_queue", "aws_vpc"],
    dataSources: ["aws_ami"],
  });
  expect(otherProviders).toEqual(["hashicorp/random"]);
  expect(unusedProviders).toEqual([]);
  expect(folders[0]).toBe(join(folder, "live/prod"));
});

test("a module that is called by an absolute path is read for its types, and left for Terraform to copy", () => {
  const shared = join(folder, "shared");
  write("shared/main.tf", 'module "inner" { source = "./inner" }');
  write("shared/inner/main.tf", 'resource "aws_sns_topic" "one" {}');
  write("live/absolute/main.tf", `module "shared" { source = "${shared}" }`);
  write("live/json/main.tf.json", JSON.stringify({ module: { shared: { source: shared } } }));

  for (const root of ["live/absolute", "live/json"]) {
    const { types, folders } = readFolderNeeds(join(folder, root));

    expect(types.resources).toEqual(["aws_sns_topic"]);
    expect(folders).toEqual([join(folder, root)]);
  }
});

test.each([
  ["is not there", "nothing", /no such folder/],
  ["has no Terraform", "live", /has no file that Terraform loads/],
  ["has broken JSON", "broken", /broken\/main\.tf\.json: not JSON/],
])("a folder that %s is refused", (_, name, message) => {
  expect(() => readFolderNeeds(join(folder, name))).toThrow(message);
});

test("the copy has the module paths, the downloaded modules and a local state, and nothing of earlier runs", async () => {
  const target = join(folder, "copy");
  const working = await copyRootModule(readFolderNeeds(join(folder, "live/prod")).folders, target);

  expect(working).toBe(join(target, "live/prod"));
  expect(readdirSync(working).sort()).toEqual([
    ".terraform",
    "inner",
    "main.tf",
    "more.tf.json",
    "zz_rehearsal_override.tf.json",
  ]);
  expect(readdirSync(join(working, ".terraform"))).toEqual(["modules"]);
  expect(existsSync(join(target, "modules/net/main.tf"))).toBe(true);
  expect(existsSync(join(target, "live/other"))).toBe(false);
  expect(JSON.parse(readFileSync(join(working, "zz_rehearsal_override.tf.json"), "utf8"))).toEqual({
    terraform: { backend: { local: { path: "terraform.tfstate" } } },
  });
});

test("links are copied as what they point at, links in a circle end, and links to nothing are left out", async () => {
  const root = join(folder, "live/prod");
  symlinkSync("../../modules/net/main.tf", join(root, "shared.tf"));
  symlinkSync("..", join(root, "inner/up"));
  symlinkSync("nothing", join(root, "lost.tf"));
  const working = await copyRootModule(
    readFolderNeeds(join(folder, "live/other")).folders.concat(root).reverse(),
    join(folder, "copy"),
  );

  expect(lstatSync(join(working, "shared.tf")).isFile()).toBe(true);
  expect(existsSync(join(working, "inner/up/inner"))).toBe(false);
  expect(existsSync(join(working, "lost.tf"))).toBe(false);
});

test("a folder of another kind is refused as too large", async () => {
  for (let index = 0; index < 210; index += 1) {
    write(`live/prod/big/${index}`, "");
  }
  const root = join(folder, "live/prod");
  writeFileSync(join(root, "big/0"), "");
  const { truncateSync } = require("node:fs") as typeof import("node:fs");
  truncateSync(join(root, "big/0"), 300_000_000);

  await expect(copyRootModule([root], join(folder, "copy"))).rejects.toThrow(/live\/prod: too large to copy/);
});

test("files with values of variables are loaded last, and one that is not there is refused", async () => {
  const working = join(folder, "live/other");
  write("values.tfvars", "a = 1");
  await addVariableFiles(working, [
    { kind: "file", path: join(folder, "values.tfvars") },
    { kind: "text", syntax: "json", text: '{"a":"2"}' },
  ]);

  expect(readFileSync(join(working, "zz_rehearsal_0000.auto.tfvars"), "utf8")).toBe("a = 1");
  expect(readFileSync(join(working, "zz_rehearsal_0001.auto.tfvars.json"), "utf8")).toBe('{"a":"2"}');
  await expect(addVariableFiles(working, [{ kind: "file", path: join(folder, "none.tfvars") }])).rejects.toThrow(
    /none\.tfvars: no such file/,
  );
});

test("providers that neither the folder nor a mirror has are named", () => {
  const mirrors = mirrorFolders(undefined, [join(folder, "live/prod")]);

  expect(missingProviders(["hashicorp/null", "hashicorp/random"], mirrors)).toEqual(["hashicorp/null"]);
  expect(missingProviders(["hashicorp/random"], [])).toEqual(["hashicorp/random"]);
});

test("a policy document is rendered as the provider renders it", () => {
  const base = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "A", Effect: "Deny", Action: "s3:*", Resource: "*" }],
  });
  const { minified_json } = renderPolicyDocument({
    source_policy_documents: [base],
    override_policy_documents: [base.replace("Deny", "Allow")],
    statement: [
      {
        actions: ["s3:PutObject", "s3:GetObject"],
        resources: ["arn:aws:s3:::b/*"],
        principals: [{ type: "AWS", identifiers: ["*"] }],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["true"] }],
      },
    ],
  });

  expect(JSON.parse(String(minified_json)).Statement).toEqual([
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: "arn:aws:s3:::b/*",
      Principal: { AWS: "*" },
      Condition: { Bool: { "aws:SecureTransport": "true" } },
    },
    { Sid: "A", Effect: "Allow", Action: "s3:*", Resource: "*" },
  ]);
});

test("a data source without a reader has a value of the right type for each computed attribute", () => {
  const computed = { computed: true } as const;
  const block = {
    attributes: {
      id: { type: "string", ...computed },
      ids: { type: ["list", "string"], ...computed },
      size: { type: "number", ...computed },
      is_default: { type: "bool", ...computed },
      labels: { type: ["map", "string"], ...computed },
      owners: { type: ["list", "string"], optional: true },
    },
    block_types: {},
  } as const;
  const values = exampleValues("aws_subnets", block, {}, readProviderConfiguration({}));

  expect(values).toEqual({
    id: expect.stringMatching(/^subnet-[0-9a-f]{17}$/),
    ids: expect.arrayContaining([expect.stringMatching(/^subnet-/)]),
    size: 1,
    is_default: false,
    labels: {},
  });
});

test.each([
  ["an argument", 'module "net" {\n  source = "../../modules/net"\n  deployers = ["role/ci/apply", "role/other"]\n}\n'],
  ["JSON", '{"module": {"net": {"source": "../../modules/net", "deployers": ["role/ci/apply"]}}}'],
  ["the default of a variable", 'variable "deployers" {\n  type    = list(string)\n  default = ["role/ci/apply"]\n}\n'],
])("a rehearsal runs as the first deployer that %s names", (what, text) => {
  write(`live/named/main.tf${what === "JSON" ? ".json" : ""}`, text);

  expect(readFolderNeeds(join(folder, "live/named")).deployer).toBe("role/ci/apply");
});

test("a pattern of roles names no caller of a rehearsal", () => {
  write("live/named/main.tf", 'module "net" {\n  source    = "../../modules/net"\n  deployers = ["role/ci/*"]\n}\n');

  expect(readFolderNeeds(join(folder, "live/named")).deployer).toBeUndefined();
});
