import type { WrittenFiles } from "../../../verify/terraform/read/folder/module-folder";
import type { Json } from "../../../verify/terraform/terraform-configuration";
import { isSameText } from "./changed-leaves";

/**
 * Names of the files of two root modules whose text has no equal on the other side, sorted. Texts are equal but for formatting, the
 * order of names and comments. A file that only has another name is equal. None where the files of a side are not known.
 */
export function rewrittenFiles(before: WrittenFiles | undefined, after: WrittenFiles | undefined): readonly string[] {
  if (before === undefined || after === undefined) {
    return [];
  }
  const [one, other] = [filesWithoutTwin(before, after), filesWithoutTwin(after, before)];
  const hasEqual = (text: Json, files: WrittenFiles): boolean =>
    [...files.values()].some((file) => isSameText(text, [...file]));
  const names = [
    ...[...one].filter(([, text]) => !hasEqual([...text], other)),
    ...[...other].filter(([, text]) => !hasEqual([...text], one)),
  ].map(([name]) => name);
  return [...new Set(names)].sort();
}

/** The files to which no file of the same name is equal. */
function filesWithoutTwin(files: WrittenFiles, others: WrittenFiles): WrittenFiles {
  return new Map([...files].filter(([name, text]) => !isSameText([...text], [...(others.get(name) ?? [])])));
}
