import { parseCidr, subnetOf } from "../../ip/cidr";
import type { Json } from "../configuration";
import { parseTemplate, printReference } from "./template";
import type { TerraformFunction } from "./terraform-functions";
import { escapeTemplate, fromJson, listOf, plainText, scalar, toJson, unknown, type Value } from "./value";

function onText(apply: (text: string) => Value): TerraformFunction {
  return ([value]) => {
    const text = value === undefined ? undefined : plainText(value);
    return text === undefined ? unknown : apply(text);
  };
}

const text = (value: string): Value => scalar(escapeTemplate(value));

/** Functions over strings and addresses, as Terraform documents them. */
export const textFunctions: Readonly<Record<string, TerraformFunction>> = {
  tostring: ([value = unknown]) =>
    value.kind === "scalar" && value.value !== null ? scalar(String(value.value)) : value,
  tonumber: onText((digits) => (Number.isFinite(Number(digits)) ? scalar(Number(digits)) : unknown)),
  tobool: onText((word) => (word === "true" || word === "false" ? scalar(word === "true") : unknown)),
  lower: onText((value) => text(value.toLowerCase())),
  upper: onText((value) => text(value.toUpperCase())),
  trimspace: onText((value) => text(value.trim())),
  jsondecode: onText((value) => fromJson(JSON.parse(value) as Json)),
  jsonencode: ([value = unknown]) => {
    const json = toJson(value);
    return json === undefined ? unknown : scalar(encodeJson(json));
  },
  join: ([separator, ...lists]) => {
    const between = separator === undefined ? undefined : plainText(separator);
    const items = lists.flatMap((list) => (list.kind === "list" && list.ordered ? list.items : [unknown]));
    const texts = items.map((item) => (item.kind === "scalar" && item.value !== null ? String(item.value) : undefined));
    return between !== undefined && texts.every((item) => item !== undefined)
      ? scalar(texts.join(escapeTemplate(between)))
      : unknown;
  },
  split: ([separator, value]) => {
    const between = separator === undefined ? undefined : plainText(separator);
    const whole = value === undefined ? undefined : plainText(value);
    return between === undefined || whole === undefined ? unknown : listOf(whole.split(between).map(text));
  },
  format: ([pattern, ...args]) => {
    const form = pattern === undefined ? undefined : plainText(pattern);
    return form === undefined ? unknown : formatted(form, args);
  },
  cidrsubnet: ([block, newBits, number]) => {
    const cidr = parseCidr((block && plainText(block)) ?? "");
    const [bits, position] = [newBits, number].map((value) => Number((value && plainText(value)) ?? Number.NaN));
    const subnet = cidr && bits !== undefined && position !== undefined ? subnetOf(cidr, bits, position) : undefined;
    return subnet === undefined ? unknown : scalar(subnet);
  },
};

/** `%s` and `%d` alone; any other verb leaves the value unknown. */
function formatted(form: string, args: readonly Value[]): Value {
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
  return texts.every((piece) => piece !== undefined) ? scalar(texts.join("")) : unknown;
}

/** JSON text in which references stay readable: quotes inside `${...}` are not escaped. */
function encodeJson(json: Json): string {
  return JSON.stringify(json).replaceAll(/"(?:[^"\\]|\\.)*"/g, (quoted) => {
    const parts = parseTemplate(JSON.parse(quoted) as string);
    const inner = parts.map((part) =>
      part.kind === "literal"
        ? escapeTemplate(JSON.stringify(part.text).slice(1, -1))
        : `\${${part.kind === "reference" ? printReference(part) : part.text}}`,
    );
    return `"${inner.join("")}"`;
  });
}
