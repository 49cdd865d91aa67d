import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { archivePath, functionFolders } from "../../functions/archives";

const ROOT = join(__dirname, "..", "..");

describe("the folders of functions", () => {
  test("are the same, seen from the sources and from what they compile to", () => {
    const folders = { sources: "/project/functions", bundles: "/project/dist/bundles" };

    expect(functionFolders("/project/functions")).toEqual(folders);
    expect(functionFolders("/project/dist/functions")).toEqual(folders);
  });
});

describe("the archive of a function", () => {
  test("is built when it is asked for, and but once", () => {
    const path = archivePath("studio-url");

    expect(path).toBe(join(ROOT, "dist", "bundles", "studio-url.zip"));
    expect(Object.keys(unzipSync(readFileSync(path)))).toEqual(["index.js"]);
    expect(archivePath("studio-url")).toBe(path);
  });
});
