import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archivePath } from "../../functions/archives";

const root = mkdtempSync(join(tmpdir(), "archives-"));

afterAll(() => rmSync(root, { recursive: true }));

describe("the archive of a function", () => {
  test("that is not built is asked for in one sentence", () => {
    expect(() => archivePath("studio-url", join(root, "functions"))).toThrow(
      "functions/studio-url: is not built, got no dist/bundles/studio-url.zip; run npm run build",
    );
  });

  test("is found from the sources and from what they compile to", () => {
    const built = join(root, "dist", "bundles", "studio-url.zip");
    mkdirSync(join(root, "dist", "bundles"), { recursive: true });
    writeFileSync(built, "");

    expect(archivePath("studio-url", join(root, "functions"))).toBe(built);
    expect(archivePath("studio-url", join(root, "dist", "functions"))).toBe(built);
  });
});
