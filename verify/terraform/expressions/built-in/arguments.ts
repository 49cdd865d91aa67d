import type { TerraformList } from "../terraform-list";
import {
  escapeTemplate,
  numberOfText,
  plainText,
  refusedValue,
  scalarValue,
  type TerraformFunction,
  type TerraformValue,
  unknownValue,
} from "../terraform-value";

/** Whether a value is a list or a set. */
export function isList(value: TerraformValue | undefined): value is TerraformList {
  return value?.kind === "list";
}

/** Whether a value is a set. */
export function isSet(value: TerraformValue): boolean {
  return value.kind === "list" && value.isSet === true;
}

/** Whether a value is a map or an object. */
export function isMap(value: TerraformValue | undefined): value is TerraformValue & { readonly kind: "map" } {
  return value?.kind === "map";
}

/** A text in which `${` is text. */
export function stringValue(text: string): TerraformValue {
  return scalarValue(escapeTemplate(text));
}

/** A function of one list or set, which may have more arguments. */
export function listFunction(
  apply: (list: TerraformList, rest: readonly TerraformValue[]) => TerraformValue,
): TerraformFunction {
  return ([list, ...rest]) => (isList(list) ? apply(list, rest) : unknownValue);
}

/** A function of texts without references. Terraform refuses a list or a map in place of a text. */
export function textFunction(count: number, apply: (...texts: readonly string[]) => TerraformValue): TerraformFunction {
  return (args) => {
    const texts = args.map(plainText);
    if (args.some((arg) => isList(arg) || isMap(arg))) {
      return refusedValue;
    }
    return args.length === count && texts.every((text) => text !== undefined) ? apply(...texts) : unknownValue;
  };
}

/** Go and JavaScript agree on letter case, blanks and the length of texts within ASCII. */
export function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole range of ASCII is meant
  return /^[\u0000-\u007f]*$/.test(text);
}

/** In printable ASCII one character is one byte, and Go and JavaScript escape quotes and backslashes alike. */
export function isPrintableAscii(text: string): boolean {
  return /^[\u0020-\u007e]*$/.test(text);
}

/** A number, or a text that Terraform converts to one; `undefined` for anything else. */
export function numberOf(value: TerraformValue | undefined): number | undefined {
  const isBoolean = value?.kind === "scalar" && typeof value.value === "boolean";
  return value === undefined || isBoolean ? undefined : numberOfText(plainText(value) ?? "");
}

/** As {@link numberOf}, for whole numbers. */
export function integerOf(value: TerraformValue | undefined): number | undefined {
  const number = numberOf(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** The texts of a list without references; `undefined` for anything else. */
export function plainTexts(list: TerraformList): readonly string[] | undefined {
  const texts = list.items.map((item) =>
    item.kind === "scalar" && typeof item.value === "string" ? plainText(item) : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
