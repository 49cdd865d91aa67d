import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { unzipSync } from "fflate";
import { tarGzip, zip } from "../../../cli/publication/module-archive";
import { propertyRuns } from "../../fixtures/property-runs";

const FILES = new Map([
  ["versions.tf", "terraform {}\n"],
  ["examples/minimal/main.tf", "# ü\n".repeat(200)],
  ["empty.tf", ""],
]);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "module-archive-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("tar extracts the files of an archive with their names and contents", () => {
  writeFileSync(join(folder, "a.tar.gz"), tarGzip(FILES));
  execFileSync("tar", ["-xzf", "a.tar.gz"], { cwd: folder });

  const read = [...FILES.keys()].map((name) => [name, readFileSync(join(folder, name), "utf8")]);
  expect(read).toEqual([...FILES]);
});

test("a zip archive holds the files with their names and contents", () => {
  const read = Object.entries(unzipSync(zip(FILES))).map(([name, bytes]) => [
    name,
    Buffer.from(bytes).toString("utf8"),
  ]);
  expect(new Map(read as [string, string][])).toEqual(FILES);
});

test("equal files are equal bytes, whatever their order, the time and the time zone", () => {
  const reversed = new Map([...FILES].toReversed());
  const before = [tarGzip(FILES), zip(FILES)].map((bytes) => Buffer.from(bytes).toString("base64"));
  const { TZ } = process.env;
  process.env.TZ = "Pacific/Kiritimati";
  jest.useFakeTimers({ now: new Date("2031-05-06") });
  const after = [tarGzip(reversed), zip(reversed)].map((bytes) => Buffer.from(bytes).toString("base64"));
  jest.useRealTimers();
  process.env.TZ = TZ ?? "";
  if (TZ === undefined) {
    delete process.env.TZ;
  }

  expect(after).toEqual(before);
});

test("other files are other bytes", () => {
  const texts = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string(), { maxKeys: 4 });
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      const [left, right] = [one, other].map((files) => tarGzip(new Map(Object.entries(files))));
      const isEqual = Buffer.from(left ?? []).equals(Buffer.from(right ?? []));
      const ordered = (files: object): string => JSON.stringify(Object.entries(files).toSorted());
      expect(isEqual).toBe(ordered(one) === ordered(other));
    }),
    propertyRuns(50),
  );
});

test("a name that no archive can hold is refused", () => {
  expect(() => tarGzip(new Map([["a".repeat(101), ""]]))).toThrow("too long for an archive");
});
