import type { UnreadPart } from "../../terraform-configuration";
import type { DuplicateKey } from "../json/parse-json";
import { sectionLabels } from "./module-blocks";

/**
 * Duplicate keys in the JSON of a module that are not the names of blocks at its top. Terraform merges the blocks of a name and
 * refuses an argument that is there twice. Only the schema of the provider tells which of the two a key is.
 */
export function unreadDuplicateKeys(path: string, duplicates: readonly DuplicateKey[]): readonly UnreadPart[] {
  return duplicates
    .filter(({ path: keys }) => !isBlockName(keys) && keys[0] !== "//")
    .map(({ path: keys, line, firstLine }) => {
      const address = keys.filter((key) => !/^\d+$/.test(key)).join(".");
      const text = `${path}:${line}: the key ${address} is also in line ${firstLine}; Terraform merges blocks of one name, so write the key once`;
      return { address, text };
    });
}

/** A key at the root, or a label of a block. */
function isBlockName(keys: readonly string[]): boolean {
  const [section = "", ...labels] = keys.filter((key) => !/^\d+$/.test(key));
  return labels.length <= (sectionLabels.get(section) ?? 0);
}

/** @throws when the JSON of a plan or a state has a duplicate key, which Terraform never writes */
export function refuseDuplicateKeys(path: string, [first]: readonly DuplicateKey[]): void {
  if (first !== undefined) {
    throw new Error(
      `${path}:${first.line}: the key ${first.path.join(".")} is also in line ${first.firstLine}, which Terraform never writes; run terraform show -json again`,
    );
  }
}
