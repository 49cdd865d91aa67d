import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { importGraph } from "../../../tools/layers/import-graph";
import { readImports } from "../../../tools/layers/read-imports";
import { renderSvg } from "../../../tools/layers/render-svg";
import { headline, renderText } from "../../../tools/layers/render-text";

const PROJECT = resolve(__dirname, "..", "..", "..");
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-layers-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Writes sources and reads their imports. */
function importsIn(sources: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return readImports(folder);
}

test("imports of values, of types, of modules at run time and exports from other files are read", () => {
  const imports = importsIn({
    "a/a.ts": `
      import { b } from "../b/b";
      import type { C } from "../c/c";
      export { d } from "../d";
      const e = require("../e/e") as typeof import("../e/e");
      import "node:fs";
    `,
    "b/b.ts": "",
    "c/c.ts": "",
    "d/index.ts": "",
    "e/e.ts": "",
    "node_modules/x/x.ts": "",
    "__tests__/a.test.ts": 'import "../a/a";',
  });

  expect([...imports.keys()]).toEqual(["a/a.ts", "b/b.ts", "c/c.ts", "d/index.ts", "e/e.ts"]);
  expect(imports.get("a/a.ts")).toEqual(["b/b.ts", "c/c.ts", "d/index.ts", "e/e.ts"]);
});

test("a room is one floor above the highest room that it imports", () => {
  const imports = importsIn({
    "top/a.ts": 'import "../middle/a"; import "../bottom/a";',
    "middle/a.ts": 'import "../bottom/deep/b";',
    "bottom/a.ts": "",
    "bottom/deep/b.ts": "",
    "main.ts": 'import "./top/a";',
  });

  const graph = importGraph(imports, "");

  expect(graph.rooms.map(({ name, floor, files }) => [name, floor, files])).toEqual([
    ["main.ts", 4, 1],
    ["top/", 3, 1],
    ["middle/", 2, 1],
    ["bottom/", 1, 2],
  ]);
  expect(headline(graph)).toBe("the project: 4 rooms on 4 floors, 4 arrows, no arrow back");
  expect(renderText(graph)).toContain("floor 3  top/     -> bottom/ middle/\n");
});

test("folders that import each other are a cycle, also when it is a type that they import", () => {
  const imports = importsIn({
    "one/a.ts": 'import type { B } from "../two/b";',
    "one/c.ts": "",
    "two/b.ts": 'import "../one/c";',
  });

  const graph = importGraph(imports, "");

  expect(graph.roomCycles).toEqual([["one/", "two/"]]);
  expect(graph.fileCycles).toEqual([]);
  expect(renderText(graph)).toContain("folders import each other: one/, two/\n");
});

test("files that import each other are a cycle, though they lie in one folder", () => {
  const imports = importsIn({ "one/a.ts": 'import "./b";', "one/b.ts": 'import type { A } from "./a";' });

  expect(importGraph(imports, "one").fileCycles).toEqual([["one/a.ts", "one/b.ts"]]);
  expect(importGraph(imports, "").roomCycles).toEqual([]);
});

test("a folder without sources is refused by name", () => {
  expect(() => importGraph(importsIn({ "one/a.ts": "" }), "two")).toThrow(
    "two: no TypeScript source below this folder; name a folder of the project",
  );
});

test("folders that import each other are a cycle of the project, though they lie deep in one folder", () => {
  const imports = importsIn({
    "one/deep/a/x.ts": 'import "../b/x";',
    "one/deep/a/y.ts": "",
    "one/deep/b/x.ts": 'import type { Y } from "../a/y";',
  });

  const graph = importGraph(imports, "");

  expect(graph.roomCycles).toEqual([["one/deep/a/", "one/deep/b/"]]);
  expect(graph.fileCycles).toEqual([]);
  expect(headline(graph)).toBe("the project: 1 rooms on 1 floors, 0 arrows, 1 cycle");
  expect(importGraph(imports, "one/deep").roomCycles).toEqual(graph.roomCycles);
});

test("a folder and a file next to it that import each other are a cycle", () => {
  const imports = importsIn({
    "one/a.ts": 'import "./deep/x";',
    "one/deep/x.ts": "",
    "one/deep/y.ts": 'import "../a";',
  });

  expect(importGraph(imports, "").roomCycles).toEqual([["one/a.ts", "one/deep/"]]);
});

test("no two folders and no two files of the project import each other, types included", () => {
  const { roomCycles, fileCycles } = importGraph(readImports(PROJECT), "");

  expect({ roomCycles, fileCycles }).toEqual({ roomCycles: [], fileCycles: [] });
});

test.each([
  ["", "layers.svg"],
  ["constructs", "layers-constructs.svg"],
  ["verify", "layers-verify.svg"],
  ["verify/iam", "layers-iam.svg"],
])("the committed picture of the layers of %j is up to date; if not, run npm run layer-pictures", (name, file) => {
  expect(readFileSync(join(PROJECT, "docs", file), "utf8")).toBe(renderSvg(importGraph(readImports(PROJECT), name)));
});
