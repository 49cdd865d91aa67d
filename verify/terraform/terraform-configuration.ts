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
  /** Whether it stands for instances of which nobody knows how many there are. @default - it is one */
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
  /** For a plan: addresses of data sources of which it has no answer that counts, so that they are read as written. @default - none */
  readonly unanswered?: readonly string[];
  /** The same root module together with others, over which its claims are decided. @default - alone, or joined by the IDs of a state */
  readonly together?: TerraformConfiguration;
  /** The root modules that are joined with it, other than by the IDs of a state. @default - none */
  readonly joined?: readonly JoinedName[];
  /** Accounts of which root modules are in the configuration, as their resources name them. @default - not known */
  readonly accounts?: readonly string[];
  /** Default tags of the AWS providers, one entry for each provider that has some. @default - none */
  readonly defaultTags?: readonly Json[];
  /** Parts that could not be read; their content may violate any claim. @default - none */
  readonly unreadParts?: readonly UnreadPart[];
  /** Names of the required variables of a root module that have no value, so that what uses them is unknown. @default - none, or not known */
  readonly unsetVariables?: readonly string[];
  /** Arguments whose value is guessed from what their expression refers to. @default - none */
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
  /** The type of the resource, where what is not known cannot affect more than a resource of the type can. @default - all claims */
  readonly type?: string;
  /**
   * Whether models read the resource, and only what it leads to is not judged, so that it affects the topics of its type alone.
   * @default - its arguments may not be known
   */
  readonly isRead?: true;
  /**
   * For a `cloud` block: the organization of HCP Terraform that it names, as `HOST/ORGANIZATION`. A posture can declare it.
   * @default - another part
   */
  readonly organization?: string;
  /** For a resource of another account: the account. A posture can declare it. @default - another part */
  readonly account?: string;
  /** Whether the changes of a plan say the same, once, for the side of the plan on which it is so. @default - only the source says it */
  readonly isInChanges?: true;
  /** For a program that Terraform runs: the type of the resource whose provisioner it is. A posture can declare it harmless. @default - another part */
  readonly provisionerOf?: string;
  /** Names of blocks whose number the expressions leave open, which a plan may show. @default - it is no part of this kind */
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

/** Whether a switch is on: Terraform takes the text for the boolean. */
export function isTrue(value: Json | undefined): boolean {
  return value === true || value === "true";
}

/** Whether a switch is written as off, as a boolean or as a text. One that is left out is not. */
export function isFalse(value: Json | undefined): boolean {
  return value === false || value === "false";
}

/** What an object has under a name that a file chooses, which may be `toString` or `constructor`; nothing for any other value. */
export function memberOf(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) ? ownEntry(value, name) : undefined;
}

/** The value that a text has as JSON; `undefined` if it is no JSON. */
export function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The JSON object or list that a text holds; `undefined` for any other value. */
export function documentIn(value: Json | undefined): Json | undefined {
  return typeof value === "string" && /^\s*[[{]/.test(value) ? parsedJson(value) : undefined;
}

/** A text that values share if they differ in the blanks of the JSON that they hold alone, as two ways to write a policy do. */
export function comparableText(value: Json | undefined): string {
  return JSON.stringify(documentIn(value) ?? value ?? null);
}

/** A list of texts; `undefined` for any other value. */
export function textsOf(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

/**
 * A value with each text in it, at any depth, replaced by what `map` makes of it. Names of members stay. The same value if no text changes.
 *
 * @param map receives the name of the member whose value the text is, and no name for an item of a list
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

/** An object with each member replaced by what `map` makes of it, or left out where that is nothing. The same object if none changes. */
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

/** Without members that are null, which means omitted, at any depth. */
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

/** Whether a value is a text with an expression in it, so that the text is not known. */
export function isExpressionText(value: unknown): boolean {
  return typeof value === "string" && value.includes("${");
}

/** Whether Terraform takes an argument for absent: null is the same as nothing. */
export function isAbsent(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

/** Whether an argument has a value: null is absent for Terraform, and an empty text for the provider. */
export function isSet(value: Json | undefined): boolean {
  return !isAbsent(value) && value !== "";
}

/** Whether a value is a text without an expression. */
export function isLiteralText(value: unknown): value is string {
  return typeof value === "string" && !value.includes("${");
}

/** The items of a list. One value is a list of itself, such as an expression in place of a list; an absent argument has no items. */
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
