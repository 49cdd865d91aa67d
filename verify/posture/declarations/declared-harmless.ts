import { argumentTypesOf } from "../../terraform/argument-types/argument-type";
import { isAwsType, resourceTypeOf } from "../../terraform/resource-types";
import { metaArguments } from "../../terraform/resource-types/argument-uses";
import type { JsonObject } from "../../terraform/terraform-configuration";
import { countsOn, currentDay } from "../last-day";
import { type DeclarationList, type DeclaredUntil, declarationNote, isText, readDeclarations } from "./declared-until";

/** A resource type, or an argument of one, that the owners of a stack declare harmless although no model reads it. */
export interface DeclaredHarmless extends DeclaredUntil {
  readonly type: string;
  /** Path of the argument: `website.index_document`. @default - each resource of the type */
  readonly argument?: string;
}

const harmlessList: DeclarationList<Pick<DeclaredHarmless, "type" | "argument">> = {
  name: "harmless",
  fields: ["type", "argument"],
  readSubject: readTypeOrArgument,
  consequence: "so it is a gap",
};

/**
 * Reads what a stack declares harmless; nothing where it declares none.
 *
 * @throws when an entry is malformed
 */
export function readDeclaredHarmless(declared: JsonObject, where: string): readonly DeclaredHarmless[] {
  return readDeclarations(declared, harmlessList, where);
}

function readTypeOrArgument({ type, argument }: JsonObject): Pick<DeclaredHarmless, "type" | "argument"> | undefined {
  if (!isText(type) || (argument !== undefined && argument !== null && !isText(argument))) {
    return undefined;
  }
  return { type, ...(isText(argument) ? { argument } : {}) };
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
      countsOn(today, lastDay) &&
      type === subject.type &&
      (argument === subject.argument ||
        (argument !== undefined && subject.argument?.startsWith(`${argument}.`) === true)),
  );
}

/** `aws_sns_topic`, or `aws_s3_bucket.website.index_document` for an argument. */
export function typeOrArgument({ type, argument }: Pick<DeclaredHarmless, "type" | "argument">): string {
  return argument === undefined ? type : `${type}.${argument}`;
}

/** One line for each declaration, for every report. */
export function harmlessNotes(declarations: readonly DeclaredHarmless[] = [], today = currentDay()): readonly string[] {
  return declarations.map((one) => {
    const note = declarationNote(harmlessList, typeOrArgument(one), one, today);
    return isKnown(one) ? note : `${note} (WARNING: the AWS provider has no ${typeOrArgument(one)}; correct the name)`;
  });
}

/** Whether the provider has the type and, of a type whose arguments are known, the argument. Types of other providers are not known. */
function isKnown({ type, argument }: DeclaredHarmless): boolean {
  const known = argumentTypesOf(type);
  const [name = ""] = argument?.split(".") ?? [];
  return (
    !isAwsType(type) ||
    (resourceTypeOf(type) !== undefined &&
      (argument === undefined || known === undefined || known.has(name) || metaArguments.has(name)))
  );
}
