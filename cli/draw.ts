import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { drawEnvironments } from "../drawing/environments";
import { floorPlan } from "../drawing/floor-plan";
import type { Command, ExitCode, Terminal } from "./command";
import { outputFolder, synthesizedStacks } from "./terraform-files";

const help = `usage: studio-perimeter draw [ENV...] [--output FILE]

Draws synthesized environments as SVG: zones, tiers, and an arrow for each route that their Terraform has.

  ENV...          environments, in this order; all of them when nothing is named
  --output FILE   write the picture there instead of printing it

example:
  studio-perimeter draw dev staging prod --output docs/environments.svg`;

export const draw: Command = { help, run };

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { output: { type: "string" } },
    allowPositionals: true,
  });
  const stacks = synthesizedStacks(outputFolder(terminal.environment), positionals);
  const picture = drawEnvironments(
    stacks.map(({ name, path }) => floorPlan(name, JSON.parse(readFileSync(path, "utf8")))),
  );
  if (values.output === undefined) {
    terminal.out(picture);
  } else {
    writeFileSync(values.output, picture);
  }
  return 0;
}
