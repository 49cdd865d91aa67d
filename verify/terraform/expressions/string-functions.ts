import { createHash } from "node:crypto";
import { cidrSubnet, parseCidr } from "../../../ip/cidr";
import { jsonEscape } from "../json-escape";
import type { Json } from "../terraform-configuration";
import { formatReference, parseTemplate } from "./template";
import {
  conditionOf,
  escapeTemplate,
  listValue,
  literalFromJson,
  numberOfText,
  orderedList,
  plainText,
  scalarText,
  scalarValue,
  type TerraformFunction,
  type TerraformValue,
  textValue,
  unknownValue,
  valueToJson,
} from "./terraform-value";

function stringFunction(apply: (text: string) => TerraformValue): TerraformFunction {
  return ([value]) => {
    const text = value === undefined ? undefined : plainText(value);
    return text === undefined ? unknownValue : apply(text);
  };
}

/** Go and JavaScript agree on letter case and blanks within ASCII. */
function asciiFunction(apply: (text: string) => string): TerraformFunction {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole range of ASCII is meant
  return stringFunction((text) => (/^[\u0000-\u007f]*$/.test(text) ? stringValue(apply(text)) : unknownValue));
}

const stringValue = (value: string): TerraformValue => scalarValue(escapeTemplate(value));

/** Functions over strings and addresses, as Terraform documents them. */
export const stringFunctions: Readonly<Record<string, TerraformFunction>> = {
  tostring: ([value = unknownValue]) => textValue(value),
  tonumber: stringFunction((digits) => {
    const number = numberOfText(digits);
    return number === undefined ? unknownValue : scalarValue(number);
  }),
  tobool: ([value = unknownValue]) => {
    const truth = conditionOf(value);
    return truth === undefined ? unknownValue : scalarValue(truth);
  },
  lower: asciiFunction((value) => value.toLowerCase()),
  upper: asciiFunction((value) => value.toUpperCase()),
  trimspace: asciiFunction((value) => value.trim()),
  jsondecode: stringFunction((value) => literalFromJson(JSON.parse(value) as Json)),
  jsonencode: ([value = unknownValue]) => {
    const json = valueToJson(value);
    return json === undefined ? unknownValue : scalarValue(encodeJson(json));
  },
  join: ([separator, ...lists]) => {
    const between = separator === undefined ? undefined : plainText(separator);
    const items = lists.flatMap((list) =>
      list.kind === "list" && orderedList(list).ordered ? list.items : [unknownValue],
    );
    const texts = items.map((item) =>
      item.kind === "scalar" && item.value !== null ? scalarText(item.value) : undefined,
    );
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
  substr: ([value, from, count]) => {
    const text = value === undefined ? undefined : plainText(value);
    const [offset, length] = [from, count].map(wholeNumber);
    const isInside = text !== undefined && offset !== undefined && Math.abs(offset) <= text.length;
    if (!isInside || length === undefined || length < -1 || !/^[\u0020-\u007e]*$/.test(text)) {
      return unknownValue;
    }
    const rest = text.slice(offset);
    return stringValue(length === -1 ? rest : rest.slice(0, length));
  },
  sha256: stringFunction((text) => stringValue(createHash("sha256").update(text).digest("hex"))),
  base64encode: stringFunction((text) => stringValue(Buffer.from(text).toString("base64"))),
  parseint: ([value, radix]) => {
    const digits = (value && plainText(value)) ?? "";
    const number =
      wholeNumber(radix) === 16 && /^[0-9A-Fa-f]{1,12}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
    return number === undefined ? unknownValue : scalarValue(number);
  },
  pow: ([base, exponent]) => {
    const [from, to] = [base, exponent].map(wholeNumber);
    const power = from !== undefined && to !== undefined && to >= 0 ? from ** to : Number.NaN;
    return Number.isSafeInteger(power) ? scalarValue(power) : unknownValue;
  },
  cidrsubnet: ([block, newBits, number]) => {
    const cidr = parseCidr((block && plainText(block)) ?? "");
    const [bits, position] = [newBits, number].map((value) => numberOfText((value && plainText(value)) ?? ""));
    const subnet = cidr && isNumber(bits) && isNumber(position) ? cidrSubnet(cidr, bits, position) : undefined;
    return subnet === undefined ? unknownValue : scalarValue(subnet);
  },
};

function wholeNumber(value: TerraformValue | undefined): number | undefined {
  const number = numberOfText((value && plainText(value)) ?? "");
  return isNumber(number) ? number : undefined;
}

/** Terraform's `format` for `%s`, `%d`, `%05d` and `%%`; with any other verb, the result is unknown. */
function formatString(form: string, args: readonly TerraformValue[]): TerraformValue {
  const pieces = form.split(/(%0\dd|%.)/);
  const rest = [...args];
  const texts = pieces.map((piece) => {
    if (!piece.startsWith("%")) {
      return escapeTemplate(piece);
    }
    if (piece === "%%") {
      return "%";
    }
    const width = /^%0(\d)d$/.exec(piece)?.[1];
    if (width !== undefined) {
      const number = wholeNumber(rest.shift());
      return number === undefined || number < 0 ? undefined : String(number).padStart(Number(width), "0");
    }
    const arg = piece === "%s" || piece === "%d" ? rest.shift() : undefined;
    return arg?.kind === "scalar" && arg.value !== null ? scalarText(arg.value) : undefined;
  });
  return texts.every((piece) => piece !== undefined) ? scalarValue(texts.join("")) : unknownValue;
}

function isNumber(value: number | undefined): value is number {
  return Number.isInteger(value);
}

/** Terraform's `jsonencode` writes these characters as escapes. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[<>&\u2028\u2029]/g, jsonEscape);
}

/** JSON text with readable references: quotes inside `${...}` are not escaped. */
export function encodeJson(json: Json): string {
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
