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
  const read = stacks.map(({ name, path }) => ({ name, stack: readStack(path) }));
  const environments = positionals.length > 0 ? read : read.filter(({ stack }) => !isBootstrap(stack));
  const picture = drawEnvironments(environments.map(({ name, stack }) => readEnvironmentDiagram(name, stack)));
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

/** A bootstrap stack has no network to draw. */
function isBootstrap({ output }: Stack): boolean {
  const posture: unknown = output.perimeter_posture;
  return isJsonObject(posture) && isJsonObject(posture.value) && posture.value.posture === "bootstrap";
}

function isStack(json: unknown): json is Stack {
  return isJsonObject(json) && isJsonObject(json.resource) && isJsonObject(json.output);
}
