import { memoizeByText } from "../../collections/memoize";
import { endOfInterpolation } from "./tokenize";

/**
 * One part of a Terraform string: `"arn:${data.aws_partition.p.partition}:s3"` is a literal, a reference and a literal.
 *
 * An `expression` is an interpolation that is more than a reference, or a directive (`%{ if ... }`). If a model cannot evaluate
 * one, the claim that depends on it is undecided.
 */
export type TemplatePart =
  | { readonly kind: "literal"; readonly text: string }
  | Reference
  | { readonly kind: "expression"; readonly text: string };

/** `${aws_subnet.studio["a"].id}`: `address` is `aws_subnet.studio["a"]`, `attribute` is `id`. */
export interface Reference {
  readonly kind: "reference";
  /** As in `Resource.address`. */
  readonly address: string;
  /** The rest of the path, with its inner dots and indexes; empty for the whole resource. */
  readonly attribute: string;
}

/**
 * The start of the address of a data source inside its module, as a pattern: not the name of a module, as in `module.data.aws_vpc.this`.
 */
export const dataSourceStart = String.raw`(?<!(?:^|[^.\w-])(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*module\.)\bdata\.`;

const referenceSource = [
  String.raw`(?<address>(?:module\.[\w-]+(?:\[(?:\d+|"[^"]*")\])?\.)*`,
  String.raw`(?:data\.[a-z][\w-]*|(?!data\.)[a-z][a-z0-9]*_[\w-]*)\.[\w-]+(?:\[(?:\d+|"[^"]*")\])?)`,
  String.raw`(?<attribute>(?:\.[\w-]+|\[(?:\d+|"[^"]*")\])*)`,
].join("");

const referencePattern = new RegExp(`^${referenceSource}$`);

const referenceInside = new RegExp(String.raw`(?<![\w.])${referenceSource}`, "g");

/**
 * Splits a Terraform string into its parts. Escapes (`$${`, `%%{`) become literal text; adjacent literals are merged.
 * A text with an unclosed interpolation is one expression.
 */
export function parseTemplate(text: string): readonly TemplatePart[] {
  return text.includes("{") ? partsOfTemplate(text) : literalParts(text);
}

/** Instances of one resource have equal templates, and each model reads them. */
const mostTemplatesKept = 2_000;

const partsOfTemplate = memoizeByText(splitTemplate, mostTemplatesKept);

function splitTemplate(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let literal = "";
  let at = 0;
  const opener = /\$\$\{|%%\{|\$\{|%\{/g;
  for (let match = opener.exec(text); match !== null; match = opener.exec(text)) {
    literal += text.slice(at, match.index);
    at = opener.lastIndex;
    if (match[0].length === 3) {
      literal += match[0].slice(1);
      continue;
    }
    const end = endOfInterpolation(text, at);
    if (end === undefined || trimsBlanks(literal, text, at, end)) {
      return [{ kind: "expression", text }];
    }
    parts.push(...literalParts(literal), parseInterpolation(match[0], text.slice(at, end)));
    literal = "";
    at = end + 1;
    opener.lastIndex = at;
  }
  return [...parts, ...literalParts(literal + text.slice(at))];
}

/** Whether a strip marker removes blanks of the text around an interpolation: `a ${~ b ~} c`. */
function trimsBlanks(before: string, text: string, start: number, end: number): boolean {
  return (
    (text.charAt(start) === "~" && /\s$/.test(before)) ||
    (text.charAt(end - 1) === "~" && /\s/.test(text.charAt(end + 1)))
  );
}

/** The reference that makes up the whole text; `undefined` when the text is anything else. */
export function singleReference(text: string): Reference | undefined {
  return text.startsWith("${") && text.endsWith("}") ? parseReference(text.slice(2, -1)) : undefined;
}

/** Addresses of the plain references in the text, in order and without duplicates. */
export function referencedAddresses(text: string): readonly string[] {
  const addresses = parseTemplate(text).flatMap((part) => (part.kind === "reference" ? [part.address] : []));
  return [...new Set(addresses)];
}

/** Reads a reference without braces, such as `aws_vpc.x.id`. */
export function parseReference(text: string): Reference | undefined {
  const match = referencePattern.exec(text.trim());
  return match === null ? undefined : referenceOf(match);
}

function referenceOf({ groups: { address = "", attribute = "" } = {} }: RegExpExecArray): Reference {
  return { kind: "reference", address, attribute: attribute.startsWith(".") ? attribute.slice(1) : attribute };
}

/**
 * The references in an expression that is not evaluated. One ends before an index that is no literal: `aws_subnet.s[each.key].id` refers to
 * `aws_subnet.s`, which is every instance, and to any of its attributes.
 */
export function referencesInExpression(text: string): readonly Reference[] {
  return [...text.matchAll(referenceInside)].map(referenceOf);
}

/** The references of a text, also those inside longer expressions, as {@link referencesInExpression} finds them. */
export function referencesInText(text: string): readonly Reference[] {
  return parseTemplate(text).flatMap((part) =>
    part.kind === "reference" ? [part] : part.kind === "expression" ? referencesInExpression(part.text) : [],
  );
}

/** The reference as Terraform writes it, without braces. */
export function formatReference({ address, attribute }: Pick<Reference, "address" | "attribute">): string {
  return attribute === "" || attribute.startsWith("[") ? `${address}${attribute}` : `${address}.${attribute}`;
}

function literalParts(text: string): readonly TemplatePart[] {
  return text === "" ? [] : [{ kind: "literal", text }];
}

function parseInterpolation(opener: string, inner: string): TemplatePart {
  if (opener === "%{") {
    return { kind: "expression", text: `%{${inner}}` };
  }
  // `${~ x ~}` only trims the whitespace around it.
  const text = (inner.includes("~") ? inner.replace(/^~/, "").replace(/~$/, "") : inner).trim();
  return parseReference(text) ?? { kind: "expression", text };
}

/** The text of an expression for people, without the mark of an expression of a called module that was not resolved. */
export function describeExpression(text: string): string {
  const [, quoted] = /^unread\((".*")\)$/s.exec(text) ?? [];
  if (quoted === undefined) {
    return text;
  }
  try {
    const inner = String(JSON.parse(quoted)).replaceAll("$${", () => "${");
    return describeExpression(inner.replace(/^\$\{(.*)\}$/s, "$1"));
  } catch {
    return text;
  }
}
