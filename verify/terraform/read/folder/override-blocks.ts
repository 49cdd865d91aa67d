import { blocksOf, itemsOf, type JsonObject, namedBlocks } from "../../terraform-configuration";
import { blockKey, type ModuleBlock } from "./module-blocks";
import { overrideBody } from "./override-body";

/**
 * Merges the blocks of an override file into those of the module: block by block, and argument by argument.
 *
 * @throws for what Terraform refuses to override, such as a resource that no other file defines
 * @see https://developer.hashicorp.com/terraform/language/files/override#merging-behavior
 */
export function overrideBlocks(
  blocks: readonly ModuleBlock[],
  overrides: readonly ModuleBlock[],
): readonly ModuleBlock[] {
  return overrides.reduce(overrideBlock, blocks);
}

function overrideBlock(blocks: readonly ModuleBlock[], override: ModuleBlock): readonly ModuleBlock[] {
  const { section, path, body } = override;
  if (body.depends_on !== undefined && itemsOf(body.depends_on).length > 0) {
    const name = blockKey(override) ?? section;
    throw new Error(
      `${path}: ${name} overrides depends_on, which Terraform refuses; write it in a file that is no override file`,
    );
  }
  if (section === "locals") {
    const known = new Set(
      blocks.filter((block) => block.section === section).flatMap((block) => Object.keys(block.body)),
    );
    const unknown = Object.keys(body).find((name) => !known.has(name));
    if (unknown !== undefined) {
      throw overridesNothing(path, `local.${unknown}`);
    }
    return [
      ...blocks.map((block) => (block.section === section ? withoutKeys(block, Object.keys(body)) : block)),
      override,
    ];
  }
  if (section === "terraform") {
    return overrideSettings(blocks, override);
  }
  const key = blockKey(override);
  const index = key === undefined ? -1 : blocks.findIndex((block) => blockKey(block) === key);
  const base = blocks[index];
  if (base !== undefined) {
    return blocks.with(index, overrideBody(base, override));
  }
  if (section === "provider" && body.alias === undefined) {
    return [...blocks, override];
  }
  throw overridesNothing(path, key ?? section);
}

function overridesNothing(path: string, name: string): Error {
  return new Error(
    `${path}: ${name} overrides nothing, which Terraform refuses; define it in a file that is no override file`,
  );
}

function withoutNames(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

function withoutKeys(block: ModuleBlock, names: readonly string[]): ModuleBlock {
  return { ...block, body: withoutNames(block.body, names) };
}

/** A provider requirement replaces the one of the same name, and a backend or `cloud` replaces the other. */
function overrideSettings(blocks: readonly ModuleBlock[], override: ModuleBlock): readonly ModuleBlock[] {
  const { required_providers: providers, ...rest } = override.body;
  const movesState = namedBlocks(rest.backend).length > 0 || blocksOf(rest.cloud).length > 0;
  const others = Object.keys(rest).filter((name) => !stateSettings.includes(name));
  const replaced = [...others, ...(movesState ? stateSettings : [])];
  const own = blocksOf(providers);
  const names = own.flatMap((required) => Object.keys(required));
  const known = blocks
    .filter(({ section }) => section === override.section)
    .flatMap(({ body }) => blocksOf(body.required_providers))
    .map((required) => withoutNames(required, names));
  // A module has one block of them.
  const required: JsonObject = own.length === 0 ? {} : { required_providers: [...known, ...own] };
  return [
    ...blocks.map((block) =>
      block.section === override.section ? withoutKeys(block, [...replaced, ...Object.keys(required)]) : block,
    ),
    { ...override, body: { ...rest, ...required } },
  ];
}

const stateSettings: readonly string[] = ["backend", "cloud"];
