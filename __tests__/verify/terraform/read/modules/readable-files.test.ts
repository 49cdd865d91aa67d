import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { createFileAccess, createModuleFiles } from "../../../../../verify/terraform/read/modules/module-files";
import { isReadableModule, readableFolder } from "../../../../../verify/terraform/read/modules/readable-files";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "studio-perimeter-files-")));
  mkdirSync(join(folder, "project", "root"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), "content");
}

function contentAt(path: string): string | undefined {
  return createFileAccess(join(folder, "project", "root"))
    .read(path)
    ?.toString();
}

test.each([
  ["an absolute path", "/etc/hostname", undefined],
  ["a path that leads to a file of the system", `${"../".repeat(20)}etc/hostname`, undefined],
  ["a path out of the folder", "../../keys.txt", "keys.txt"],
  ["a path to another project", "../../other/policy.json", "other/policy.json"],
  ["a hidden file", ".env", "project/root/.env"],
  ["the folder of Git", "../.git/config", "project/.git/config"],
  ["a state", "terraform.tfstate", "project/root/terraform.tfstate"],
  ["a backup of a state", "terraform.tfstate.1.backup", "project/root/terraform.tfstate.1.backup"],
])("An expression of a root module does not read %s.", (_what, path, written) => {
  write("project/.git/HEAD");
  for (const file of written === undefined ? [] : [written]) {
    write(file);
  }

  expect(contentAt(path)).toBeUndefined();
});

test("An expression reads files of the repository of its root module, and without one those of its own folder.", () => {
  write("project/root/policy.json");
  write("project/policies/policy.json");
  expect([contentAt("policy.json"), contentAt("../policies/policy.json")]).toEqual(["content", undefined]);

  write("project/.git/HEAD");
  expect([contentAt("policy.json"), contentAt("../policies/policy.json")]).toEqual(["content", "content"]);
});

test("An expression follows no link that leads out of the repository.", () => {
  write("project/.git/HEAD");
  write("keys.txt");
  write("project/policy.json");
  symlinkSync(join(folder, "keys.txt"), join(folder, "project", "root", "outside.json"));
  symlinkSync(folder, join(folder, "project", "root", "up"));
  symlinkSync("../policy.json", join(folder, "project", "root", "inside.json"));

  expect(["outside.json", "up/keys.txt", "inside.json"].map(contentAt)).toEqual([undefined, undefined, "content"]);
});

test("A called module reads its own files once it is loaded, also where Terraform has put it.", () => {
  const root = join(folder, "project", "root");
  write("modules/net/main.tf.json");
  writeFileSync(join(folder, "modules/net/main.tf.json"), "{}");
  write("modules/net/policy.json");
  write("project/root/.terraform/modules/m/policy.json");
  const { load, files } = createModuleFiles(root);
  const read = (path: string): string | undefined => files.read(path)?.toString();
  expect(read("../../modules/net/policy.json")).toBeUndefined();

  load("../../modules/net", "net", undefined);

  expect(read("../../modules/net/policy.json")).toBe("content");
  expect(read(".terraform/modules/m/policy.json")).toBe("content");
});

test("No call of a module opens the home folder, a hidden folder, or a folder around the root module.", () => {
  const root = join(folder, "project", "root");

  expect(isReadableModule(homedir(), root)).toBe(false);
  expect(isReadableModule(dirname(homedir()), root)).toBe(false);
  expect(isReadableModule(join(homedir(), ".ssh"), root)).toBe(false);
  expect(isReadableModule(join(folder, "project"), root)).toBe(false);
  expect(isReadableModule(join(folder, "modules", "net"), root)).toBe(true);
});

test("The repository of a root module is that of one project: not a repository that has the home folder in it.", () => {
  write("project/.git/HEAD");
  expect(relative(folder, readableFolder(join(folder, "project", "root")))).toBe("project");

  const home = join(folder, "project", "home");
  expect(relative(folder, readableFolder(join(folder, "project", "root"), home))).toBe(join("project", "root"));
});
