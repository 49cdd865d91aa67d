import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { GENERATED_NOTE } from "../../stacks/module/module-readme";
import { isConfigurationFile } from "../../verify/terraform/read/folder/terraform-file-name";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { replaceFileInNewFolder } from "../shared/files/replace-file";
import { exportModuleSyntax } from "../syntax/export-module-syntax";
import { chosenModules, exportedModule } from "./support/exported-modules";

export const exportModule: Command = { run };

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseCommandArguments(exportModuleSyntax, args);
  const modules = chosenModules("export-module", positionals, values.all);
  const folderOf = (each: string): string => (values.all ? join(values.out, each) : values.out);
  for (const { name } of modules) {
    requireOwnFolder(folderOf(name));
  }
  for (const module of modules) {
    const folder = folderOf(module.name);
    const files = exportedModule(module, values.unprotected);
    for (const [path, text] of files) {
      replaceFileInNewFolder(join(folder, path), text);
    }
    terminal.out(`${folder}: module of the ${module.kind} ${module.name}, ${files.size} files\n`);
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
