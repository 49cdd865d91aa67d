import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { importGraph } from "./import-graph";
import { readImports } from "./read-imports";
import { renderSvg } from "./render-svg";
import { renderText } from "./render-text";

const help = `Usage: npm run layers -- [FOLDER ...] [--json] [--svg FILE]

Prints the import graph of each folder (of the project when none is named): its rooms, the floor of each, and what it
imports. Fails when folders or files import each other at any depth, imports of types included.

  --json      the graphs as JSON
  --svg FILE  a picture of the first folder's graph

Example: npm run layers -- constructs verify/iam

Exit codes: 0 no cycle, 1 a cycle, 2 could not run.
`;

function main(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: "boolean" }, svg: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  const imports = readImports(".");
  const folders = positionals.length === 0 ? [""] : positionals.map((folder) => folder.replace(/\/$/, ""));
  const graphs = folders.map((folder) => importGraph(imports, folder));
  const [first] = graphs;
  if (values.svg !== undefined && first !== undefined) {
    writeFileSync(values.svg, renderSvg(first));
  }
  process.stdout.write(
    values.json === true ? `${JSON.stringify(graphs, null, 2)}\n` : graphs.map(renderText).join("\n"),
  );
  return graphs.some(({ roomCycles, fileCycles }) => roomCycles.length + fileCycles.length > 0) ? 1 : 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`layers: ${(error as Error).message}\n`);
  process.exitCode = 2;
}
