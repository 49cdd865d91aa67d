import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { archivePath, buildArchives, functionFolders } from "../../functions/archives";

const ROOT = join(__dirname, "..", "..");

describe("functionFolders", () => {
  test("the folders are the same from the TypeScript sources and from the compiled files", () => {
    const folders = { sources: "/project/functions", bundles: "/project/dist/bundles" };

    expect(functionFolders("/project/functions")).toEqual(folders);
    expect(functionFolders("/project/dist/functions")).toEqual(folders);
  });
});

describe("a Lambda archive", () => {
  const project = mkdtempSync(join(tmpdir(), "archives-"));
  const folders = { sources: join(project, "functions"), bundles: join(project, "bundles") };
  const source = join(folders.sources, "studio-url", "index.ts");

  /** A function of one line, so that bundling takes milliseconds. */
  beforeEach(() => {
    rmSync(project, { recursive: true });
    mkdirSync(join(folders.sources, "studio-url"), { recursive: true });
    writeFileSync(source, "export const handler = () => 1;");
    cpSync(join(ROOT, "functions", "bundle.ts"), join(folders.sources, "bundle.ts"));
    writeFileSync(join(project, "package-lock.json"), "{}");
  });

  afterAll(() => rmSync(project, { recursive: true }));

  test("the build writes a Lambda archive with one file, and a synthesis reads it", async () => {
    await buildArchives(folders);

    const path = archivePath("studio-url", folders);
    expect(path).toBe(join(folders.bundles, "studio-url.zip"));
    expect(Object.keys(unzipSync(readFileSync(path)))).toEqual(["index.js"]);
  });

  test("a second build leaves the Lambda archive alone when no input changed", async () => {
    await buildArchives(folders);
    const { ino } = statSync(archivePath("studio-url", folders));
    await buildArchives(folders);

    expect(statSync(archivePath("studio-url", folders)).ino).toBe(ino);
  });

  test.each([
    ["source", () => writeFileSync(source, "export const handler = () => 2;")],
    ["dependency", () => writeFileSync(join(project, "package-lock.json"), '{"version": 2}')],
  ])(
    "a synthesis refuses a Lambda archive when a %s changed after the build, and the next build renews it",
    async (_, change) => {
      await buildArchives(folders);
      change();

      expect(() => archivePath("studio-url", folders)).toThrow(
        `${join(folders.bundles, "studio-url.zip")}: is missing or older than functions/studio-url; run npm run build`,
      );
      await buildArchives(folders);
      expect(archivePath("studio-url", folders)).toContain("studio-url.zip");
    },
  );

  test("a synthesis refuses a Lambda archive that was never built", () => {
    expect(() => archivePath("studio-url", folders)).toThrow("run npm run build");
  });
});
