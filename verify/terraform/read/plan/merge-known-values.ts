import type { ArgumentType, ArgumentTypes } from "../../argument-types/argument-type";
import { hasTrueMark, isJsonObject, type Json, type JsonObject, objectOf } from "../../terraform-configuration";
import { unreadExpression } from "../modules/normalize-value";
import { sensitivePlaceholder } from "./sensitive-values";

/** What the sections of a plan say about one value. */
export interface PlannedValue {
  /** The planned value, with sensitive parts masked and without unknown parts. A member that is omitted is null. */
  readonly planned: Json | undefined;
  /** `after_unknown`: a tree with `true` where the whole value is unknown until the apply. */
  readonly unknown: Json | undefined;
  /** The configured value in the normal form. */
  readonly configured: Json | undefined;
  /** `after_sensitive`: a tree with `true` where the whole value is sensitive. */
  readonly sensitiveMarks: Json | undefined;
  /** Members of an object, or of the objects in a list, by the schema. @default - not known */
  readonly members?: ArgumentTypes;
}

interface PlannedObject extends PlannedValue {
  readonly planned: JsonObject;
  readonly unknown: JsonObject;
}

interface PlannedList extends PlannedValue {
  readonly planned: readonly Json[];
}

/** Compares a configured value with the planned one, and converts the planned one to the normal form. */
export interface ArgumentComparer {
  matches(written: Json, planned: Json): boolean;
  toNormalForm(planned: Json): Json;
}

/**
 * A value of a plan in the normal form: the configured expression if the value is unknown until the apply, or if the expression
 * evaluates to the planned value. Otherwise the planned value, because Terraform will apply that one.
 */
export function mergeKnownValues(value: PlannedValue, comparer: ArgumentComparer): Json | undefined {
  const { planned, unknown, configured: written, sensitiveMarks: marks } = value;
  if (marks === true) {
    return sensitivePlaceholder;
  }
  if (unknown === true) {
    return written;
  }
  if (isJsonObject(planned) && !Array.isArray(unknown)) {
    return mergeKnownObject({ ...value, planned, unknown: objectOf(unknown) }, comparer);
  }
  if (planned === undefined || planned === null) {
    return hasTrueMark(unknown) ? written : undefined;
  }
  // Terraform orders the items of a set itself, so they cannot be matched one by one with the configured items.
  if (hasTrueMark(marks)) {
    return hasTrueMark(unknown) ? sensitivePlaceholder : comparer.toNormalForm(planned);
  }
  if (!hasTrueMark(unknown) && written !== undefined && comparer.matches(written, planned)) {
    return written;
  }
  if (Array.isArray(planned) && isWithoutItems(planned, written, unknown)) {
    const expression = written === undefined || Array.isArray(written) ? unreadExpression(dynamicValue) : written;
    return mergeKnownItems({ ...value, planned, configured: expression }, comparer);
  }
  if (hasTrueMark(unknown)) {
    return mergeOnlyBlock(value, comparer) ?? mergeKnownTexts(value, comparer) ?? written;
  }
  return Array.isArray(planned) && Array.isArray(written)
    ? planned.map((item) => itemInNormalForm(item, written, comparer))
    : comparer.toNormalForm(planned);
}

/** Of a list that only partly is what the configuration writes, for example before a change, each text that it writes. */
function itemInNormalForm(planned: Json, written: readonly Json[], { matches, toNormalForm }: ArgumentComparer): Json {
  const same = typeof planned === "string" ? written.find((item) => matches(item, planned)) : undefined;
  return same ?? toNormalForm(planned);
}

/**
 * A list of texts of which some are not known, where the configuration does not write those that are: they stay, and nobody knows which of the
 * written ones are planned.
 */
function mergeKnownTexts(value: PlannedValue, comparer: ArgumentComparer): Json | undefined {
  const { planned, unknown, configured: written } = value;
  if (!Array.isArray(planned) || !Array.isArray(unknown) || !Array.isArray(written)) {
    return undefined;
  }
  const known = planned.filter((item: Json, index) => typeof item === "string" && unknown[index] !== true);
  const isWritten = (item: Json): boolean => written.some((text: Json) => comparer.matches(text, item));
  return known.every(isWritten)
    ? undefined
    : mergeKnownItems({ ...value, planned, configured: unreadExpression(unwrittenItem) }, comparer);
}

const unwrittenItem = "an item that is known after the apply, of a list that the configuration writes otherwise";

/** Merges the members of a block that is written once and planned once. Of several blocks nobody knows which is which. */
function mergeOnlyBlock(value: PlannedValue, comparer: ArgumentComparer): Json | undefined {
  const { planned, unknown, configured: written } = value;
  const [block, ...others] = Array.isArray(planned) ? planned : [];
  const [mark] = Array.isArray(unknown) ? unknown : [];
  const [writtenBlock, ...writtenOthers] = Array.isArray(written) ? written : [written];
  if (!isJsonObject(block) || !isJsonObject(writtenBlock) || others.length > 0 || writtenOthers.length > 0) {
    return undefined;
  }
  const marks = objectOf(mark);
  const unmentioned = Object.entries(writtenBlock).filter(([name]) => !(name in block) && !(name in marks));
  const only = { ...value, planned: block, unknown: marks, configured: writtenBlock, sensitiveMarks: undefined };
  const merged = { ...Object.fromEntries(unmentioned), ...mergeKnownObject(only, comparer) };
  return Array.isArray(written) ? [merged] : merged;
}

function mergeKnownObject(
  { planned, unknown, configured: written, sensitiveMarks: marks, members }: PlannedObject,
  comparer: ArgumentComparer,
): JsonObject {
  // If one expression yields the whole object, it represents each member.
  const textOf = (name: string): Json | undefined => (isJsonObject(written) ? written[name] : written);
  const sensitive = objectOf(marks);
  // A plan leaves out what is not known. Where no expression is written for each member, the schema says what is left out.
  const listed = typeof written === "string" ? [...(members?.keys() ?? [])] : [];
  const isLeftOut = (name: string): boolean => listed.includes(name) && !Object.hasOwn(planned, name);
  const names = new Set([...Object.keys(planned), ...listed, ...Object.keys(unknown)]);
  const merged: [string, Json][] = [];
  for (const name of names) {
    const value = mergeKnownValues(
      {
        planned: planned[name],
        unknown: isLeftOut(name) ? true : unknown[name],
        configured: textOf(name),
        sensitiveMarks: sensitive[name],
        ...membersOf(members?.get(name)),
      },
      comparer,
    );
    if (value !== undefined) {
      merged.push([name, value]);
    }
  }
  return Object.fromEntries(merged);
}

/** The configuration in a plan does not contain `dynamic` blocks, so the expressions of their arguments are not known. */
const dynamicValue = "a value of a dynamic block that is known after the apply";

/** Merges the items of a list for which the configuration has a single expression. */
function mergeKnownItems({ planned, unknown, ...rest }: PlannedList, comparer: ArgumentComparer): Json {
  const marks = Array.isArray(unknown) ? unknown.map((mark: Json) => (Array.isArray(mark) ? null : mark)) : [];
  return planned.map(
    (item, index) =>
      mergeKnownValues({ ...rest, planned: item, unknown: marks[index], sensitiveMarks: undefined }, comparer) ?? null,
  );
}

/** Whether the configuration does not write each item: one expression or a dynamic block yields them. */
function isWithoutItems(planned: readonly Json[], written: Json | undefined, unknown: Json | undefined): boolean {
  if (Array.isArray(written)) {
    return planned.some(isJsonObject) && planned.length !== written.length;
  }
  return planned.some(isJsonObject) || (Array.isArray(unknown) && hasTrueMark(unknown));
}

function membersOf(type: ArgumentType | undefined): Pick<PlannedValue, "members"> {
  switch (type?.kind) {
    case "blocks":
    case "object":
      return { members: type.members };
    case "list":
    case "set":
      return membersOf(type.of);
    default:
      return {};
  }
}
