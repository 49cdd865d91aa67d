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

async function sortedNames(files: readonly string[]): Promise<readonly string[]> {
  const sequencer = new SlowTestsFirst({ contexts: [], globalConfig: {} });
  const context = {
    config: { id: "none", cacheDirectory: root },
    hasteFS: { getSize: (path: string) => (path.includes("cidr") ? 2 : 1) },
  };
  const sorted = await sequencer.sort(files.map((file) => ({ context, path: join(root, file) })));
  return sorted.map(({ path }) => path.slice(root.length + 1));
}

test("files that take long begin first, and the others keep the order of jest", async () => {
  delete process.env.TEST_ORDER;
  const files = [
    "ip/cidr.test.ts",
    "package/package.test.ts",
    "rehearsal/cdktf-commands.test.ts",
    "adopters.test.ts",
    "ip/ip-address.test.ts",
  ];
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);

  expect(await sortedNames(files)).toEqual([
    "adopters.test.ts",
    "rehearsal/cdktf-commands.test.ts",
    "package/package.test.ts",
    "ip/cidr.test.ts",
    "ip/ip-address.test.ts",
  ]);
});

test("TEST_ORDER plays the same files in an order of its own, and each time in the same", async () => {
  const files = ["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => `${name}.test.ts`);
  const orderOf = (order: string): Promise<readonly string[]> => {
    process.env.TEST_ORDER = order;
    return sortedNames(files);
  };

  const first = await orderOf("1");

  expect([...first].sort()).toEqual(files);
  expect(await orderOf("1")).toEqual(first);
  expect(await orderOf("2")).not.toEqual(first);
});
