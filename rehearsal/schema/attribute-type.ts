import type { CtyType } from "./provider-schema";
import type { GeneratedAttribute, HclRendering } from "./source-sections";

const PRIMITIVES: Readonly<Record<string, CtyType>> = {
  string: "string",
  number: "number",
  boolean: "bool",
  any: "dynamic",
};
const GETTER = /^ {4}return (?:cdktf\.Token\.as\w+\()?(cdktf\.Fn\.tolist\()?this\.get(\w*?)Attribute\(/m;
const UNTYPED_GETTER = /^ {4}return (?:cdktf\.Token\.as\w+\()?(cdktf\.Fn\.tolist\()?this\.interpolationForAttribute\(/m;
const FIELD = /new cdktf\.(\w+)\(this, "[^"]+"(?:, (true|false))?\)/;

/**
 * The type of an attribute that is not a struct. Its getter, its field and its HCL rendering each show a part of the type; they
 * are read in this order.
 */
export function attributeType(owner: string, attribute: GeneratedAttribute, form?: HclRendering): CtyType {
  const found =
    fromGetter(attribute.body) ?? fromField(attribute.body) ?? fromHcl(form) ?? fromUntypedGetter(attribute.body);
  if (found === undefined) {
    throw new Error(`${owner}.${attribute.name}: cannot derive the type from the generated source`);
  }
  return found;
}

function fromGetter(body: string): CtyType | undefined {
  const [, asList, kind] = GETTER.exec(body) ?? [];
  if (kind === undefined) {
    return undefined;
  }
  const collection = asList === undefined ? "list" : "set";
  if (kind === "List" || kind === "NumberList") {
    return [collection, kind === "List" ? "string" : "number"];
  }
  if (kind.endsWith("Map")) {
    const of = PRIMITIVES[kind.slice(0, -"Map".length).toLowerCase()];
    return of === undefined || of === "dynamic" ? of : ["map", of];
  }
  return PRIMITIVES[kind.toLowerCase()];
}

function fromField(body: string): CtyType | undefined {
  const [, storage, wrapsSet] = FIELD.exec(body) ?? [];
  return storage === undefined ? undefined : fromStorage(storage, wrapsSet === "true");
}

function fromHcl(form?: HclRendering): CtyType | undefined {
  return form === undefined ? undefined : fromStorage(form.storage, form.type === "set");
}

/** A computed list of lists or of booleans, for which the generator prints no type. */
function fromUntypedGetter(body: string): CtyType | undefined {
  const getter = UNTYPED_GETTER.exec(body);
  return getter === null ? undefined : [getter[1] === undefined ? "list" : "set", "dynamic"];
}

function fromStorage(storage: string, set = false): CtyType {
  const [, of, collection] = /^(.+)(List|Map)$/.exec(storage) ?? [];
  if (of !== undefined) {
    const kind = set ? "set" : collection === "Map" ? "map" : "list";
    return [kind, fromStorage(of)];
  }
  const primitive = PRIMITIVES[storage.charAt(0).toLowerCase() + storage.slice(1)];
  if (primitive === undefined) {
    throw new Error(`storage class ${storage}: not supported by the schema derivation`);
  }
  return primitive;
}
