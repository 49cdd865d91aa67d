import { memoize } from "../../collections/memoize";
import { type ArgumentType, type ArgumentTypes, argumentTypesOf } from "../../terraform/argument-types/argument-type";
import { resourceTypeOf, topicsOfType } from "../../terraform/resource-types";
import { argumentUse, isUnset, metaArguments } from "../../terraform/resource-types/argument-uses";
import {
  type ArgumentUse,
  everyTopic,
  type ModeledType,
  type ResourceType,
} from "../../terraform/resource-types/resource-type";
import {
  blocksOf,
  isAbsent,
  type Json,
  type JsonObject,
  type Resource,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import { type ModelGap, modelGap } from "../model-gap";

/** An argument that Terraform refuses by the provider's schema. */
interface RefusedArgument {
  /** Path without positions: `rule.apply_server_side_encryption_by_default`. */
  readonly path: string;
  /** What is wrong, as the rest of a sentence that starts with the path. */
  readonly text: string;
}

/**
 * Arguments for which Terraform refuses the configuration, by the schema of the installed provider: a required one without a value, too few
 * or too many blocks, and an argument that does not exist. Nothing is proved of what cannot be applied.
 * Terraform has accepted plans and states.
 *
 * An argument with a value that the schema of a modeled type does not have is {@link unlistedArgumentGaps an unlisted one}: a newer provider
 * may have it.
 */
export function refusedArgumentGaps(configuration: TerraformConfiguration, resource: Resource): readonly ModelGap[] {
  const { address, mode, type } = resource;
  if (configuration.form !== "synthesized" || unreadAddresses(configuration).has(address)) {
    return [];
  }
  const topics = mode === "data" ? everyTopic : topicsOfType(type);
  return refusedOf(resource).map(({ path, text }) =>
    modelGap(topics, `${address}: ${path} ${text}, so Terraform refuses it`, resource, { type, argument: path }),
  );
}

const refusedOf = memoize(({ mode, type, values }: Resource): readonly RefusedArgument[] => {
  const isData = mode === "data";
  const types = argumentTypesOf(isData ? `data.${type}` : type);
  const unknown = isData ? isUnknownOfData : unknownArgumentTest(resourceTypeOf(type));
  return types === undefined ? [] : refusedIn(values, types, "", unknown);
});

/** Resources that are gaps as a whole, because a value or the number of their blocks is not known. */
const unreadAddresses = memoize(
  ({ unreadParts = [] }: TerraformConfiguration): ReadonlySet<string> =>
    new Set(unreadParts.map(({ address }) => address)),
);

/** What is wrong about an argument that the schema does not have; `undefined` where another provider version may have it. */
type UnknownArgument = (path: string, value: Json) => string | undefined;

const isUnknownOfData: UnknownArgument = () => "is not in the schema of the data source";

/**
 * A value for which the argument counts as not written, so that it is no unlisted one, or that is inside an argument that models read as a
 * whole.
 */
function unknownArgumentTest(type: ResourceType | undefined): UnknownArgument {
  const text = "is not in the schema of the provider";
  return (path, value) => {
    if (type?.kind !== "modeled" || argumentUse(type, path) !== undefined) {
      return undefined;
    }
    const around = usesAround(type, path);
    const isInRead = around.length > 0 && around.every(({ kind }) => kind !== "neutral");
    return isUnset(value) || isInRead ? text : undefined;
  };
}

/** The entries of the arguments around a path. */
function usesAround(type: ModeledType, path: string): readonly ArgumentUse[] {
  const names = path.split(".");
  return names.slice(1).flatMap((_, index) => argumentUse(type, names.slice(0, index + 1).join(".")) ?? []);
}

function refusedIn(
  body: JsonObject,
  types: ArgumentTypes,
  prefix: string,
  unknown: UnknownArgument,
): readonly RefusedArgument[] {
  const refused: RefusedArgument[] = [];
  for (const [name, type] of types) {
    const path = `${prefix}${name}`;
    const text = refusalOf(body[name], type);
    if (text !== undefined) {
      refused.push({ path, text });
    }
    if (type.kind === "blocks") {
      refused.push(...blocksOf(body[name]).flatMap((inner) => refusedIn(inner, type.members, `${path}.`, unknown)));
    }
  }
  for (const [name, value] of Object.entries(body)) {
    const isKnown = types.has(name) || (prefix === "" && metaArguments.has(name));
    const text = isKnown ? undefined : unknown(`${prefix}${name}`, value);
    if (text !== undefined) {
      refused.push({ path: `${prefix}${name}`, text });
    }
  }
  return refused;
}

function refusalOf(value: Json | undefined, type: ArgumentType): string | undefined {
  const { isRequired = false } = type;
  if (type.kind !== "blocks") {
    return isRequired && isAbsent(value) ? "is required and has no value" : undefined;
  }
  const { length } = blocksOf(value);
  if (isRequired && length === 0) {
    return "is a required block and is missing";
  }
  return type.isSingle && length > 1 ? `may be one block, got ${length}` : undefined;
}
