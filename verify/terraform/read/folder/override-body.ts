import { argumentTypesOf } from "../../argument-types/argument-type";
import { blocksOf, itemsOf, type Json, type JsonObject } from "../../terraform-configuration";
import { providerBlocks } from "../understood/provider-settings";
import type { ModuleBlock } from "./module-blocks";

/**
 * The block with what a block of an override file says in its place, as Terraform does it: an argument replaces the one of its name,
 * and the blocks of a name replace all blocks of it, also those that a `dynamic` block generates. Where no block of a name is written,
 * as by an empty list in JSON, the blocks of the module stay. Terraform says nothing about what it ignores in an override file: a block
 * with the name of an argument, and an argument with the name of a block.
 *
 * @throws for a `dynamic` block with the name of an argument, which Terraform refuses
 * @see https://developer.hashicorp.com/terraform/language/files/override#merging-behavior
 */
export function overrideBody(base: ModuleBlock, override: ModuleBlock): ModuleBlock {
  requireOneForm(base, override);
  requireOneForm(override, base);
  requireOneForm(override, override);
  const { lifecycle: _, dynamic: __, ...rest } = override.body;
  const lifecycle = metaBlock(override, "lifecycle");
  const written = Object.entries(rest).filter(([name, value]) => takesEffect(name, value, base, override));
  const generators = blocksOf(metaBlock(override, "dynamic")).map((block) =>
    Object.fromEntries(Object.entries(block).filter(([name, generator]) => countBlocks(name, generator) > 0)),
  );
  const replaced = new Set([...written.map(([name]) => name), ...generators.flatMap((block) => Object.keys(block))]);
  const kept = (values: JsonObject): [string, Json][] => Object.entries(values).filter(([name]) => !replaced.has(name));
  const { dynamic: baseDynamic, ...baseRest } = base.body;
  const dynamics = [...blocksOf(baseDynamic).map((block) => Object.fromEntries(kept(block))), ...generators].filter(
    (block) => Object.keys(block).length > 0,
  );
  const nestedBlocks = new Set([
    ...[...base.nestedBlocks].filter((name) => !replaced.has(name)),
    ...[...override.nestedBlocks].filter((name) => replaced.has(name)),
  ]);
  return {
    ...base,
    nestedBlocks,
    body: {
      ...withOneRepetition(base, override, { ...Object.fromEntries(kept(baseRest)), ...Object.fromEntries(written) }),
      ...(dynamics.length === 0 ? {} : { dynamic: dynamics }),
      ...(lifecycle === undefined ? {} : { lifecycle: overrideLifecycle(base.body.lifecycle, lifecycle) }),
    },
  };
}

/** The blocks of a name that Terraform reads itself. An argument of HCL with their name is none. */
function metaBlock({ body, isJson, nestedBlocks }: ModuleBlock, name: "lifecycle" | "dynamic"): Json | undefined {
  return isJson || nestedBlocks.has(name) ? body[name] : undefined;
}

/** What the schema says that a name is; `undefined` where the schema is not known here. */
type MemberKind = "argument" | "blocks" | undefined;

const metaBlocks: ReadonlySet<string> = new Set(["lifecycle", "dynamic", "provisioner", "connection"]);
const metaArguments: ReadonlySet<string> = new Set(["count", "for_each", "provider", "depends_on"]);

function memberKind({ section, labels: [label = ""] }: ModuleBlock, name: string): MemberKind {
  switch (section) {
    case "resource":
    case "data": {
      const type = argumentTypesOf(section === "data" ? `data.${label}` : label)?.get(name);
      const isMetaBlock = metaBlocks.has(name) || type?.kind === "blocks";
      return isMetaBlock ? "blocks" : type !== undefined || metaArguments.has(name) ? "argument" : undefined;
    }
    case "provider":
      return label !== "aws" ? undefined : providerBlocks.has(name) ? "blocks" : "argument";
    default:
      return "argument";
  }
}

/** Whether Terraform takes a member of the override in place of what the module has. */
function takesEffect(name: string, value: Json, base: ModuleBlock, override: ModuleBlock): boolean {
  const isBlock = override.nestedBlocks.has(name);
  if (override.section === "module" && name === "providers") {
    return blocksOf(value).some((providers) => Object.keys(providers).length > 0);
  }
  switch (memberKind(override, name)) {
    case "blocks":
      return override.isJson ? countBlocks(name, value) > 0 : isBlock;
    case "argument":
      // Blocks with the name of an argument, such as `ingress`, stand for its value unless another file writes the argument.
      return !isBlock || base.body[name] === undefined || base.nestedBlocks.has(name);
    default:
      return countBlocks(name, value) > 0 || blocksOf(base.body[name]).length === 0;
  }
}

/** How many blocks of a name a value in JSON is. A provisioner has a label. */
function countBlocks(name: string, value: Json): number {
  const bodies = name === "provisioner" ? blocksOf(value).flatMap((block) => Object.values(block)) : [value];
  return bodies.flatMap((body) => (body === null ? [] : body)).length;
}

/**
 * Names of changes that Terraform ignores replace the others only if there are some, and `all` stays.
 */
function overrideLifecycle(base: Json | undefined, override: Json): JsonObject {
  const [own, other] = [Object.assign({}, ...blocksOf(base)), Object.assign({}, ...blocksOf(override))] as [
    JsonObject,
    JsonObject,
  ];
  const keepsIgnored = isAllChanges(own.ignore_changes) || itemsOf(other.ignore_changes).length === 0;
  return {
    ...own,
    ...other,
    ...(keepsIgnored && own.ignore_changes !== undefined ? { ignore_changes: own.ignore_changes } : {}),
  };
}

function isAllChanges(ignored: Json | undefined): boolean {
  return itemsOf(ignored).some((name) => name === "all" || name === "*");
}

/**
 * Terraform refuses `count` and `for_each` in one block. Where an override file adds one to the other, it merges both and `count` decides.
 *
 * @see https://github.com/hashicorp/terraform/blob/v1.11.4/internal/configs/module_merge.go
 */
function withOneRepetition(base: ModuleBlock, override: ModuleBlock, merged: JsonObject): JsonObject {
  const hasBoth = ({ body }: ModuleBlock): boolean => body.count !== undefined && body.for_each !== undefined;
  const { for_each, ...counted } = merged;
  return merged.count === undefined || hasBoth(base) || hasBoth(override) ? merged : counted;
}

/**
 * @param other the block itself, or that of an override file or of the module with its name
 * @throws for an argument in one of the bodies with the name of `dynamic` blocks in the other
 */
export function requireOneForm(block: ModuleBlock, other: ModuleBlock): void {
  const isArgument = (name: string): boolean =>
    memberKind(block, name) === "argument" && block.body[name] !== undefined && !block.nestedBlocks.has(name);
  const name = blocksOf(metaBlock(other, "dynamic"))
    .flatMap((generators) => Object.entries(generators))
    .find(([generator, value]) => isArgument(generator) && countBlocks(generator, value) > 0)?.[0];
  if (name !== undefined) {
    const address = [...block.labels, name].join(".");
    const where = block === other ? block.path : `${block.path} and ${other.path}`;
    throw new Error(
      `${where}: ${address} is an argument and a dynamic block, which Terraform refuses; write it in one form`,
    );
  }
}

/** @throws for an argument of HCL with the name of a block. In Terraform's JSON syntax, blocks are written as arguments are. */
export function requireWrittenAsBlocks(block: ModuleBlock): void {
  const isBlocks = (name: string): boolean => !block.nestedBlocks.has(name) && memberKind(block, name) === "blocks";
  const name = block.isJson ? undefined : Object.keys(block.body).find(isBlocks);
  if (name !== undefined) {
    throw new Error(
      `${block.path}: ${[...block.labels, name].join(".")} is an argument, and Terraform expects blocks; write ${name} { ... }`,
    );
  }
}
