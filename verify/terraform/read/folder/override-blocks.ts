import { blocksOf, isJsonObject, type JsonObject } from "../../terraform-configuration";
import { blockKey, type ModuleBlock } from "./module-blocks";

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
  if (section === "locals") {
    return [
      ...blocks.map((block) => (block.section === section ? withoutKeys(block, Object.keys(body)) : block)),
      override,
    ];
  }
  if (section === "terraform") {
    return [...blocks.map((block) => (block.section === section ? overriddenSettings(block, body) : block)), override];
  }
  const key = blockKey(override);
  const index = key === undefined ? -1 : blocks.findIndex((block) => blockKey(block) === key);
  const base = blocks[index];
  if (base !== undefined) {
    return blocks.with(index, { ...base, body: overrideBody(base.body, body) });
  }
  if (section === "provider" && body.alias === undefined) {
    return [...blocks, override];
  }
  const name = key ?? section;
  throw new Error(
    `${path}: ${name} overrides nothing, which Terraform refuses; define it in a file that is no override file`,
  );
}

/** An argument or a block replaces all that have its name, and a `dynamic` block those that it generates. */
function overrideBody(base: JsonObject, override: JsonObject): JsonObject {
  const { lifecycle, dynamic, ...rest } = override;
  const generated = blocksOf(dynamic).flatMap((block) => Object.keys(block));
  const kept = withoutNames(base, [...generated, ...Object.keys(rest)]);
  const dynamics = blocksOf(base.dynamic).map((block) => withoutNames(block, [...generated, ...Object.keys(rest)]));
  const allDynamics = [...dynamics, ...blocksOf(dynamic)].filter((block) => Object.keys(block).length > 0);
  const { dynamic: _, ...plain } = kept;
  return {
    ...plain,
    ...rest,
    ...(allDynamics.length === 0 ? {} : { dynamic: allDynamics }),
    ...(lifecycle === undefined ? {} : { lifecycle: overrideLifecycle(base, override) }),
  };
}

function overrideLifecycle({ lifecycle: base }: JsonObject, { lifecycle }: JsonObject): JsonObject {
  return Object.assign({}, ...blocksOf(base), ...blocksOf(lifecycle)) as JsonObject;
}

function withoutNames(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

function withoutKeys(block: ModuleBlock, names: readonly string[]): ModuleBlock {
  return { ...block, body: withoutNames(block.body, names) };
}

/** A provider requirement replaces the one of the same name, and a backend or `cloud` replaces the other. */
function overriddenSettings(block: ModuleBlock, override: JsonObject): ModuleBlock {
  const { required_providers: providers, ...rest } = override;
  const replaced = "backend" in rest || "cloud" in rest ? ["backend", "cloud"] : [];
  const kept = withoutNames(block.body, [...Object.keys(rest), ...replaced]);
  const names = blocksOf(providers).flatMap((required) => Object.keys(required));
  const required = blocksOf(kept.required_providers).map((known) => withoutNames(known, names));
  return {
    ...block,
    body: isJsonObject(kept) && required.length > 0 ? { ...kept, required_providers: required } : kept,
  };
}
