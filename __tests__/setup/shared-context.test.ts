import { executionAsyncResource } from "node:async_hooks";
import { constants, runInThisContext } from "node:vm";
import { onlyIf } from "../fixtures/only-if";

/** Names of the global object outside of jest, without two deprecated ones. */
const outside: readonly string[] = runInThisContext("Object.getOwnPropertyNames(globalThis)");
const deprecated = ["GLOBAL", "root"];

test("test files have every global of Node.js", () => {
  expect(outside).toEqual(expect.arrayContaining(["Map", "Buffer", "fetch", "setTimeout", "structuredClone"]));
  expect(outside.filter((name) => !(name in globalThis) && !deprecated.includes(name))).toEqual([]);
});

test("bytes that Node.js returns are a Uint8Array of the test files", () => {
  expect(Buffer.from("a")).toBeInstanceOf(Uint8Array);
  expect(new TextEncoder().encode("a")).toBeInstanceOf(Uint8Array);
  expect(new TextEncoder().encode("a").buffer).toBeInstanceOf(ArrayBuffer);
});

test("a global that loads a module of Node.js on first use can be replaced and restored", async () => {
  const replaced = jest.spyOn(globalThis, "fetch").mockResolvedValue(new Response("other"));
  try {
    expect(await (await fetch("http://127.0.0.1")).text()).toBe("other");
  } finally {
    replaced.mockRestore();
  }
  expect(jest.isMockFunction(fetch)).toBe(false);
});

test("a promise carries asynchronous context of its own test file alone, however many files ran before in this process", async () => {
  await Promise.resolve();
  const contexts = Object.getOwnPropertySymbols(executionAsyncResource()).filter(
    ({ description }) => description === "kResourceStore",
  );

  expect(contexts.length).toBeLessThanOrEqual(1);
});

function readGlobals(): number {
  let size = 0;
  for (let n = 0; n < 100_000; n += 1) {
    size += new Map().size;
  }
  return size;
}

/** Microseconds of CPU, at best. */
function costOf(read: () => number): number {
  const times = Array.from({ length: 5 }, () => {
    const started = process.cpuUsage();
    read();
    return process.cpuUsage(started).user;
  });
  return Math.min(...times);
}

const hasPlainGlobal = "DONT_CONTEXTIFY" in (constants ?? {});

// A global object behind a proxy takes thirteen times as long.
onlyIf(hasPlainGlobal, "the cost of a global", "a Node.js with vm.constants.DONT_CONTEXTIFY").test(
  "reading a global takes about as long as outside of jest",
  () => {
    const plain = costOf(runInThisContext(`(${readGlobals.toString()})`));

    expect(costOf(readGlobals)).toBeLessThan(6 * plain + 5_000);
  },
);
