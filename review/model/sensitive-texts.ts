import { markedValues, writtenForms } from "../../verify/terraform/read/plan/sensitive-values";
import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  memberOf,
  objectOf,
} from "../../verify/terraform/terraform-configuration";

/** Replaces every sensitive value of a plan in a text. */
export type SensitiveTextMask = (text: string) => string;

/** What stands for a sensitive value. */
const hidden = "(hidden)";

/** A shorter text occurs in everything, for example `no`. */
const minimumLength = 4;

/** A part of a sensitive value from this length on is hidden, too: sentences show long values shortened. */
const fragmentLength = 20;

/**
 * A mask for everything that a plan or state marks as sensitive: arguments of resources on both sides and outside Terraform, outputs,
 * and variables. Providers copy sensitive values to places that they do not mark.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function sensitiveTextMask(plan: JsonObject): SensitiveTextMask {
  const texts = [...new Set(sensitiveTexts(plan).flatMap(formsOf))].filter((text) => text.length >= minimumLength);
  if (texts.length === 0) {
    return (text) => text;
  }
  // A longer text consists of fragments, which are hidden first, because a shorter text may be a part of it.
  const longestFirst = texts
    .filter((text) => text.length < fragmentLength)
    .toSorted((one, other) => other.length - one.length);
  const fragments = new Set(texts.flatMap(fragmentsOf));
  return (text) => longestFirst.reduce((masked, one) => masked.replaceAll(one, hidden), hideFragments(text, fragments));
}

/** A value of plain data with every text in it masked. Names of fields stay. */
export function maskTexts<Value>(value: Value, mask: SensitiveTextMask): Value {
  const masked = (inner: unknown): unknown => {
    if (typeof inner === "string") {
      return mask(inner);
    }
    if (Array.isArray(inner)) {
      return inner.map(masked);
    }
    return inner !== null && typeof inner === "object"
      ? Object.fromEntries(Object.entries(inner).map(([name, item]) => [name, masked(item)]))
      : inner;
  };
  return masked(value) as Value;
}

/** A longer value, such as a script, has a few forms only: each form of it takes as much memory as the value many times. */
const longValue = 2000;

/** A value and each of its lines, in every form in which a text may contain it. */
function formsOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const forms = text.length > longValue ? plainForms : writtenForms;
  return [...new Set([text, ...lines])].filter((line) => line.length >= minimumLength).flatMap(forms);
}

function plainForms(text: string): readonly string[] {
  return [text, JSON.stringify(text).slice(1, -1), Buffer.from(text, "utf8").toString("base64").replace(/=+$/, "")];
}

function fragmentsOf(text: string): readonly string[] {
  return Array.from({ length: Math.max(0, text.length - fragmentLength + 1) }, (_, start) =>
    text.slice(start, start + fragmentLength),
  );
}

function hideFragments(text: string, fragments: ReadonlySet<string>): string {
  let masked = "";
  let at = 0;
  while (at < text.length) {
    let end = at;
    for (let start = at; start <= end && fragments.has(text.slice(start, start + fragmentLength)); start += 1) {
      end = start + fragmentLength;
    }
    masked += end > at ? hidden : text.charAt(at);
    at = end > at ? end : at + 1;
  }
  return masked;
}

function sensitiveTexts(plan: JsonObject): readonly string[] {
  const changes = [plan.resource_changes, plan.resource_drift].flatMap((list) =>
    blocksOf(list).map(({ change }) => change),
  );
  const outputs = isJsonObject(plan.output_changes) ? Object.values(plan.output_changes) : [];
  const values = [plan.planned_values, objectOf(plan.prior_state).values, plan.values];
  return [
    ...[...changes, ...outputs].filter(isJsonObject).flatMap(textsOfChange),
    ...values.flatMap(textsOfValues),
    ...textsOfVariables(plan),
  ];
}

function textsOfChange({
  before,
  after,
  before_sensitive: marksBefore,
  after_sensitive: marksAfter,
}: JsonObject): readonly string[] {
  return [...markedTexts(before, marksBefore), ...markedTexts(after, marksAfter)];
}

/** Values of a state or of the planned result: outputs, and resources of every module. */
function textsOfValues(values: Json | undefined): readonly string[] {
  const { outputs, root_module: root } = objectOf(values);
  const outputTexts = Object.values(objectOf(outputs)).flatMap((output) => {
    const { value, sensitive } = objectOf(output);
    return sensitive === true ? textsOf(value) : [];
  });
  return [...outputTexts, ...textsOfModule(root)];
}

function textsOfModule(module: Json | undefined): readonly string[] {
  const { resources, child_modules: children } = objectOf(module);
  return [
    ...blocksOf(resources).flatMap(({ values, sensitive_values: marks }) => markedTexts(values, marks)),
    ...blocksOf(children).flatMap(textsOfModule),
  ];
}

function textsOfVariables({ variables, configuration }: JsonObject): readonly string[] {
  const declared = objectOf(objectOf(objectOf(configuration).root_module).variables);
  return Object.entries(objectOf(variables)).flatMap(([name, variable]) =>
    objectOf(memberOf(declared, name)).sensitive === true ? textsOf(objectOf(variable).value) : [],
  );
}

/** The texts of a value below `true` in the parallel tree of marks. */
function markedTexts(value: Json | undefined, marks: Json | undefined): readonly string[] {
  return markedValues(value ?? null, marks).flatMap(textsOf);
}

function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === "string" || typeof value === "number") {
    return [jsonText(value)];
  }
  return value !== null && typeof value === "object"
    ? Object.values(value).flatMap((inner: Json) => textsOf(inner))
    : [];
}
