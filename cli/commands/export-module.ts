import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { GENERATED_NOTE } from "../../stacks/module/module-readme";
import { isConfigurationFile } from "../../verify/terraform/read/folder/terraform-file-name";
import { keepInterfaces } from "../publication/released-interfaces";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { replaceFileInNewFolder } from "../shared/files/replace-file";
import { exportModuleSyntax } from "../syntax/export-module-syntax";
import { type ChosenModule, chosenModules } from "./support/chosen-modules";
import { type ExportedModule, exportedModule } from "./support/exported-modules";

export const exportModule: Command = { run };

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseCommandArguments(exportModuleSyntax, args);
  const modules = chosenModules("export-module", positionals, values.all);
  const folderOf = (each: string): string => (values.all ? join(values.out, each) : values.out);
  if (values["keep-interface"] && values.unprotected) {
    throw new Error(
      "export-module: --keep-interface belongs to the module that is released, got --unprotected; leave one of them out",
    );
  }
  for (const { name } of modules) {
    requireOwnFolder(folderOf(name));
  }
  const isRelease = values["keep-interface"];
  const purpose = values.unprotected ? "unprotected" : isRelease ? "new release" : "release";
  const exported = modules.map((module) => ({ ...module, ...exportedModule(module, purpose) }));
  for (const { name, kind, files } of exported) {
    const folder = folderOf(name);
    for (const [path, text] of files) {
      replaceFileInNewFolder(join(folder, path), text);
    }
    terminal.out(`${folder}: module of the ${kind} ${name}, ${files.size} files\n`);
  }
  if (isRelease) {
    keepAll(exported, terminal);
  }
  return 0;
}

/** Keeps the interfaces of modules that are released, so that later versions are compared with them. */
function keepAll(released: readonly (ChosenModule & ExportedModule)[], terminal: Terminal): void {
  for (const kind of new Set(released.map((module) => module.kind))) {
    const own = released.filter((module) => module.kind === kind);
    const path = keepInterfaces(kind, Object.fromEntries(own.map(({ name, current }) => [name, current])));
    const versions = own.map(({ name, current }) => `${name} ${current.version}`).join(", ");
    terminal.out(`${path}: keeps the interface of ${versions}; commit it with the release\n`);
  }
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
