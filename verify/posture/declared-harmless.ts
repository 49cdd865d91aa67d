import { isJsonObject, type JsonObject } from "../terraform/terraform-configuration";
import { requireKnownFields } from "./declared-fields";
import { currentDay, expiryNote, isDay } from "./last-day";

/** A resource type, or an argument of one, that the owners of a stack declare harmless although no model reads it. */
export interface DeclaredHarmless {
  readonly type: string;
  /** Path of the argument: `website.index_document`. @default - each resource of the type */
  readonly argument?: string;
  readonly reason: string;
  /** Person or team that answers for the declaration. */
  readonly owner: string;
  /** Last day on which the declaration counts, as YYYY-MM-DD. */
  readonly lastDay: string;
}

/**
 * Reads what a stack declares harmless; nothing where it declares none.
 *
 * @throws when an entry is malformed
 */
export function readDeclaredHarmless(declared: JsonObject, where: string): readonly DeclaredHarmless[] {
  const list = declared.harmless ?? [];
  if (!Array.isArray(list)) {
    throw new Error(`${where}.harmless: not a list, got ${JSON.stringify(list)}; declare a list`);
  }
  return list.map((entry) => {
    requireKnownFields(entry, ["type", "argument", "reason", "owner", "last_day"], `${where}.harmless`);
    const { type, argument, reason, owner, last_day: lastDay } = isJsonObject(entry) ? entry : {};
    const isComplete = isText(type) && isText(reason) && isText(owner) && isText(lastDay) && isDay(lastDay);
    if (!isComplete || (argument !== undefined && argument !== null && !isText(argument))) {
      throw new Error(
        `${where}.harmless: not a declaration, got ${JSON.stringify(entry)}; write { type, argument, reason, owner, last_day: "YYYY-MM-DD" }`,
      );
    }
    return { type, reason, owner, lastDay, ...(isText(argument) ? { argument } : {}) };
  });
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** Whether the declaration still counts, and covers the type or the argument. */
export function isDeclaredHarmless(
  declarations: readonly DeclaredHarmless[],
  subject: { readonly type: string; readonly argument?: string } | undefined,
  today: string,
): boolean {
  return declarations.some(
    ({ type, argument, lastDay }) =>
      subject !== undefined &&
      today <= lastDay &&
      type === subject.type &&
      (argument === subject.argument ||
        (argument !== undefined && subject.argument?.startsWith(`${argument}.`) === true)),
  );
}

/** `aws_sns_topic`, or `aws_s3_bucket.website.index_document` for an argument. */
export function typeOrArgument({ type, argument }: Pick<DeclaredHarmless, "type" | "argument">): string {
  return argument === undefined ? type : `${type}.${argument}`;
}

/** One line for each declaration, for every report. It warns before the last day, and after it. */
export function harmlessNotes(declarations: readonly DeclaredHarmless[] = [], today = currentDay()): readonly string[] {
  return declarations.map((declaration) => {
    const { reason, owner, lastDay } = declaration;
    return `declared harmless until ${lastDay} by ${owner}: ${typeOrArgument(declaration)}: ${reason}${expiryNote(lastDay, today, "so it is a gap again")}`;
  });
}
