import { cidrSubnet, parseCidr } from "../../../ip/cidr";
import type { Json } from "../terraform-configuration";
import { formatReference, parseTemplate } from "./template";
import {
  escapeTemplate,
  hasKnownOrder,
  listValue,
  plainText,
  scalarValue,
  type TerraformFunction,
  type TerraformValue,
  unknownValue,
  valueFromJson,
  valueToJson,
} from "./terraform-value";

function stringFunction(apply: (text: string) => TerraformValue): TerraformFunction {
  return ([value]) => {
    const text = value === undefined ? undefined : plainText(value);
    return text === undefined ? unknownValue : apply(text);
  };
}

const stringValue = (value: string): TerraformValue => scalarValue(escapeTemplate(value));

/** Functions over strings and addresses, as Terraform documents them. */
export const stringFunctions: Readonly<Record<string, TerraformFunction>> = {
  tostring: ([value = unknownValue]) =>
    value.kind === "scalar" && value.value !== null ? scalarValue(String(value.value)) : value,
  tonumber: stringFunction((digits) => (Number.isFinite(Number(digits)) ? scalarValue(Number(digits)) : unknownValue)),
  tobool: stringFunction((word) => (word === "true" || word === "false" ? scalarValue(word === "true") : unknownValue)),
  lower: stringFunction((value) => stringValue(value.toLowerCase())),
  upper: stringFunction((value) => stringValue(value.toUpperCase())),
  trimspace: stringFunction((value) => stringValue(value.trim())),
  jsondecode: stringFunction((value) => valueFromJson(JSON.parse(value) as Json)),
  jsonencode: ([value = unknownValue]) => {
    const json = valueToJson(value);
    return json === undefined ? unknownValue : scalarValue(encodeJson(json));
  },
  join: ([separator, ...lists]) => {
    const between = separator === undefined ? undefined : plainText(separator);
    const items = lists.flatMap((list) => (list.kind === "list" && hasKnownOrder(list) ? list.items : [unknownValue]));
    const texts = items.map((item) => (item.kind === "scalar" && item.value !== null ? String(item.value) : undefined));
    return between !== undefined && texts.every((item) => item !== undefined)
      ? scalarValue(texts.join(escapeTemplate(between)))
      : unknownValue;
  },
  split: ([separator, value]) => {
    const between = separator === undefined ? undefined : plainText(separator);
    const whole = value === undefined ? undefined : plainText(value);
    return between === undefined || whole === undefined
      ? unknownValue
      : listValue(whole.split(between).map(stringValue));
  },
  format: ([pattern, ...args]) => {
    const form = pattern === undefined ? undefined : plainText(pattern);
    return form === undefined ? unknownValue : formatString(form, args);
  },
  cidrsubnet: ([block, newBits, number]) => {
    const cidr = parseCidr((block && plainText(block)) ?? "");
    const [bits, position] = [newBits, number].map((value) => Number((value && plainText(value)) ?? Number.NaN));
    const subnet = cidr && isNumber(bits) && isNumber(position) ? cidrSubnet(cidr, bits, position) : undefined;
    return subnet === undefined ? unknownValue : scalarValue(subnet);
  },
};

/** Terraform's `format` for `%s`, `%d` and `%%`; with any other verb, the result is unknown. */
function formatString(form: string, args: readonly TerraformValue[]): TerraformValue {
  const pieces = form.split(/(%.)/);
  const rest = [...args];
  const texts = pieces.map((piece) => {
    if (!piece.startsWith("%")) {
      return escapeTemplate(piece);
    }
    if (piece === "%%") {
      return "%";
    }
    const arg = piece === "%s" || piece === "%d" ? rest.shift() : undefined;
    return arg?.kind === "scalar" && arg.value !== null ? String(arg.value) : undefined;
  });
  return texts.every((piece) => piece !== undefined) ? scalarValue(texts.join("")) : unknownValue;
}

function isNumber(value: number | undefined): value is number {
  return Number.isInteger(value);
}

/** Terraform's `jsonencode` writes these characters as escapes. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[<>&\u2028\u2029]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** JSON text with readable references: quotes inside `${...}` are not escaped. */
function encodeJson(json: Json): string {
  return JSON.stringify(json).replaceAll(/"(?:[^"\\]|\\.)*"/g, (quoted) => {
    const parts = parseTemplate(JSON.parse(quoted) as string);
    const inner = parts.map((part) =>
      part.kind === "literal"
        ? escapeTemplate(escapeHtml(JSON.stringify(part.text).slice(1, -1)))
        : `\${${part.kind === "reference" ? formatReference(part) : part.text}}`,
    );
    return `"${inner.join("")}"`;
  });
}
