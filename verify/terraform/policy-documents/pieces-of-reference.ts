import { ownEntry } from "../../collections/own-entry";
import { anyPiece, type ValuePiece } from "../expressions/built-in/replace-in-template";
import { parseTemplate, type Reference } from "../expressions/template";
import { computedAttributeFormats } from "../resource-types/computed-attribute-formats";
import { isSet, type Json, type JsonObject, type Resource } from "../terraform-configuration";

const digits = /\d/;
const hexadecimal = /[\da-f]/;
const uuid = /[\da-z-]/;
/** Names of partitions and Regions. */
const location = /[\da-z-]/;

/** What the values consist of that AWS, or a provider that makes random texts, gives to attributes, by `TYPE.ATTRIBUTE`. */
const generatedAttributes: Readonly<Record<string, RegExp>> = {
  "data.aws_caller_identity.account_id": digits,
  "data.aws_caller_identity.id": digits,
  "data.aws_canonical_user_id.id": hexadecimal,
  "data.aws_partition.partition": location,
  "data.aws_partition.dns_suffix": /[a-z.]/,
  "data.aws_region.id": location,
  "data.aws_region.name": location,
  "data.aws_region.region": location,
  "aws_kms_key.key_id": uuid,
  "random_id.dec": digits,
  "random_id.hex": hexadecimal,
  "random_integer.id": /[\d-]/,
  "random_integer.result": /[\d-]/,
  "random_uuid.id": uuid,
  "random_uuid.result": uuid,
};

/** Of formats of computed attributes. */
const formatNames: Readonly<Record<string, RegExp>> = { partition: location, region: location, account: digits };

/** Of what the value of a reference consists, in this order. */
export type PiecesOfReference = (reference: Reference) => readonly ValuePiece[];

/** Terraform refuses references in a circle, but a file may have one. */
const maximumDepth = 8;

/** Of what the value of a reference to a resource consists: texts of its arguments, and characters that AWS gives it. */
export function piecesOfReferences(resources: readonly Resource[]): PiecesOfReference {
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const ofText = (text: string, depth: number): readonly ValuePiece[] =>
    parseTemplate(text).flatMap((part) =>
      part.kind === "literal" ? [part.text] : part.kind === "reference" ? ofReference(part, depth) : [anyPiece],
    );
  const ofValue = (value: Json | undefined, depth: number): readonly ValuePiece[] =>
    typeof value === "string" ? ofText(value, depth + 1) : [anyPiece];
  const ofReference = ({ address, attribute }: Reference, depth: number): readonly ValuePiece[] => {
    const resource = byAddress.get(address);
    if (resource === undefined || depth > maximumDepth) {
      return [anyPiece];
    }
    const { mode, type, values } = resource;
    const generated = ownEntry(generatedAttributes, `${mode === "data" ? "data." : ""}${type}.${attribute}`);
    const format = mode === "data" ? undefined : ownEntry(ownEntry(computedAttributeFormats, type) ?? {}, attribute);
    const written = values[attribute];
    if (isSet(written) && !(typeof written === "string" && refersTo(written, address, attribute))) {
      return ofValue(written, depth);
    }
    if (generated !== undefined || format === undefined) {
      return type === "random_pet" && attribute === "id" ? petPieces(values) : [generated ?? anyPiece];
    }
    return format.split(/(\{[^}]*\})/).flatMap((piece): readonly ValuePiece[] => {
      const [, name, fallback, filter] = /^\{(\w+)(?:=([^|]*))?(\|\w+)?\}$/.exec(piece) ?? [];
      if (name === undefined) {
        return piece === "" ? [] : [piece];
      }
      const known = ownEntry(formatNames, name);
      if (known !== undefined || filter !== undefined) {
        return [known ?? anyPiece];
      }
      return fallback !== undefined && !isSet(values[name])
        ? [fallback]
        : isSet(values[name])
          ? ofValue(values[name], depth)
          : (generatedName(name, values, (prefix) => ofValue(prefix, depth)) ?? [
              ownEntry(generatedAttributes, `${type}.${name}`) ?? anyPiece,
            ]);
    });
  };
  return (reference) => ofReference(reference, 0);
}

/**
 * A name that nobody writes: the provider makes it of a prefix, or of `terraform-`, and of digits. An object that is imported keeps another
 * one, which a plan has.
 */
function generatedName(
  name: string,
  values: JsonObject,
  piecesOfPrefix: (prefix: Json) => readonly ValuePiece[],
): readonly ValuePiece[] | undefined {
  const prefix = values[`${name}_prefix`];
  const isName = name === "name" || name === "bucket";
  return isName ? [...(prefix !== undefined && isSet(prefix) ? piecesOfPrefix(prefix) : []), /[\da-z-]/] : undefined;
}

function refersTo(text: string, address: string, attribute: string): boolean {
  return text === `\${${address}.${attribute}}`;
}

/** A pet has words in lower case. A prefix or a separator that somebody chose may be any text. */
function petPieces({ prefix, separator }: Resource["values"]): readonly ValuePiece[] {
  return [isSet(prefix) || (isSet(separator) && separator !== "-") ? anyPiece : /[a-z-]/];
}
