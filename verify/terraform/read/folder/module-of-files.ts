import type { JsonObject } from "../../terraform-configuration";
import {
  blocksInFile,
  type ConfigurationFile,
  type ModuleBlock,
  moduleOfBlocks,
  requireDistinctBlocks,
  unknownSections,
} from "./module-blocks";
import { overrideBlocks } from "./override-blocks";
import { requireOneForm, requireWrittenAsBlocks } from "./override-body";

/**
 * The files of a module as one, in Terraform's JSON syntax. Sections that are not known are kept.
 *
 * @throws for what Terraform refuses: something else than a block, an invalid name, an argument in place of a block, or two blocks with
 * one address
 */
export function moduleOfFiles(
  files: readonly ConfigurationFile[],
  overrides: readonly ConfigurationFile[],
): JsonObject {
  const blocks = files.flatMap(blocksInFile);
  requireDistinctBlocks(blocks);
  for (const block of blocks) {
    requireOneForm(block, block);
    requireWrittenAsBlocks(block);
  }
  const unknown = [...files, ...overrides].flatMap((file) =>
    unknownSections(file).map((name) => [name, [file.json[name] ?? null]] as const),
  );
  const merged = overrides.reduce<readonly ModuleBlock[]>(
    (base, file) => overrideBlocks(base, blocksInFile(file)),
    blocks,
  );
  return { ...Object.fromEntries(unknown), ...moduleOfBlocks(merged) };
}
