import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { archivePath, functionFolders } from "../../functions/archives";

const ROOT = join(__dirname, "..", "..");

describe("functionFolders", () => {
  test("the folders are the same from the TypeScript sources and from the compiled files", () => {
    const folders = { sources: "/project/functions", bundles: "/project/dist/bundles" };

    expect(functionFolders("/project/functions")).toEqual(folders);
    expect(functionFolders("/project/dist/functions")).toEqual(folders);
  });
});

describe("archivePath", () => {
  test("the archive is built on the first call and reused afterwards", () => {
    const path = archivePath("studio-url");

    expect(path).toBe(join(ROOT, "dist", "bundles", "studio-url.zip"));
    expect(Object.keys(unzipSync(readFileSync(path)))).toEqual(["index.js"]);
    expect(archivePath("studio-url")).toBe(path);
  });
});
