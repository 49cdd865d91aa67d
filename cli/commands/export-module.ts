import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describePricedItem, monthlySum } from "../../aws/regions/monthly-price";
import { type ModuleTexts, moduleFiles } from "../../stacks/module/module-files";
import { GENERATED_NOTE } from "../../stacks/module/module-readme";
import releasedInterfaces from "../../stacks/module/released-interfaces.json";
import { perimeterPostureKinds } from "../../verify/posture/posture";
import { isConfigurationFile } from "../../verify/terraform/read/folder/terraform-file-name";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { replaceFileInNewFolder } from "../shared/files/replace-file";
import { parseChoice } from "../shared/parse-choice";
import { projectFolder, version } from "../shared/project";
import { exportModuleSyntax } from "../syntax/export-module-syntax";
import { countFixedCostItems } from "./support/fixed-cost";

export const exportModule: Command = { run };

/** Region of the price in the README. */
const PRICED_REGION = "eu-west-1";

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseCommandArguments(exportModuleSyntax, args);
  const [posture, ...others] = positionals;
  if (others.length > 0 || (posture === undefined) !== values.all) {
    throw new Error(
      values.all
        ? `export-module: needs one posture or --all, not both, got ${[...positionals, "--all"].join(" ")}; leave one of them out`
        : `export-module: needs one posture or --all, got ${positionals.join(" ") || "none"}; use one of ${perimeterPostureKinds.join(", ")}`,
    );
  }
  const postures =
    posture === undefined ? perimeterPostureKinds : [parseChoice("export-module", perimeterPostureKinds, posture)];
  const folderOf = (each: string): string => (values.all ? join(values.out, each) : values.out);
  for (const each of postures) {
    requireOwnFolder(folderOf(each));
  }
  for (const each of postures) {
    const folder = folderOf(each);
    const files = moduleFiles(each, {
      ...moduleTexts(),
      isProtected: !values.unprotected,
      ...(values.unprotected ? {} : { released: releasedInterfaces[each] }),
    });
    for (const [path, text] of files) {
      replaceFileInNewFolder(join(folder, path), text);
    }
    terminal.out(`${folder}: module of the posture ${each}, ${files.size} files\n`);
  }
  return 0;
}

/** Files at the top of a module that Terraform loads. Any other file of the folder would become a part of the module. */
const LOADED_FILES: readonly string[] = ["main.tf.json", "variables.tf", "outputs.tf.json", "versions.tf"];

/**
 * Refuses a folder with the work of somebody else. Files whose name starts with a dot, such as `.git`, do not count.
 *
 * @throws unless the folder is missing, empty or an earlier export
 */
function requireOwnFolder(folder: string): void {
  if (!existsSync(folder)) {
    return;
  }
  if (!statSync(folder).isDirectory()) {
    throw new Error(`${folder}: is a file, and a module is a folder; name another one with --out`);
  }
  const names = readdirSync(folder).filter((name) => !name.startsWith("."));
  const readme = names.includes("README.md") ? readFileSync(join(folder, "README.md"), "utf8") : "";
  const foreign = readme.includes(GENERATED_NOTE)
    ? names.filter((name) => isConfigurationFile(name) && !LOADED_FILES.includes(name))
    : names;
  if (foreign.length > 0) {
    throw new Error(
      `${folder}: has files that no earlier export wrote, got ${foreign.slice(0, 5).join(", ")}; remove them, or name an empty folder with --out`,
    );
  }
}

function moduleTexts(): ModuleTexts {
  return {
    version: version(),
    license: readFileSync(join(projectFolder, "LICENSE"), "utf8"),
    priceOf: (resources) => {
      const { usd, unknown, oldest } = monthlySum(
        countFixedCostItems(resources as Parameters<typeof countFixedCostItems>[0]),
        PRICED_REGION,
      );
      const more = unknown.length === 0 ? "" : ` + unknown: ${unknown.map(describePricedItem).join(", ")}`;
      return `About ${usd.toFixed(0)} USD per month in ${PRICED_REGION}${more}, before any use (prices of ${oldest ?? "the user"}). Traffic, logs, storage and instances come on top.`;
    },
  };
}
