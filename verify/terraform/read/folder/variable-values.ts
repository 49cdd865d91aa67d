import { ownEntry } from "../../../collections/own-entry";
import { evaluateExpression } from "../../expressions/evaluate-expression";
import { parseExpression } from "../../expressions/parse-expression";
import type { TerraformExpression } from "../../expressions/terraform-expression";
import { derivedList, setValue, unifiedItems } from "../../expressions/terraform-list";
import {
  conditionOf,
  isNull,
  literalFromJson,
  mapOptions,
  mapValue,
  numberOfText,
  plainText,
  scalarValue,
  type TerraformValue,
  textValue,
  unknownValue,
} from "../../expressions/terraform-value";
import { emptyEvaluationScope } from "../../expressions/traversal";
import { blocksOf, isFalse, isTrue, type Json, type JsonObject } from "../../terraform-configuration";

/** Values of the variables of a module by name. A variable that is not there has an unknown value. */
export type VariableValues = ReadonlyMap<string, TerraformValue>;

/**
 * The values of a called module's variables: what the call passes or else the default, converted to the declared type. A
 * variable that the JSON does not declare is unknown, because its type is.
 */
export function calledModuleVariables(module: JsonObject, inputs: VariableValues): VariableValues {
  const values = declaredVariables(module).flatMap(([name, declaration]): [string, TerraformValue][] => {
    const input = inputs.get(name);
    const value = input === undefined || isReplacedByDefault(input, declaration) ? defaultValue(declaration) : input;
    return value === undefined ? [] : [[name, convertToDeclaredType(value, declaration)]];
  });
  return new Map(values);
}

/** Whether Terraform takes the default in place of null. An expression may turn out to be null, so its value counts as unknown then. */
function isReplacedByDefault(value: TerraformValue, { nullable }: JsonObject): boolean {
  return isNull(value) && isFalse(nullable);
}

/**
 * The values that files of variable definitions give to the variables of a root module. A secret counts as unknown.
 *
 * @param defaults whether a variable without a value has its default; otherwise it counts as unknown
 */
export function assignedVariables(
  declared: Json | undefined,
  values: JsonObject,
  { defaults }: { readonly defaults: boolean },
): VariableValues {
  return new Map(
    declaredVariables({ variable: declared ?? [] }).flatMap(([name, declaration]): [string, TerraformValue][] => {
      const { [name]: assigned } = values;
      const given = assigned === undefined ? undefined : literalFromJson(assigned);
      const isGiven = given !== undefined && !isReplacedByDefault(given, declaration);
      const value = isGiven ? given : defaults ? defaultValue(declaration) : undefined;
      return value === undefined || isTrue(declaration.sensitive)
        ? []
        : [[name, convertToDeclaredType(value, declaration)]];
    }),
  );
}

/** The `variable` blocks of a module by name. */
export function declaredVariables({ variable }: JsonObject): readonly (readonly [string, JsonObject])[] {
  return blocksOf(variable).flatMap((block) =>
    Object.entries(block).flatMap(([name, body]) => blocksOf(body).map((declaration) => [name, declaration] as const)),
  );
}

function defaultValue({ default: value }: JsonObject): TerraformValue | undefined {
  return value === undefined ? undefined : literalFromJson(value);
}

function convertToDeclaredType(value: TerraformValue, { type }: JsonObject): TerraformValue {
  const declared = typeof type === "string" ? parseExpression(type) : undefined;
  return type === undefined ? value : declared === undefined ? unknownValue : convertValue(value, declared);
}

/**
 * Converts a value to a type as Terraform does. The result is unknown where Terraform refuses the conversion or the type is not
 * known.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
function convertValue(value: TerraformValue, type: TerraformExpression): TerraformValue {
  const isOpen = value.kind === "unknown" || value.kind === "choice" || isReferenceText(value);
  if (isOpen || isNull(value)) {
    return value;
  }
  if (type.kind === "name") {
    return ownEntry(primitiveConversions, type.name)?.(value) ?? unknownValue;
  }
  const [argument] = type.kind === "call" ? type.arguments : [];
  if (type.kind !== "call" || argument === undefined) {
    return unknownValue;
  }
  return ownEntry(collectionConversions, type.name)?.(value, argument) ?? unknownValue;
}

/** Whether a value is a text with references, which may become anything. */
function isReferenceText(value: TerraformValue): boolean {
  return value.kind === "scalar" && typeof value.value === "string" && plainText(value) === undefined;
}

type Conversion = (value: TerraformValue) => TerraformValue;

const primitiveConversions: Readonly<Record<string, Conversion>> = {
  any: (value) => value,
  string: (value) => (value.kind === "scalar" ? textValue(value) : unknownValue),
  number: (value) => {
    const text = value.kind === "scalar" && typeof value.value !== "boolean" ? plainText(value) : undefined;
    const number = numberOfText(text ?? "");
    return number === undefined ? unknownValue : scalarValue(number);
  },
  bool: (value) => {
    const truth = conditionOf(value);
    return truth === undefined ? unknownValue : scalarValue(truth);
  },
};

const collectionConversions: Readonly<
  Record<string, (value: TerraformValue, argument: TerraformExpression) => TerraformValue>
> = {
  list: (value, type) => convertItems(value, type),
  set: (value, type) => {
    const converted = convertItems(value, type);
    return converted.kind === "list" ? setValue(converted.items) : converted;
  },
  map: (value, type) => {
    if (value.kind !== "map") {
      return unknownValue;
    }
    const keys = [...value.entries.keys()];
    const items = itemsOfOneType([...value.entries.values()], type);
    return items === undefined ? unknownValue : mapValue(keys.map((key, at) => [key, items[at] ?? unknownValue]));
  },
  object: (value, type) =>
    value.kind === "map" && type.kind === "object" ? convertObject(value.entries, type.entries) : unknownValue,
};

function convertItems(value: TerraformValue, type: TerraformExpression): TerraformValue {
  if (value.kind !== "list") {
    return unknownValue;
  }
  const items = itemsOfOneType(value.items, type);
  return items === undefined ? unknownValue : derivedList(items, value);
}

/** The members of a collection. `any` stands for one type that all of them have, to which Terraform converts each. */
function itemsOfOneType(
  items: readonly TerraformValue[],
  type: TerraformExpression,
): readonly TerraformValue[] | undefined {
  const converted = items.map((item) => convertValue(item, type));
  return mentionsAny(type) ? unifiedItems(converted) : converted;
}

function mentionsAny(type: TerraformExpression): boolean {
  switch (type.kind) {
    case "name":
      return type.name === "any";
    case "call":
      return type.arguments.some(mentionsAny);
    case "object":
      return type.entries.some(({ value }) => mentionsAny(value));
    default:
      return false;
  }
}

/**
 * Attributes that the type does not have are dropped. The default of an optional attribute takes the place of null, too, and may
 * have optional attributes itself.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/type-constraints#optional-object-type-attributes
 */
function convertObject(
  entries: ReadonlyMap<string, TerraformValue>,
  attributes: readonly { readonly key: TerraformExpression; readonly value: TerraformExpression }[],
): TerraformValue {
  const converted = attributes.map(({ key, value: type }): readonly [string | undefined, TerraformValue] => {
    const name = key.kind === "value" ? String(key.value) : undefined;
    const isOptional = type.kind === "call" && type.name === "optional";
    const [inner = type, fallback] = isOptional ? type.arguments : [];
    const given = (name === undefined ? undefined : entries.get(name)) ?? (isOptional ? nullValue : unknownValue);
    const value =
      fallback === undefined ? given : mapOptions(given, (option) => (isNull(option) ? constant(fallback) : option));
    return [name, convertValue(value, inner)];
  });
  return converted.every((entry): entry is readonly [string, TerraformValue] => entry[0] !== undefined)
    ? mapValue(converted)
    : unknownValue;
}

const nullValue = scalarValue(null);

/** The value of a default, in which Terraform accepts no names. */
function constant(expression: TerraformExpression): TerraformValue {
  return evaluateExpression(expression, emptyEvaluationScope);
}
