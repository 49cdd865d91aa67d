import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { drawEnvironments } from "../../drawing/draw-environments";
import { readEnvironmentDiagram } from "../../drawing/model/environment-diagram";
import { isJsonObject } from "../../verify/terraform/terraform-configuration";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { warnIfSynthesisIsStale } from "../shared/stale-synthesis-warning";
import { outputFolder, readJson, synthesizedStacks } from "../shared/terraform-files";

const help = `usage: studio-perimeter draw [ENV...] [--output FILE]

Draws synthesized environments as SVG: zones, tiers, and an arrow for each route that their Terraform has.

  ENV...          environments, in this order; all of them when nothing is named
  --output FILE   write the picture there instead of printing it

Exit code: 0 drawn, 2 could not draw.

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
  warnIfSynthesisIsStale(
    stacks.map(({ path }) => path),
    terminal,
  );
  const picture = drawEnvironments(stacks.map(({ name, path }) => readEnvironmentDiagram(name, readStack(path))));
  if (values.output === undefined) {
    terminal.out(picture);
  } else {
    writeFileSync(values.output, picture);
  }
  return 0;
}

type Stack = Parameters<typeof readEnvironmentDiagram>[1];

function readStack(path: string): Stack {
  const json = readJson(path);
  if (!isStack(json)) {
    throw new Error(
      `${path}: is no synthesized stack, got no resources or no outputs; run npm start, or npx cdktf synth`,
    );
  }
  return json;
}

function isStack(json: unknown): json is Stack {
  return isJsonObject(json) && isJsonObject(json.resource) && isJsonObject(json.output);
}
