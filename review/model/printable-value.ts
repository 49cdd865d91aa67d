import { isJsonObject, type Json, textsOf } from "../../verify/terraform/terraform-configuration";
import { addedAndRemoved, formatList } from "./review-difference";

/** Longest value in a sentence. */
const maximumValueLength = 60;

/** What stands for a value that must not be printed. */
const hiddenValue = "(hidden)";

/** Names of arguments and keys that may hold a secret. */
const secretName =
  /pass(?:word|wd|phrase)|secret|token|credential|private_?key|access_?key|api_?key|customer_key|encryption_key|external_id|client_key|key_material|_wo$/i;

/** Secrets by their form: a user with a password in an address, an access key, a private key. */
const secretTexts: readonly RegExp[] = [
  /(?<=:\/\/)[^/@\s]*:[^/@\s]*(?=@)/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----.*/gs,
];

/** Names of what identifies a secret, but is none. */
const identifierName = /(?:_arns?|_id|_name|_version|_type|_enabled)$/i;

/** Whether the last part of the path says that the value may be a secret. */
export function hasSecretName(path: string): boolean {
  const name = path.split(".").at(-1) ?? "";
  return secretName.test(name) && (!identifierName.test(name) || /external_id$/i.test(name));
}

/** A value for a sentence: short, and without what may be a secret. */
export function printableValue(path: string, value: Json | undefined): string {
  if (hasSecretName(path)) {
    return hiddenValue;
  }
  return shortened(printableText(value ?? null));
}

function printableText(value: Json): string {
  const json = withoutSecrets(value);
  return withoutSecretForms(typeof json === "string" ? json : JSON.stringify(json));
}

function shortened(text: string): string {
  return text.length > maximumValueLength ? `${text.slice(0, maximumValueLength)}...` : text;
}

/** Both values of a change, for a sentence. Where long values begin alike, the part from the difference on is shown. */
export function printablePair(
  path: string,
  before: Json | undefined,
  after: Json | undefined,
): readonly [before: string, after: string] {
  const [one, other] = [printableValue(path, before), printableValue(path, after)];
  if (one !== other || hasSecretName(path) || before === undefined || after === undefined) {
    return [one, other];
  }
  const [whole, changed] = [printableText(before), printableText(after)];
  const difference = [...whole].findIndex((character, index) => changed[index] !== character);
  const start = startOfWord(whole, Math.max(0, (difference < 0 ? whole.length : difference) - contextLength));
  // Texts that are equal differ in what is hidden: no part of them can show it.
  return whole === changed
    ? [one, other]
    : [`...${shortened(whole.slice(start))}`, `...${shortened(changed.slice(start))}`];
}

/**
 * What happens to a value that both sides have, behind the name of the argument: `changes from 1 to 2`. Of a list of texts, only the
 * items that come and go: `gains a and loses b`.
 */
export function valueChange(path: string, before: Json, after: Json): string {
  const [one, other] = [before, after].map(textsOf);
  const { added, removed } = addedAndRemoved(one ?? [], other ?? [], (item) => item);
  if (one === undefined || other === undefined || hasSecretName(path) || removed.length + added.length === 0) {
    return `changes from ${printablePair(path, before, after).join(" to ")}`;
  }
  const listed = (items: readonly string[]): string => formatList(items.map((item) => shortened(printableText(item))));
  return [
    ...(added.length === 0 ? [] : [`gains ${listed(added)}`]),
    ...(removed.length === 0 ? [] : [`loses ${listed(removed)}`]),
  ].join(" and ");
}

/** Characters before the first difference of two long values. */
const contextLength = 15;

/** The mask of sensitive values finds a text shorter than this only if it is whole. */
const shortTextLength = 20;

/** The quote before an offset, if it is near, so that the part begins with a whole text. */
function startOfWord(text: string, offset: number): number {
  const quote = text.lastIndexOf('"', offset);
  return quote >= 0 && quote > offset - shortTextLength ? quote : offset;
}

const secretWords = "(?:pass(?:word|wd|phrase)|secret|(?<!service)token|credential|private_?key|access_?key|api_?key)";

/** A secret that is assigned to a name or passed as an option, behind the part that may be printed. */
const secretLines: readonly RegExp[] = [
  new RegExp(`^(.*?[\\w-]*${secretWords}[\\w-]*["']?\\s*[:=]\\s*)[^\\s:=]`, "i"),
  new RegExp(`^(.*?\\s--?[\\w-]*${secretWords}[\\w-]*[ =])[^\\s-]`, "i"),
];

/** A line of a program without what may be a secret. */
export function printableLine(line: string): string {
  const [, start] = secretLines.map((form) => form.exec(line)).find((match) => match !== null) ?? [];
  return start === undefined ? withoutSecretForms(line) : `${start}${hiddenValue}`;
}

/** A text without what has the form of a secret. */
export function withoutSecretForms(text: string): string {
  return secretTexts.reduce((masked, form) => masked.replace(form, hiddenValue), text);
}

function withoutSecrets(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(withoutSecrets);
  }
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, hasSecretName(name) ? hiddenValue : withoutSecrets(inner)]),
      )
    : value;
}
