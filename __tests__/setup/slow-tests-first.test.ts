import { existsSync } from "node:fs";
import { join } from "node:path";

interface OrderedFile {
  readonly path: string;
}

/** What jest gives a sequencer, as far as it reads it. */
const SlowTestsFirst: new (
  options: object,
) => {
  sort(files: readonly (OrderedFile & { context: object })[]): Promise<readonly OrderedFile[]>;
} = require("./slow-tests-first");

const root = join(__dirname, "..");

test("files that take long begin first, and the others keep the order of jest", async () => {
  const files = [
    "ip/cidr.test.ts",
    "package/package.test.ts",
    "rehearsal/cdktf-commands.test.ts",
    "adopters.test.ts",
    "ip/ip-address.test.ts",
  ];
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  const sequencer = new SlowTestsFirst({ contexts: [], globalConfig: {} });
  const context = {
    config: { id: "none", cacheDirectory: root },
    hasteFS: { getSize: (path: string) => (path.includes("cidr") ? 2 : 1) },
  };
  const sorted = await sequencer.sort(files.map((file) => ({ context, path: join(root, file) })));

  expect(sorted.map(({ path }) => path.slice(root.length + 1))).toEqual([
    "adopters.test.ts",
    "rehearsal/cdktf-commands.test.ts",
    "package/package.test.ts",
    "ip/cidr.test.ts",
    "ip/ip-address.test.ts",
  ]);
});
