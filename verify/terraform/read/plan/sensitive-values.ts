import { containedTexts } from "../../../collections/contained-texts";
import { memoize } from "../../../collections/memoize";
import { hasTrueMark, isJsonObject, type Json, type JsonObject, mapTexts } from "../../terraform-configuration";

/** Replaces a sensitive value. */
export const sensitivePlaceholder = "(sensitive)";

/** Shorter texts, such as "443" or "true", are too common to be redacted by value. */
const minimumSecretLength = 5;

/**
 * Replaces what Terraform marks as sensitive.
 *
 * @param marks a tree of the same shape as the value, with `true` where the whole value is sensitive
 */
export function maskSensitive(value: Json, marks: Json | undefined): Json {
  if (marks === true) {
    return sensitivePlaceholder;
  }
  if (!hasTrueMark(marks)) {
    return value;
  }
  if (Array.isArray(value)) {
    const inner = Array.isArray(marks) ? marks : [];
    return value.map((item, index) => maskSensitive(item, inner[index]));
  }
  return isJsonObject(value) && isJsonObject(marks) ? maskSensitiveObject(value, marks) : value;
}

function maskSensitiveObject(value: JsonObject, marks: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, maskSensitive(item, marks[name])]));
}

/** Every text that is marked as sensitive. Providers copy such texts into attributes without a mark. */
export function sensitiveStrings(value: Json, marks: Json | undefined): readonly string[] {
  return markedValues(value, marks)
    .flatMap(collectStrings)
    .filter((text) => text.length >= minimumSecretLength);
}

/** The values at which the tree of marks has `true`. */
export function markedValues(value: Json, marks: Json | undefined): readonly Json[] {
  if (marks === true) {
    return [value];
  }
  if (!hasTrueMark(marks)) {
    return [];
  }
  if (Array.isArray(value) && Array.isArray(marks)) {
    return value.flatMap((item, index) => markedValues(item, marks[index]));
  }
  return isJsonObject(value) && isJsonObject(marks)
    ? Object.entries(value).flatMap(([name, item]) => markedValues(item, marks[name]))
    : [];
}

/** Replaces every occurrence of a secret, also inside longer texts, in JSON inside a text, and in base64. */
export function redactSecrets(value: Json, secrets: readonly string[]): Json {
  if (secrets.length === 0) {
    return value;
  }
  const formsIn = formsOf(secrets);
  return mapTexts(value, (text) => redactText(text, formsIn(text)));
}

/** The placeholders are put in last, so that a secret that is a part of the placeholder finds no text of ours. */
function redactText(text: string, forms: readonly string[]): string {
  return forms
    .reduce<readonly string[]>((parts, form) => parts.flatMap((part) => part.split(form)), [text])
    .join(sensitivePlaceholder);
}

/**
 * Finds the forms of secrets in a text. The longest comes first, so that a secret which contains another one is replaced as a whole. A plan
 * with thousands of parameters has as many secrets.
 */
const formsOf = memoize((secrets: readonly string[]) =>
  containedTexts([...new Set(secrets.flatMap(writtenForms))].sort((one, other) => other.length - one.length)),
);

/** A policy in a policy has a text that is escaped twice. */
const JSON_LEVELS = 2;

/** A text as it is, in JSON inside a text, and in base64: every form in which a longer text may contain it. */
export function writtenForms(secret: string): readonly string[] {
  const texts = [new Set([secret])];
  for (let level = 0; level < JSON_LEVELS; level++) {
    texts.push(new Set([...(texts.at(-1) ?? [])].flatMap(jsonForms)));
  }
  return [...new Set(texts.flatMap((level) => [...level]))].flatMap((text) => [text, ...base64Forms(text)]);
}

/**
 * A text inside a JSON string: as JavaScript writes it, and as Terraform's `jsonencode` does.
 *
 * @see https://developer.hashicorp.com/terraform/language/functions/jsonencode
 */
function jsonForms(text: string): readonly string[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  const asTerraform = escaped.replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return [escaped, asTerraform];
}

const BITS_OF_BYTE = 8;
const BITS_OF_DIGIT = 6;
const BYTES_OF_GROUP = 3;

/**
 * The base64 digits that a text alone decides, wherever a longer text contains it. They depend on the number of bytes in front
 * of it, modulo three.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4648#section-4
 */
function base64Forms(text: string): readonly string[] {
  const bytes = Buffer.from(text, "utf8");
  return Array.from({ length: BYTES_OF_GROUP }, (_none, before) => {
    const digits = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const first = Math.ceil((before * BITS_OF_BYTE) / BITS_OF_DIGIT);
    return digits.slice(first, Math.floor(((before + bytes.length) * BITS_OF_BYTE) / BITS_OF_DIGIT));
  }).flatMap((digits) => [digits, digits.replaceAll("+", "-").replaceAll("/", "_")]);
}

function collectStrings(value: Json): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap((item) => collectStrings(item as Json))
    : [];
}
