import { isJsonObject, type Json, type JsonObject } from "../../terraform-configuration";
import { sensitivePlaceholder } from "./sensitive-values";

/** What is known of a value from several sides of a plan. */
export interface PlannedValue {
  /** As planned, masked; without what is not known yet. */
  readonly planned: Json | undefined;
  /** The tree of what is not known yet, `true` where nothing below is. */
  readonly unknown: Json | undefined;
  /** The configuration's text for it, in the normal form. */
  readonly configured: Json | undefined;
  /** The tree of what is sensitive. */
  readonly sensitiveMarks: Json | undefined;
}

/** Says whether a written value comes to the planned one, and what the planned one is in the normal form. */
export interface ArgumentComparer {
  matches(written: Json, planned: Json): boolean;
  toNormalForm(planned: Json): Json;
}

/**
 * What a plan says about a value, in the normal form: the configuration's own text where it is not known yet or where the text
 * comes to what is planned, else the planned value, since that is what will be applied.
 */
export function mergeKnownValues(
  { planned, unknown, configured: written, sensitiveMarks: marks }: PlannedValue,
  judge: ArgumentComparer,
): Json | undefined {
  if (marks === true) {
    return sensitivePlaceholder;
  }
  if (unknown === true) {
    return written;
  }
  if (isJsonObject(planned) && !Array.isArray(unknown)) {
    return mergeKnownObject(planned, isJsonObject(unknown) ? unknown : {}, written, marks, judge);
  }
  if (planned === undefined || planned === null) {
    return hasTrueMark(unknown) ? written : undefined;
  }
  // Terraform shows a set in an order of its own: its items cannot be matched with what is written one by one.
  if (hasTrueMark(marks)) {
    return hasTrueMark(unknown) ? sensitivePlaceholder : judge.toNormalForm(planned);
  }
  if (hasTrueMark(unknown)) {
    const isWhole = Array.isArray(planned) && Array.isArray(unknown) && !Array.isArray(written);
    return isWhole ? mergeKnownItems(planned, unknown, written, judge) : written;
  }
  return written !== undefined && judge.matches(written, planned) ? written : judge.toNormalForm(planned);
}

function mergeKnownObject(
  planned: JsonObject,
  unknown: JsonObject,
  written: Json | undefined,
  marks: Json | undefined,
  judge: ArgumentComparer,
): JsonObject {
  // One expression for the whole object stands for each of its members.
  const textOf = (name: string): Json | undefined => (isJsonObject(written) ? written[name] : written);
  const sensitive = isJsonObject(marks) ? marks : {};
  const names = new Set([...Object.keys(planned), ...Object.keys(unknown)]);
  return Object.fromEntries(
    [...names].flatMap((name): [string, Json][] => {
      const value = mergeKnownValues(
        { planned: planned[name], unknown: unknown[name], configured: textOf(name), sensitiveMarks: sensitive[name] },
        judge,
      );
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** A list of which the configuration tells only that one expression yields it. */
function mergeKnownItems(
  planned: readonly Json[],
  unknown: readonly Json[],
  written: Json | undefined,
  judge: ArgumentComparer,
): Json {
  return planned.map(
    (item, index) =>
      mergeKnownValues(
        { planned: item, unknown: unknown[index], configured: written, sensitiveMarks: undefined },
        judge,
      ) ?? null,
  );
}

/** Whether a tree of marks holds one. */
function hasTrueMark(tree: Json | undefined): boolean {
  return tree === true || (typeof tree === "object" && tree !== null && Object.values(tree).some(hasTrueMark));
}
