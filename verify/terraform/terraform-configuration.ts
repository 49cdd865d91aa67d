import { groupBy } from "../collections/group-by";
import { memoize } from "../collections/memoize";
import { ownEntry } from "../collections/own-entry";

/** Parsed JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/**
 * One resource or data source in the normal form, which every model reads. `values` are as in `cdk.tf.json`: literals, or strings
 * with `${type.name.attribute}` references. The readers of plans and states convert to this form, so that a known ID of another
 * resource becomes a reference to it.
 */
export interface Resource {
  /** As Terraform prints it: `aws_vpc.network_vpc`, `data.aws_region.account_region`, `module.studio.aws_vpc.x["a"]`. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly values: JsonObject;
  /** Whether its `count` or `for_each` is unknown, so that it represents any number of instances, or none. @default - it is one */
  readonly isNumberUnknown?: true;
}

/** Everything that `verify` knows about one Terraform configuration, plan or state. */
export interface TerraformConfiguration {
  /** Name of the file in messages. */
  readonly source: string;
  readonly form: "synthesized" | "plan" | "state";
  readonly resources: readonly Resource[];
  /** Values of the outputs by name, in the normal form. */
  readonly outputs: JsonObject;
  /** Region of the default AWS provider. @default - not known */
  readonly region?: string;
  /** The arguments of the default AWS provider that decide the account, as one text. @default - not known */
  readonly credentials?: string;
  /** Where Terraform keeps the state of the root module. @default - not known */
  readonly stateLocation?: string;
  /** Data sources with their arguments as written. @default - a state, which has only what they found */
  readonly lookups?: readonly Resource[];
  /** For a plan: addresses of data sources without values in the plan, which are read as they are written. @default - none */
  readonly unanswered?: readonly string[];
  /** The root module together with those that are joined with it; its claims are decided over both. @default - alone, or joined by the IDs of a state */
  readonly together?: TerraformConfiguration;
  /** The root modules that are joined with it, other than by the IDs of a state. @default - none */
  readonly joined?: readonly JoinedName[];
  /** Accounts of the root modules in the configuration, as ARNs of their resources name them. @default - not known */
  readonly accounts?: readonly string[];
  /** Default tags of the AWS providers, one entry for each provider that has some. @default - none */
  readonly defaultTags?: readonly Json[];
  /** Parts that could not be read; their content may violate any claim. @default - none */
  readonly unreadParts?: readonly UnreadPart[];
  /** Names of required variables of the root module without a value; expressions that use them are unknown. @default - none, or not known */
  readonly unsetVariables?: readonly string[];
  /** Arguments whose expression the plan does not hold: their values are guessed from its references. @default - none */
  readonly guesses?: readonly Guess[];
}

/** A root module that is joined with another one. */
export interface JoinedName {
  readonly name: string;
  /** The path of its Terraform JSON. */
  readonly source: string;
}

/** An argument of a resource whose expression the plan does not hold. */
export interface Guess {
  readonly address: string;
  readonly type: string;
  readonly argument: string;
}

/** A part of the configuration that could not be read, such as a module without its files. */
export interface UnreadPart {
  readonly address: string;
  /** What is not known, as a sentence that starts with the address. */
  readonly text: string;
  /** The type of the resource, where the part affects at most the topics of that type. @default - it affects all claims */
  readonly type?: string;
  /**
   * Whether models read the resource and only its effects are not judged, so that it affects only the topics of its type.
   * @default - its arguments may be unknown, too
   */
  readonly isRead?: true;
  /**
   * For a `cloud` block: the organization of HCP Terraform that it names, as `HOST/ORGANIZATION`. A posture can declare it.
   * @default - another part
   */
  readonly organization?: string;
  /** For a resource of another account: the account. A posture can declare it. @default - another part */
  readonly account?: string;
  /** Whether the changes of a plan report the same part, for the side of the plan that has it. @default - only the source reports it */
  readonly isInChanges?: true;
  /** For a program that Terraform runs: the type of the resource whose provisioner it is. A posture can declare it harmless. @default - another part */
  readonly provisionerOf?: string;
  /** Names of dynamic blocks whose number depends on unknown expressions; a plan may have the number. @default - another part */
  readonly dynamicBlocks?: readonly string[];
}

/** Managed resources of one Terraform type. */
export function resourcesOfType({ resources }: TerraformConfiguration, type: string): readonly Resource[] {
  return managedByType(resources).get(type) ?? [];
}

const managedByType = memoize((resources: readonly Resource[]) =>
  groupBy(
    resources.filter(({ mode }) => mode === "managed"),
    ({ type }) => type,
  ),
);

/** Whether the value, as `JSON.parse` returns it, is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value if it is an object, and an empty object in place of any other value. */
export function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/**
 * A value as text, as Terraform writes texts, numbers and booleans; an object as JSON. `String` throws for an object that has a member
 * `toString`, which a file may write.
 */
export function jsonText(value: Json | undefined): string {
  if (Array.isArray(value)) {
    return value.map((item) => (item === null ? "" : jsonText(item))).join();
  }
  return isJsonObject(value) ? JSON.stringify(value) : String(value);
}

/** Whether a switch is on. Terraform converts the text `"true"` to the boolean. */
export function isTrue(value: Json | undefined): boolean {
  return value === true || value === "true";
}

/** Whether a switch is explicitly off, as a boolean or as a text. A switch that is left out is not. */
export function isFalse(value: Json | undefined): boolean {
  return value === false || value === "false";
}

/** The own member of an object, or `undefined`. The name may come from a file, such as `toString` or `constructor`. */
export function memberOf(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) ? ownEntry(value, name) : undefined;
}

/** Levels of lists and objects in a text; no document of AWS has as many. */
const MOST_LEVELS = 500;

/** The value that a text has as JSON; `undefined` if it is no JSON, or one so deep that no function that follows it down would return. */
export function parsedJson(text: string): Json | undefined {
  if (isDeeperThan(text, MOST_LEVELS)) {
    return undefined;
  }
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Whether lists and objects in a text are within more than so many others. Of a text that is no JSON, the answer means nothing. */
function isDeeperThan(text: string, levels: number): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isQuoted) {
      at += character === "\\" ? 1 : 0;
      isQuoted = character !== '"';
    } else if (character === '"') {
      isQuoted = true;
    } else if (character === "[" || character === "{") {
      depth += 1;
    } else if (character === "]" || character === "}") {
      depth -= 1;
    }
    if (depth > levels) {
      return true;
    }
  }
  return false;
}

/** The JSON object or list that a text holds; `undefined` for any other value. */
export function documentIn(value: Json | undefined): Json | undefined {
  return typeof value === "string" && /^\s*[[{]/.test(value) ? parsedJson(value) : undefined;
}

/** A text for comparisons: equal for JSON texts that differ only in white space, such as two formats of one policy. */
export function comparableText(value: Json | undefined): string {
  return JSON.stringify(documentIn(value) ?? value ?? null);
}

/** A list of texts; `undefined` for any other value. */
export function textsOf(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

/**
 * Replaces each text in a value, at any depth, but not the names of members. Returns the same object if no text changes.
 *
 * @param map receives the text and the name of its member, or no name for an item of a list
 */
export function mapTexts(value: JsonObject, map: TextMap): JsonObject;
export function mapTexts(value: Json, map: TextMap, name?: string): Json;
export function mapTexts(value: Json, map: TextMap, name?: string): Json {
  if (typeof value === "string") {
    return map(value, name);
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => mapTexts(item, map));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  return isJsonObject(value) ? mapMembers(value, (item, member) => mapTexts(item, map, member)) : value;
}

type TextMap = (text: string, name?: string) => Json;

/** Replaces each member of an object, or removes it where `map` returns `undefined`. Returns the same object if none changes. */
export function mapMembers(values: JsonObject, map: (value: Json, name: string) => Json | undefined): JsonObject {
  let isSame = true;
  const entries: [string, Json][] = [];
  for (const [name, value] of Object.entries(values)) {
    const mapped = map(value, name);
    isSame &&= mapped === value;
    if (mapped !== undefined) {
      entries.push([name, mapped]);
    }
  }
  return isSame ? values : Object.fromEntries(entries);
}

/** Each text in a value, at any depth, without the names of members. */
export function textsWithin(value: Json | undefined): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  const items = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return items.flatMap(textsWithin);
}

/** Removes null members at any depth: for Terraform, null means omitted. */
export function withoutNulls(value: JsonObject): JsonObject;
export function withoutNulls(value: Json): Json;
export function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map((item) => withoutNulls(item));
  }
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, item]) => (isAbsent(item) ? [] : [[name, withoutNulls(item)]])),
      )
    : value;
}

/** Whether a value is a text that contains an expression, so that the text is unknown. */
export function isExpressionText(value: unknown): boolean {
  return typeof value === "string" && value.includes("${");
}

/** Whether an argument is absent: for Terraform, null means omitted. */
export function isAbsent(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

/** Whether an argument has a value: Terraform treats null as absent, and the provider an empty text. */
export function isSet(value: Json | undefined): boolean {
  return !isAbsent(value) && value !== "";
}

/** Whether a value is a text without an expression. */
export function isLiteralText(value: unknown): value is string {
  return typeof value === "string" && !value.includes("${");
}

/** The items of a list. Any other value, such as an expression in place of a list, is one item; an absent argument has none. */
export function itemsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : isAbsent(value) ? [] : [value];
}

/**
 * The blocks of one name. In Terraform's JSON syntax, a single block is an object or a list with one object. An absent argument
 * has no blocks.
 */
export function blocksOf(value: Json | undefined): readonly JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isJsonObject);
}

/**
 * The blocks below a label, such as the name of a resource, with that label. In Terraform's JSON syntax each level may be one object
 * or a list of objects; `//` is a comment.
 */
export function namedBlocks(section: Json | undefined): readonly (readonly [label: string, block: JsonObject])[] {
  return blocksOf(section)
    .flatMap((block) => Object.entries(block))
    .filter(([label]) => label !== "//")
    .flatMap(([label, inner]) => blocksOf(inner).map((body) => [label, body] as const));
}

/** Whether a tree of marks of a plan, such as `after_unknown` or `before_sensitive`, has `true` anywhere. */
export function hasTrueMark(marks: Json | undefined): boolean {
  return marks === true || (typeof marks === "object" && marks !== null && Object.values(marks).some(hasTrueMark));
}
