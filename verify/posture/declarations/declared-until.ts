import { isJsonObject, type Json, type JsonObject } from "../../terraform/terraform-configuration";
import { requireKnownFields } from "../declared-fields";
import { currentDay, expiryNote, isDay } from "../last-day";

/** A declaration that somebody answers for, and that counts until a day. */
export interface DeclaredUntil {
  readonly reason: string;
  /** Person or team that answers for the declaration. */
  readonly owner: string;
  /** Last day on which the declaration counts, as YYYY-MM-DD. */
  readonly lastDay: string;
}

const untilFields = ["reason", "owner", "last_day"];

/** A list of declarations in a posture. */
export interface DeclarationList<Subject extends object> {
  /** Name of the list, which every report shows as well: `harmless`. */
  readonly name: string;
  /** Fields of an entry besides the reason, the owner and the last day. */
  readonly fields: readonly string[];
  /** Reads those fields; `undefined` where they are malformed. */
  readonly readSubject: (entry: JsonObject) => Subject | undefined;
  /** What happens after the last day, as half of a sentence. */
  readonly consequence: string;
}

/**
 * Reads a list of declarations; nothing where there is none.
 *
 * @param where the posture is, for errors
 * @throws when an entry is malformed
 */
export function readDeclarations<Subject extends object>(
  declared: JsonObject,
  { name, fields, readSubject }: DeclarationList<Subject>,
  where: string,
): readonly (Subject & DeclaredUntil)[] {
  const list = declared[name] ?? [];
  if (!Array.isArray(list)) {
    throw new Error(`${where}.${name}: not a list, got ${JSON.stringify(list)}; declare a list`);
  }
  return list.map((entry: Json) => {
    requireKnownFields(entry, [...fields, ...untilFields], `${where}.${name}`);
    const { reason, owner, last_day: lastDay, ...rest } = isJsonObject(entry) ? entry : {};
    const subject = readSubject(rest);
    if (subject === undefined || !isText(reason) || !isText(owner) || !isText(lastDay) || !isDay(lastDay)) {
      throw new Error(
        `${where}.${name}: not a declaration, got ${JSON.stringify(entry)}; write { ${fields.join(", ")}, reason, owner, last_day: "YYYY-MM-DD" }`,
      );
    }
    return { ...subject, reason, owner, lastDay };
  });
}

/** Whether a value is a text with something in it. */
export function isText(value: Json | undefined): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/**
 * One line of a declaration, for every report. It warns before the last day, and after it.
 *
 * @param subject of the declaration, in words
 */
export function declarationNote(
  { name, consequence }: Pick<DeclarationList<object>, "name" | "consequence">,
  subject: string,
  { reason, owner, lastDay }: DeclaredUntil,
  today = currentDay(),
): string {
  return `declared ${name} until ${lastDay} by ${owner}: ${subject}: ${reason}${expiryNote(lastDay, today, consequence)}`;
}
