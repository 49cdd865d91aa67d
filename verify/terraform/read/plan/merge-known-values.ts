import { isJsonObject, type Json, type JsonObject } from "../../configuration";
import { masked } from "./sensitive-values";

/** What is known of a value from several sides of a plan. */
export interface Sides {
  /** As planned, masked; without what is not known yet. */
  readonly planned: Json | undefined;
  /** The tree of what is not known yet, `true` where nothing below is. */
  readonly unknown: Json | undefined;
  /** The configuration's text for it, in the normal form. */
  readonly written: Json | undefined;
  /** The tree of what is sensitive. */
  readonly marks: Json | undefined;
}

/** Says whether a written value comes to the planned one, and what the planned one is in the normal form. */
export interface Judge {
  agrees(written: Json, planned: Json): boolean;
  restore(planned: Json): Json;
}

/**
 * What a plan says about a value, in the normal form: the configuration's own text where it is not known yet or where the text
 * comes to what is planned, else the planned value, since that is what will be applied.
 */
export function fill({ planned, unknown, written, marks }: Sides, judge: Judge): Json | undefined {
  if (marks === true) {
    return masked;
  }
  if (unknown === true) {
    return written;
  }
  if (isJsonObject(planned) && !Array.isArray(unknown)) {
    return fillObject(planned, isJsonObject(unknown) ? unknown : {}, written, marks, judge);
  }
  if (planned === undefined || planned === null) {
    return holdsTrue(unknown) ? written : undefined;
  }
  // Terraform shows a set in an order of its own: its items cannot be matched with what is written one by one.
  if (holdsTrue(marks)) {
    return holdsTrue(unknown) ? masked : judge.restore(planned);
  }
  if (holdsTrue(unknown)) {
    const isWhole = Array.isArray(planned) && Array.isArray(unknown) && !Array.isArray(written);
    return isWhole ? fillItems(planned, unknown, written, judge) : written;
  }
  return written !== undefined && judge.agrees(written, planned) ? written : judge.restore(planned);
}

function fillObject(
  planned: JsonObject,
  unknown: JsonObject,
  written: Json | undefined,
  marks: Json | undefined,
  judge: Judge,
): JsonObject {
  // One expression for the whole object stands for each of its members.
  const textOf = (name: string): Json | undefined => (isJsonObject(written) ? written[name] : written);
  const sensitive = isJsonObject(marks) ? marks : {};
  const names = new Set([...Object.keys(planned), ...Object.keys(unknown)]);
  return Object.fromEntries(
    [...names].flatMap((name): [string, Json][] => {
      const sides = { planned: planned[name], unknown: unknown[name], written: textOf(name), marks: sensitive[name] };
      const value = fill(sides, judge);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** A list of which the configuration tells only that one expression yields it. */
function fillItems(planned: readonly Json[], unknown: readonly Json[], written: Json | undefined, judge: Judge): Json {
  return planned.map(
    (item, index) => fill({ planned: item, unknown: unknown[index], written, marks: undefined }, judge) ?? null,
  );
}

/** Whether a tree of marks holds one. */
function holdsTrue(tree: Json | undefined): boolean {
  return tree === true || (typeof tree === "object" && tree !== null && Object.values(tree).some(holdsTrue));
}
