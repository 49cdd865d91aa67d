import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformResource } from "cdktf";
import type { Environment } from "../../../envs/schema/environment";
import { disableCreationStacks } from "../../cdktf/disable-creation-stacks";
import { replaceIsArray } from "../../cdktf/replace-is-array";
import { PerimeterStack } from "../../perimeter-stack";
import type { JsonTree } from "../json-tree";
import { mergeKeys } from "./merge-variants";
import { type ModuleOption, namesOf } from "./module-option";
import type { Part } from "./varying-tree";

type Blocks = Readonly<Record<string, JsonTree>>;

/** A synthesized stack, and which of its resources can have tags. */
export interface SynthesizedStack {
  readonly resource: Readonly<Record<string, Blocks>>;
  readonly data: Readonly<Record<string, Blocks>>;
  readonly output: Blocks;
  readonly taggable: ReadonlySet<string>;
}

/** A resource or a data source of the variants. */
export interface MergedBlock extends Part {
  readonly type: string;
  readonly name: string;
}

/** The stacks of all variants in one. */
export interface MergedStack {
  readonly resource: readonly MergedBlock[];
  readonly data: readonly MergedBlock[];
  readonly output: readonly (Part & { readonly key: string })[];
  /** Addresses of the resources that can have tags. */
  readonly taggable: ReadonlySet<string>;
}

/** Stacks by probe and options, because the pieces of a module have some of the variants of the whole. */
const knownStacks = new WeakMap<Environment, Map<string, SynthesizedStack>>();

/**
 * Synthesizes the stack of a probe without options, with each of them, with those that shape the same part, and with all.
 *
 * @param probe the probe without any option
 * @throws when the variants do not show which options a part depends on
 */
export function synthesizeVariants(probe: Environment, options: readonly ModuleOption[]): MergedStack {
  const stacks = knownStacks.get(probe) ?? new Map<string, SynthesizedStack>();
  knownStacks.set(probe, stacks);
  const variants = inTemporaryFolder((folder) =>
    optionSets(options).map((on) => {
      const names = on.flatMap(namesOf);
      const stack = stacks.get(names.join()) ?? synthesize(withOptions(probe, on), folder);
      stacks.set(names.join(), stack);
      return { on: new Set(names), ...stack };
    }),
  );
  const merge = (section: "resource" | "data") =>
    mergeKeys(
      variants.map(({ on, [section]: types }) => ({ on, parts: blocksByAddress(types) })),
      section,
    ).map(({ key, ...part }) => {
      const [type = "", name = ""] = key.split(".");
      return { type, name, ...part };
    });
  return {
    resource: merge("resource"),
    data: merge("data"),
    output: mergeKeys(
      variants.map(({ on, output }) => ({ on, parts: new Map(Object.entries(output)) })),
      "output",
    ),
    taggable: new Set(variants.flatMap(({ taggable }) => [...taggable])),
  };
}

/** An environment with options. */
export function withOptions(environment: Environment, options: readonly ModuleOption[]): Environment {
  return options.reduce((made, { turnOn }) => turnOn(made), environment);
}

/** The sets of options with which the stack is synthesized. Each set has the options in the order of the table. */
function optionSets(options: readonly ModuleOption[]): readonly (readonly ModuleOption[])[] {
  const named = options.flatMap(({ name, together = [] }) => [[name], ...together.map((others) => [name, ...others])]);
  return options.length === 0
    ? [[]]
    : [[], ...named.map((names) => options.filter(({ name }) => names.includes(name))), ...allTogether(options)];
}

/** Every option at once, as often as a choice has alternatives. */
function allTogether(options: readonly ModuleOption[]): readonly (readonly ModuleOption[])[] {
  const choices = [...new Set(options.map(({ choice, name }) => choice?.name ?? name))].map((chosen) =>
    options.filter(({ choice, name }) => (choice?.name ?? name) === chosen),
  );
  const most = Math.max(...choices.map((alternatives) => alternatives.length));
  return Array.from({ length: most }, (_, index) =>
    choices.flatMap((alternatives) => alternatives[index % alternatives.length] ?? []),
  );
}

function blocksByAddress(types: SynthesizedStack["resource"]): ReadonlyMap<string, JsonTree> {
  return new Map(
    Object.entries(types).flatMap(([type, blocks]) =>
      Object.entries(blocks).map(([name, block]) => [`${type}.${name}`, block] as const),
    ),
  );
}

function inTemporaryFolder<Result>(run: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-module-"));
  try {
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The Terraform of the stack of an environment. */
export function synthesizeStack(environment: Environment): SynthesizedStack {
  return inTemporaryFolder((folder) => synthesize(environment, folder));
}

function synthesize(environment: Environment, outdir: string): SynthesizedStack {
  disableCreationStacks();
  replaceIsArray();
  const stack = new PerimeterStack(new App({ outdir }), environment.name, { environment });
  stack.prepareStack();
  const synthesized = withoutComments(stack.toTerraform() as JsonTree) as unknown as Partial<SynthesizedStack>;
  const { resource = {}, data = {}, output = {} } = synthesized;
  const resources = stack.node.findAll().filter((element) => TerraformResource.isTerraformResource(element));
  const taggable = resources.filter((element) => "tagsInput" in element);
  return {
    resource,
    data,
    output,
    taggable: new Set(taggable.map((element) => `${element.terraformResourceType}.${element.friendlyUniqueId}`)),
  };
}

/** The tree without the construct paths that cdktf writes. */
function withoutComments(tree: JsonTree): JsonTree {
  if (Array.isArray(tree)) {
    return tree.map(withoutComments);
  }
  return typeof tree === "object" && tree !== null
    ? Object.fromEntries(
        Object.entries(tree).flatMap(([key, value]) => (key === "//" ? [] : [[key, withoutComments(value)]])),
      )
    : tree;
}
