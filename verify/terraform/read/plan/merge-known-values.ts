import { isJsonObject, type Json, type JsonObject } from "../../terraform-configuration";
import { unreadExpression } from "../modules/normalize-value";
import { sensitivePlaceholder } from "./sensitive-values";

/** What the sections of a plan say about one value. */
export interface PlannedValue {
  /** The planned value, with sensitive parts masked and without unknown parts. */
  readonly planned: Json | undefined;
  /** `after_unknown`: a tree with `true` where the whole value is unknown until the apply. */
  readonly unknown: Json | undefined;
  /** The configured value in the normal form. */
  readonly configured: Json | undefined;
  /** `after_sensitive`: a tree with `true` where the whole value is sensitive. */
  readonly sensitiveMarks: Json | undefined;
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
export function mergeKnownValues(
  { planned, unknown, configured: written, sensitiveMarks: marks }: PlannedValue,
  comparer: ArgumentComparer,
): Json | undefined {
  if (marks === true) {
    return sensitivePlaceholder;
  }
  if (unknown === true) {
    return written;
  }
  if (isJsonObject(planned) && !Array.isArray(unknown)) {
    return mergeKnownObject(planned, isJsonObject(unknown) ? unknown : {}, written, marks, comparer);
  }
  if (planned === undefined || planned === null) {
    return hasTrueMark(unknown) ? written : undefined;
  }
  // Terraform orders the items of a set itself, so they cannot be matched one by one with the configured items.
  if (hasTrueMark(marks)) {
    return hasTrueMark(unknown) ? sensitivePlaceholder : comparer.toNormalForm(planned);
  }
  if (hasTrueMark(unknown)) {
    if (Array.isArray(planned) && Array.isArray(unknown)) {
      if (!Array.isArray(written)) {
        return mergeKnownItems(planned, unknown, written ?? unreadExpression(dynamicValue), comparer);
      }
      if (planned.some(isJsonObject) && planned.length !== written.length) {
        return mergeKnownItems(planned, unknown, unreadExpression(dynamicValue), comparer);
      }
    }
    return written;
  }
  return written !== undefined && comparer.matches(written, planned) ? written : comparer.toNormalForm(planned);
}

function mergeKnownObject(
  planned: JsonObject,
  unknown: JsonObject,
  written: Json | undefined,
  marks: Json | undefined,
  comparer: ArgumentComparer,
): JsonObject {
  // If one expression yields the whole object, it represents each member.
  const textOf = (name: string): Json | undefined => (isJsonObject(written) ? written[name] : written);
  const sensitive = isJsonObject(marks) ? marks : {};
  const names = new Set([...Object.keys(planned), ...Object.keys(unknown)]);
  return Object.fromEntries(
    [...names].flatMap((name): [string, Json][] => {
      const value = mergeKnownValues(
        { planned: planned[name], unknown: unknown[name], configured: textOf(name), sensitiveMarks: sensitive[name] },
        comparer,
      );
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The configuration in a plan does not contain `dynamic` blocks, so the expressions of their arguments are not known. */
const dynamicValue = "a value of a dynamic block that is known after the apply";

/** Merges the items of a list for which the configuration has a single expression. */
function mergeKnownItems(
  planned: readonly Json[],
  unknown: readonly Json[],
  written: Json | undefined,
  comparer: ArgumentComparer,
): Json {
  return planned.map(
    (item, index) =>
      mergeKnownValues(
        { planned: item, unknown: unknown[index], configured: written, sensitiveMarks: undefined },
        comparer,
      ) ?? null,
  );
}

/** Whether the tree has a `true` anywhere. */
function hasTrueMark(tree: Json | undefined): boolean {
  return tree === true || (typeof tree === "object" && tree !== null && Object.values(tree).some(hasTrueMark));
}
