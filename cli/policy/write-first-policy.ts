import { join } from "node:path";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { ExitCode, Terminal } from "../shared/command";
import { replaceFile } from "../shared/files/replace-file";
import { type OwnPlanOptions, planOwn } from "../shared/inputs/own-plans";
import { readTerraform } from "../shared/inputs/read-terraform";
import { firstPolicy, firstPosture } from "./first-policy";
import { policyFileIn, policyFileNames } from "./policy-file";

/**
 * Writes a first policy file into the folder of a root module, from its plan if it can be planned.
 *
 * @throws when there is not one folder, or the folder has a policy file
 */
export async function writeFirstPolicy(
  [folder, ...others]: readonly string[],
  options: Pick<OwnPlanOptions, "variables" | "isOff">,
  terminal: Terminal,
): Promise<ExitCode> {
  if (folder === undefined || others.length > 0) {
    throw new Error(
      `--init: needs the folder of one root module, got ${others.length + (folder === undefined ? 0 : 1)}`,
    );
  }
  const existing = policyFileIn(folder);
  if (existing !== undefined) {
    throw new Error(`${existing}: exists already; edit it, or remove it and run verify --init again`);
  }
  const { variables } = options;
  const { json, surroundings } = readTerraform(folder, {
    variables,
    plans: await planOwn([folder], options, terminal),
  });
  const configuration = readConfiguration(json, folder, surroundings);
  const path = join(folder, policyFileNames[0]);
  replaceFile(path, firstPolicy(configuration, terminal.environment));
  terminal.out(
    `${path}: written with the posture ${firstPosture(configuration)}; complete it, then run verify ${folder}\n`,
  );
  return 0;
}
