import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replaceFile, replaceFileInNewFolder } from "../../../../cli/shared/files/replace-file";
import { onlyIf } from "../../../fixtures/only-if";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-replace-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("a written file has the whole text, and nothing else is left in its folder", () => {
  replaceFile(join(folder, "report"), "first");
  replaceFile(join(folder, "report"), "second");

  expect(readFileSync(join(folder, "report"), "utf8")).toBe("second");
  expect(readdirSync(folder)).toEqual(["report"]);
});

test("a file that cannot be written is named in the error, and nothing is left", () => {
  const path = join(folder, "missing", "report");

  expect(() => replaceFile(path, "new")).toThrow(expect.objectContaining({ code: "ENOENT", path }));
  expect(() => replaceFile(folder, "new")).toThrow(expect.objectContaining({ code: "EISDIR", path: folder }));
  expect(readdirSync(folder)).toEqual([]);
});

test("a replaced file keeps its permissions, and a link keeps pointing to it", () => {
  writeFileSync(join(folder, "report"), "old");
  chmodSync(join(folder, "report"), 0o600);
  symlinkSync("report", join(folder, "latest"));
  replaceFile(join(folder, "latest"), "new");

  expect(lstatSync(join(folder, "latest")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, "report"), "utf8")).toBe("new");
  expect(statSync(join(folder, "report")).mode & 0o777).toBe(0o600);
});

test("a device is written to as it is", () => {
  replaceFile("/dev/null", "text");

  expect(statSync("/dev/null").isFile()).toBe(false);
});

onlyIf(existsSync("/dev/full"), "a device without space", "/dev/full").test(
  "a device that takes nothing more is named in the error",
  () => {
    const path = "/dev/full";

    expect(() => replaceFile(path, "text")).toThrow(expect.objectContaining({ code: "ENOSPC", path }));
  },
);

test("a folder is created with its parents where the caller asks for it", () => {
  replaceFileInNewFolder(join(folder, "a", "b", "policy.json"), "{}");

  expect(readFileSync(join(folder, "a", "b", "policy.json"), "utf8")).toBe("{}");
});
