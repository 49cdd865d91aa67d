import { drawEnvironments, environmentsDrawing } from "../../drawing/draw-environments";
import { mermaidEnvironments } from "../../drawing/mermaid/mermaid-environments";
import {
  type DiagramVerdict,
  type EnvironmentDiagram,
  readEnvironmentDiagram,
} from "../../drawing/model/environment-diagram";
import { stackVerdict } from "../../page/model/claim-entries";
import { perimeterHolds } from "../../verify/claims/decide-claims";
import { isJsonObject } from "../../verify/terraform/terraform-configuration";
import type { Policy } from "../policy/policy";
import { readPolicy } from "../policy/policy-file";
import { pngOf } from "../shared/chromium";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { readJson } from "../shared/files/json-file";
import { writeOutput } from "../shared/files/write-output";
import { outputFolder, synthesizedStacks, type TerraformFile } from "../shared/inputs/synthesized-stacks";
import { parseChoice } from "../shared/parse-choice";
import { warnIfSynthesisIsStale } from "../shared/sources/stale-synthesis-warning";
import { verifyFile } from "../stacks/verify-file";
import { type DrawFormat, drawFormats, drawSyntax } from "../syntax/draw-syntax";

export const draw: Command = { run };

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(drawSyntax, args);
  const format = parseChoice("--format", drawFormats, values.format);
  if (format === "png" && values.output === undefined) {
    throw new Error("--format png: needs --output, because a terminal does not show it; pass --output FILE");
  }
  const stacks = synthesizedStacks(outputFolder(terminal.environment), positionals);
  warnIfSynthesisIsStale(
    stacks.map(({ path }) => path),
    terminal,
  );
  const read = stacks.map(({ name, path }) => ({ name, path, stack: readStack(path) }));
  const environments = positionals.length > 0 ? read : read.filter(({ stack }) => !isBootstrap(stack));
  const policy = readPolicy();
  const diagrams = environments.map(({ name, path, stack }) =>
    readEnvironmentDiagram(name, stack, verdictOf({ name, path }, stack, policy)),
  );
  const picture = await pictureOf(format, diagrams, terminal);
  writeOutput(picture, values.output, terminal);
  return 0;
}

const textPictures: Readonly<Record<Exclude<DrawFormat, "png">, (diagrams: readonly EnvironmentDiagram[]) => string>> =
  {
    svg: drawEnvironments,
    mermaid: mermaidEnvironments,
  };

async function pictureOf(
  format: DrawFormat,
  diagrams: readonly EnvironmentDiagram[],
  { environment }: Terminal,
): Promise<string | Uint8Array> {
  return format === "png"
    ? await pngOf({ ...environmentsDrawing(diagrams), text: drawEnvironments(diagrams) }, environment)
    : textPictures[format](diagrams);
}

/** The verdict of a stack. Without a declared posture there is none. */
function verdictOf(file: TerraformFile, { output }: Stack, policy: Policy): DiagramVerdict | undefined {
  if (output.perimeter_posture === undefined) {
    return undefined;
  }
  const { claimResults } = verifyFile({ ...file, form: "synthesized" }, policy);
  const { kind, text } = stackVerdict(claimResults, perimeterHolds({ claimResults }));
  return { kind, text };
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
