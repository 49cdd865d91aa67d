import { posix } from "node:path";
import { terraformFileNames } from "../../../verify/terraform/read/folder/terraform-file-name";
import type { WrittenFiles } from "../../../verify/terraform/read/folder/written-files";
import { calledModules } from "../../../verify/terraform/read/modules/called-modules";
import type { ModuleSurroundings } from "../../../verify/terraform/read/read-synthesized";
import { isJsonObject, type Json } from "../../../verify/terraform/terraform-configuration";
import { isSameText } from "./changed-leaves";

/** A root module with what belongs to it. */
export interface RootModule {
  readonly json: unknown;
  readonly surroundings?: ModuleSurroundings;
}

/**
 * Names of the files of two root modules whose text has no equal on the other side, sorted. Files are all that Terraform loads: those of
 * blocks, override files, values of variables and the lock file of the folder, and the files of every called module, also of one that is
 * called zero times. Names start at the folder of the root module.
 *
 * Texts are equal but for formatting, the order of names and comments. A file that only has another name in its folder is equal, if Terraform
 * does the same with it. None where the files of a side are not known.
 */
export function rewrittenFiles(before: RootModule, after: RootModule): readonly string[] {
  const [one, other] = [filesOf(before), filesOf(after)];
  if (one === undefined || other === undefined) {
    return [];
  }
  const [onlyBefore, onlyAfter] = [filesWithoutTwin(one, other), filesWithoutTwin(other, one)];
  const names = [...withoutEqual(onlyBefore, onlyAfter), ...withoutEqual(onlyAfter, onlyBefore)];
  return [...new Set(names)].sort();
}

/** The files of a root module and of the modules that it calls, by their path from its folder. */
export function filesOf({ json, surroundings = {} }: RootModule): WrittenFiles | undefined {
  // A plan that this program made of a folder stands for the folder.
  const { plannedSource, load = () => undefined } = surroundings;
  const root = plannedSource ?? (isJsonObject(json) ? { json, load, ...surroundings } : undefined);
  if (root?.written === undefined) {
    return undefined;
  }
  const { written } = root;
  const called = calledModules(root);
  const inner = called.flatMap(({ address, module: { folder = address, written: files = new Map() } = {} }) =>
    [...files].map(([name, text]) => [posix.join(folder, name), text] as const),
  );
  return new Map([...written, ...inner]);
}

/** The files to which no file of the same name is equal. */
function filesWithoutTwin(files: WrittenFiles, others: WrittenFiles): WrittenFiles {
  return new Map(
    [...files].filter(([name, text]) => {
      const other = others.get(name);
      return other === undefined || !isSameText([...text], [...other]);
    }),
  );
}

/** Names of the files to which no file of the same kind is equal. */
function withoutEqual(files: WrittenFiles, others: WrittenFiles): readonly string[] {
  const isEqual = ([name, text]: FileText, [otherName, otherText]: FileText): boolean =>
    kindOf(name) === kindOf(otherName) && isSameText([...text], [...otherText]);
  return [...files].filter((file) => ![...others].some((other) => isEqual(file, other))).map(([name]) => name);
}

type FileText = readonly [name: string, text: readonly Json[]];

/** The folder of a file and what Terraform does with it. */
function kindOf(path: string): string {
  const roles = terraformFileNames([posix.basename(path)]).map(({ role }) => role);
  return [posix.dirname(path), ...roles].join(" ");
}
