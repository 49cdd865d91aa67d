import { createHash } from "node:crypto";
import { jsonEscape } from "../../json-escape";
import { isJsonObject, type Json, parsedJson } from "../../terraform-configuration";
import { formatReference, parseTemplate } from "../template";
import {
  escapeTemplate,
  listValue,
  literalFromJson,
  mapValue,
  refusedValue,
  scalarValue,
  type TerraformFunction,
  unknownValue,
  valueToJson,
} from "../terraform-value";
import { stringValue, textFunction } from "./arguments";

/** A hash of the bytes of a text in UTF-8. */
function hashFunction(algorithm: string, encoding: "hex" | "base64"): TerraformFunction {
  return textFunction(1, (text = "") => scalarValue(createHash(algorithm).update(text).digest(encoding)));
}

/** The rows of a table without quotes, by the names in its first line. */
function csvRows(text: string): readonly (readonly (readonly [string, string])[])[] | undefined {
  const [head, ...rows] = text
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map((line) => line.split(","));
  const isTable = head !== undefined && rows.every(({ length }) => length === head.length);
  return !isTable || text.includes('"') ? undefined : rows.map((row) => row.map((cell, i) => [head[i] ?? "", cell]));
}

/** Functions that encode, decode and hash, as Terraform documents them. */
export const encodingFunctions: Readonly<Record<string, TerraformFunction>> = {
  base64encode: textFunction(1, (text = "") => scalarValue(Buffer.from(text).toString("base64"))),
  base64decode: textFunction(1, (text = "") => {
    const bytes = Buffer.from(text, "base64");
    const isUtf8 = bytes.toString("base64") === text && Buffer.from(bytes.toString("utf8")).equals(bytes);
    return isUtf8 ? stringValue(bytes.toString("utf8")) : unknownValue;
  }),
  md5: hashFunction("md5", "hex"),
  sha1: hashFunction("sha1", "hex"),
  sha256: hashFunction("sha256", "hex"),
  sha512: hashFunction("sha512", "hex"),
  base64sha256: hashFunction("sha256", "base64"),
  base64sha512: hashFunction("sha512", "base64"),
  urlencode: textFunction(1, (text = "") => {
    const encoded = encodeURIComponent(text).replaceAll(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
    return scalarValue(encoded.replaceAll("%20", "+"));
  }),
  csvdecode: textFunction(1, (text = "") => {
    const rows = csvRows(text);
    return rows === undefined
      ? unknownValue
      : listValue(rows.map((row) => mapValue(row.map(([name, cell]) => [name, stringValue(cell)]))));
  }),
  jsondecode: textFunction(1, (text = "") => {
    const json = parsedJson(text);
    // Numbers with more digits than JavaScript keeps, halves of characters, and names that look like references.
    if (/[\d.]{16}|\\u[dD][89a-fA-F]|\d[eE][+-]?\d|[$%]\{[^"]*"\s*:/.test(text)) {
      return unknownValue;
    }
    return json === undefined ? refusedValue : literalFromJson(json);
  }),
  jsonencode: ([value = unknownValue]) => {
    const json = valueToJson(value);
    return json === undefined ? unknownValue : scalarValue(encodeJson(withSortedKeys(json), encodedExpression));
  },
};

function withSortedKeys(json: Json): Json {
  if (Array.isArray(json)) {
    return json.map(withSortedKeys);
  }
  return isJsonObject(json)
    ? Object.fromEntries(
        Object.entries(json)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, value]) => [key, withSortedKeys(value)]),
      )
    : json;
}

/** Terraform's `jsonencode` writes these characters as escapes. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[<>&\u2028\u2029]/g, jsonEscape);
}

/** An expression alone may have a value of any type, and no quotes belong around it then. */
function encodedExpression(text: string): string {
  return `\${jsonencode(${text})}`;
}

/**
 * JSON text with readable references: quotes inside `${...}` are not escaped.
 *
 * @param alone the text for a string that is one expression. @default - a string
 */
export function encodeJson(json: Json, alone?: (expression: string) => string): string {
  return JSON.stringify(json).replaceAll(/"(?:[^"\\]|\\.)*"/g, (quoted) => {
    const parts = parseTemplate(JSON.parse(quoted) as string);
    const [only, ...others] = parts;
    if (alone !== undefined && only?.kind === "expression" && others.length === 0) {
      return alone(only.text);
    }
    const inner = parts.map((part) =>
      part.kind === "literal"
        ? escapeTemplate(escapeHtml(JSON.stringify(part.text).slice(1, -1)))
        : `\${${part.kind === "reference" ? formatReference(part) : part.text}}`,
    );
    return `"${inner.join("")}"`;
  });
}
