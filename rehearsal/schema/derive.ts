import { attributeType } from "./attribute-type";
import { folderOf, isPackaged, sourceOf } from "./package-source";
import type { Attribute, Block, CtyType, NestedBlock, ProviderSchema, ResourceSchema } from "./provider-schema";
import type { GeneratedAttribute, GeneratedSource, HclRendering, SourceClass } from "./source-sections";
import { parseGeneratedSource } from "./source-sections";
import type { UsedTypes } from "./used-types";

/** The struct type of an attribute, and its collection type. */
interface NestedStruct {
  readonly structClass: SourceClass;
  readonly struct: string;
  readonly kind: "object" | "list" | "set" | "map";
}

/** Blocks of a type contain each other. The schema of a provider repeats them to some depth, which its package does not contain. */
export class RecursiveTypeError extends Error {}

/**
 * Derives the schema of the used types from the installed provider package. The generator of cdktf printed the TypeScript of
 * the package deterministically from the real schema, so the schema can be read from the source.
 *
 * The source does not contain: item counts other than 1, defaults, sensitivity, deprecations, schema versions, and the
 * arguments that force a replacement.
 *
 * @throws RecursiveTypeError when the blocks of a type contain each other
 */
export function deriveSchema(root: string, types: UsedTypes): ProviderSchema {
  const read = (type: string, folder: string): ResourceSchema =>
    resourceSchema({ ...parseGeneratedSource(sourceOf(root, folder)), type, around: [] });
  const table = (kind: "resource" | "data", names: readonly string[]): Record<string, ResourceSchema> =>
    Object.fromEntries(
      names.filter((type) => isPackaged(root, kind, type)).map((type) => [type, read(type, folderOf(kind, type))]),
    );
  const { version, block } = read("provider", "provider");
  const { alias: _ownedByCore, ...attributes } = block.attributes;
  return {
    provider: { version, block: { ...block, attributes } },
    resource_schemas: table("resource", types.resources),
    data_source_schemas: table("data", types.dataSources),
  };
}

/** The source of a type, and the structs around the part that is read. */
interface OpenSource extends GeneratedSource {
  readonly type: string;
  readonly around: readonly string[];
}

/** The source, to read inside a struct. */
function inside(sections: OpenSource, { struct }: NestedStruct): OpenSource {
  if (sections.around.includes(struct)) {
    throw new RecursiveTypeError(
      `${sections.type}: the provider package does not contain its schema, because ${struct} contains itself; leave the type out`,
    );
  }
  return { ...sections, around: [...sections.around, struct] };
}

function resourceSchema(sections: OpenSource): ResourceSchema {
  const main = [...sections.classes.values()].find((found) =>
    /^Terraform(Resource|DataSource|Provider)$/.test(found.base),
  );
  if (main === undefined) {
    throw new Error("generated source: contains no resource, data source or provider class");
  }
  return { version: 0, block: blockOf(sections, main, "", `${main.name}Config`) };
}

function blockOf(sections: OpenSource, owner: SourceClass, hclKey: string, interfaceName: string): Block {
  const attributes: Record<string, Attribute> = {};
  const blocks: Record<string, NestedBlock> = {};
  const descriptions = sections.descriptions.get(interfaceName.toLowerCase());
  for (const note of owner.attributes) {
    const form = sections.hcl.get(hclKey)?.get(note.name);
    const held = nestedStructOf(sections, note, form);
    const description = descriptions?.get(note.name);
    if (held !== undefined && description === `${note.name} block`) {
      blocks[note.name] = nestedBlock(sections, note, form, held);
    } else {
      const type = held === undefined ? attributeType(owner.name, note, form) : collectionOf(sections, held);
      attributes[note.name] = attributeOf(note, type, description);
    }
  }
  return { attributes, block_types: blocks };
}

function attributeOf(note: GeneratedAttribute, type: CtyType, description?: string): Attribute {
  return {
    type,
    ...(description ? { description } : {}),
    ...(note.required ? { required: true } : {}),
    ...(note.optional ? { optional: true } : {}),
    ...(note.computed ? { computed: true } : {}),
  };
}

function nestedBlock(
  sections: OpenSource,
  note: GeneratedAttribute,
  form: HclRendering | undefined,
  held: NestedStruct,
): NestedBlock {
  const mode = held.kind === "object" ? objectNesting(form) : held.kind;
  const atMostOne = form !== undefined && form.type !== "struct" && !form.value.startsWith("cdktf.listMapperHcl(");
  return {
    nesting_mode: mode,
    block: blockOf(inside(sections, held), held.structClass, held.struct.toLowerCase(), held.struct),
    ...(mode !== "single" && note.required ? { min_items: 1 } : {}),
    ...(atMostOne ? { max_items: 1 } : {}),
  };
}

/** A block that is one object is a single block if its HCL form is a struct; otherwise it is a list or set of at most one. */
function objectNesting(form?: HclRendering): NestedBlock["nesting_mode"] {
  return form?.type === "list" || form?.type === "set" ? form.type : "single";
}

function collectionOf(sections: OpenSource, held: NestedStruct): CtyType {
  const object = objectType(inside(sections, held), held);
  return held.kind === "object" ? object : [held.kind, object];
}

function objectType(sections: OpenSource, held: NestedStruct): CtyType {
  const forms = sections.hcl.get(held.struct.toLowerCase());
  const fields = held.structClass.attributes.map((note): [string, CtyType] => {
    const form = forms?.get(note.name);
    const inner = nestedStructOf(sections, note, form);
    return [note.name, inner === undefined ? attributeType(held.struct, note, form) : collectionOf(sections, inner)];
  });
  return ["object", Object.fromEntries(fields)];
}

function nestedStructOf(
  sections: GeneratedSource,
  note: GeneratedAttribute,
  form?: HclRendering,
): NestedStruct | undefined {
  const [, holderName, wrapsSet] =
    /^ {2}private _\w+ = new (\w+)\(this, "[^"]+"(?:, (true|false))?\);$/m.exec(note.body) ?? [];
  if (holderName === undefined) {
    return providerStructOf(sections, form);
  }
  const holder = sections.classes.get(holderName);
  const struct = holderName.replace(/(OutputReference|List|Map)$/, "");
  const structClass = sections.classes.get(`${struct}OutputReference`);
  const list = wrapsSet === "true" ? "set" : "list";
  const kinds: Readonly<Record<string, NestedStruct["kind"]>> = {
    ComplexObject: "object",
    ComplexList: list,
    ComplexMap: "map",
  };
  const kind = kinds[holder?.base ?? ""];
  if (kind === undefined || structClass === undefined) {
    throw new Error(`${note.name}: cannot read ${holderName} in the generated source`);
  }
  return { structClass, struct, kind };
}

/** Structs of the provider block have no reference classes; only their HCL rendering describes them. */
function providerStructOf(sections: GeneratedSource, form?: HclRendering): NestedStruct | undefined {
  const struct = form === undefined ? undefined : /(?:^|\()(\w+)ToHclTerraform/.exec(form.value)?.[1];
  const fields = struct === undefined ? undefined : sections.hcl.get(struct.toLowerCase());
  if (form === undefined || struct === undefined || fields === undefined) {
    return undefined;
  }
  const attributes = [...fields.keys()].map((name) => ({
    name,
    computed: false,
    optional: true,
    required: false,
    body: "",
  }));
  const kind = !form.value.startsWith("cdktf.listMapperHcl(") ? "object" : form.type === "set" ? "set" : "list";
  return { structClass: { name: struct, base: "ComplexObject", attributes }, struct, kind };
}
