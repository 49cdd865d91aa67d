import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { gunzipSync, gzipSync, unzipSync } from "fflate";
import { tarGzip, untarGzip, zip } from "../../../cli/publication/module-archive";
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

test("an archive gives its files back", () => {
  const bytes = fc.uint8Array({ maxLength: 2000 });
  const files = fc.dictionary(fc.stringMatching(/^[a-zü]{1,8}(?:\/[a-z]{1,8})?$/), bytes, { minKeys: 1, maxKeys: 4 });
  fc.assert(
    fc.property(files, (written) => {
      const read = untarGzip(tarGzip(new Map(Object.entries(written))), "a.tar.gz");
      expect(Object.fromEntries([...read].map(([name, content]) => [name, Buffer.from(content)]))).toEqual(
        Object.fromEntries(Object.entries(written).map(([name, content]) => [name, Buffer.from(content)])),
      );
    }),
    propertyRuns(50),
  );
});

test.each([
  ["no archive", Buffer.from("text")],
  ["an empty archive", tarGzip(new Map())],
  ["an archive with a byte behind it", Buffer.concat([tarGzip(FILES), Buffer.from(" ")])],
  ["the same files, compressed by another program", gzipSync(gunzipSync(tarGzip(FILES)), { level: 1, mtime: 0 })],
])("%s is refused as the archive of a module", (_, archive) => {
  expect(() => untarGzip(archive, "release/a.tar.gz")).toThrow(
    "release/a.tar.gz: is no archive of publish-module, or it was changed",
  );
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
