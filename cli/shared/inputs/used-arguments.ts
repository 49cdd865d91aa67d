import type { UsedArguments, UsedBody } from "../../../rehearsal/schema/used-arguments";
import { calledModules } from "../../../verify/terraform/read/modules/called-modules";
import type { LoadedModule } from "../../../verify/terraform/read/modules/expanded-module";
import { metaArguments } from "../../../verify/terraform/resource-types/argument-uses";
import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  namedBlocks,
} from "../../../verify/terraform/terraform-configuration";

/**
 * The arguments, blocks and attributes that a root module and the modules that it calls use, by type.
 *
 * @param texts the files, which say what is a block: in JSON, a block and a list of objects look alike
 */
export function usedArguments(root: LoadedModule, texts: readonly string[]): UsedArguments {
  const names = blockNames(texts);
  // Of a module that was not read nothing is used: then Terraform refuses what a schema lacks.
  const modules = [root, ...calledModules(root).flatMap(({ module = [] }) => module)];
  const bodies = (section: "resource" | "data"): Readonly<Record<string, UsedBody>> => {
    const read = readAttributes(texts, section === "data");
    return merged(
      modules.flatMap(({ json }) =>
        namedBlocks(json[section]).flatMap(([type, blocks]) =>
          namedBlocks(blocks).map(([, body]): [string, UsedBody] => {
            const used = usedBody(withoutMetaArguments(body), names);
            return [type, withRead(used, read.get(type) ?? [])];
          }),
        ),
      ),
    );
  };
  const providers = modules.flatMap(({ json }) =>
    blocksOf(json.provider).flatMap((block) =>
      Object.entries(block).flatMap(([name, bodies]) =>
        blocksOf(bodies).map(({ alias: _, version: __, ...body }): [string, UsedBody] => [name, usedBody(body, names)]),
      ),
    ),
  );
  return { resources: bodies("resource"), dataSources: bodies("data"), providers: merged(providers) };
}

function withoutMetaArguments(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !metaArguments.has(name)));
}

const blockHeader = /(?:^|[\n{])[ \t]*(?:dynamic[ \t]+"([\w-]+)"|([A-Za-z_][\w-]*))[ \t]*\{/g;

function blockNames(texts: readonly string[]): ReadonlySet<string> {
  return new Set(
    texts.flatMap((text) => [...text.matchAll(blockHeader)].map(([, generated, plain]) => generated ?? plain ?? "")),
  );
}

function usedBody({ dynamic, ...body }: JsonObject, names: ReadonlySet<string>): UsedBody {
  const isBlock = (name: string, value: Json): boolean =>
    names.has(name) && (isJsonObject(value) || (Array.isArray(value) && value.length > 0 && value.every(isJsonObject)));
  const own = Object.entries(body);
  const generated = blocksOf(dynamic).flatMap((block) =>
    Object.entries(block).flatMap(([name, generators]) =>
      blocksOf(generators).flatMap(({ content }): [string, JsonObject][] =>
        blocksOf(content).map((inner) => [name, inner]),
      ),
    ),
  );
  const written = own
    .filter(([name, value]) => isBlock(name, value))
    .flatMap(([name, value]) => blocksOf(value).map((inner): [string, JsonObject] => [name, inner]));
  return {
    attributes: own.filter(([name, value]) => !isBlock(name, value)).map(([name]) => name),
    blocks: merged([...written, ...generated].map(([name, inner]) => [name, usedBody(inner, names)])),
    read: [],
  };
}

function merged(entries: readonly (readonly [string, UsedBody])[]): Readonly<Record<string, UsedBody>> {
  const bodies = new Map<string, UsedBody>();
  for (const [name, body] of entries) {
    const before = bodies.get(name);
    bodies.set(name, before === undefined ? body : both(before, body));
  }
  return Object.fromEntries(bodies);
}

function both(one: UsedBody, other: UsedBody): UsedBody {
  return {
    attributes: [...new Set([...one.attributes, ...other.attributes])],
    blocks: merged([...Object.entries(one.blocks), ...Object.entries(other.blocks)]),
    read: [...new Set([...one.read, ...other.read])],
  };
}

const attributeRead = new RegExp(
  String.raw`(?<![\w.-])(data\.)?([a-z][a-z0-9]*(?:_[a-z0-9]+)*)\.[A-Za-z_][\w-]*@((?:\.[a-z_]\w*@)+)`.replaceAll(
    "@",
    // The key of an instance, or the index of a block: `[0]`, `[*]`, `.0` or `.*`.
    String.raw`(?:\[[^\]\n]*\]|\.\d+|\.\*)*`,
  ),
  "g",
);

/** Names of the attributes in a traversal, without indexes. */
function namesInTraversal(text: string): readonly string[] {
  return [...text.replaceAll(/\[[^\]\n]*\]/g, "").matchAll(/\.([a-z_]\w*)/g)].map(([, name = ""]) => name);
}

/** Attributes that expressions read, by type, each with those inside it. A word that only looks like a type does no harm. */
function readAttributes(texts: readonly string[], isData: boolean): ReadonlyMap<string, readonly ReadPath[]> {
  const found = new Map<string, Map<string, ReadPath>>();
  for (const text of texts) {
    for (const [, data, type = "", traversal = ""] of text.matchAll(attributeRead)) {
      if ((data !== undefined) === isData) {
        const path = namesInTraversal(traversal);
        found.set(type, (found.get(type) ?? new Map<string, ReadPath>()).set(path.join("."), path));
      }
    }
  }
  return new Map([...found].map(([type, paths]) => [type, [...paths.values()]]));
}

/** Names of attributes, each inside the one before. */
type ReadPath = readonly string[];

/** What is read of a block, and of the blocks in it. */
function withRead(used: UsedBody, paths: readonly ReadPath[]): UsedBody {
  const inside = (name: string): readonly ReadPath[] =>
    paths.flatMap(([first, ...rest]) => (first === name && rest.length > 0 ? [rest] : []));
  return {
    ...used,
    blocks: Object.fromEntries(Object.entries(used.blocks).map(([name, body]) => [name, withRead(body, inside(name))])),
    read: [...new Set(paths.flatMap(([first]) => first ?? []))],
  };
}
