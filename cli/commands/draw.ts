import { drawEnvironments } from "../../drawing/draw-environments";
import { readEnvironmentDiagram } from "../../drawing/model/environment-diagram";
import { isJsonObject } from "../../verify/terraform/terraform-configuration";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { replaceFile } from "../shared/replace-file";
import { warnIfSynthesisIsStale } from "../shared/stale-synthesis-warning";
import { outputFolder, readJson, synthesizedStacks } from "../shared/terraform-files";
import { drawSyntax } from "../syntax/draw-syntax";

export const draw: Command = { run };

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseCommandArguments(drawSyntax, args);
  const stacks = synthesizedStacks(outputFolder(terminal.environment), positionals);
  warnIfSynthesisIsStale(
    stacks.map(({ path }) => path),
    terminal,
  );
  const picture = drawEnvironments(stacks.map(({ name, path }) => readEnvironmentDiagram(name, readStack(path))));
  if (values.output === undefined) {
    terminal.out(picture);
  } else {
    replaceFile(values.output, picture);
  }
  return 0;
}

type Stack = Parameters<typeof readEnvironmentDiagram>[1];

function readStack(path: string): Stack {
  const json = readJson(path);
  if (!isStack(json)) {
    throw new Error(`${path}: not a synthesized stack: no resource or output key; run npm start or npx cdktf synth`);
  }
  return json;
}

function isStack(json: unknown): json is Stack {
  return isJsonObject(json) && isJsonObject(json.resource) && isJsonObject(json.output);
}
