import { withoutInstanceKeys } from "../../terraform/resource-address";
import { isAwsType } from "../../terraform/resource-types";
import type { JsonObject } from "../../terraform/terraform-configuration";
import { countsOn, currentDay } from "../last-day";
import { type DeclarationList, type DeclaredUntil, declarationNote, isText, readDeclarations } from "./declared-until";

/**
 * Objects that another root module creates, and that its owners verify there: subnets, VPCs, security groups, Studio domains, buckets. What a claim
 * cannot say about them is then no doubt here, and no proof either.
 */
export interface DeclaredElsewhere extends DeclaredUntil {
  /** IDs, such as `subnet-0123456789abcdef0`, ARNs of buckets, or addresses of data sources that find them, without instance keys; or {@link UNNAMED_NETWORK}. */
  readonly names: readonly string[];
}

const elsewhereList: DeclarationList<Pick<DeclaredElsewhere, "names">> = {
  name: "elsewhere",
  fields: ["names"],
  readSubject: readNames,
  consequence: "so claims about it are undecided again",
};

/**
 * Reads what a stack declares elsewhere; nothing where it declares none.
 *
 * @throws when an entry is malformed
 */
export function readDeclaredElsewhere(declared: JsonObject, where: string): readonly DeclaredElsewhere[] {
  return readDeclarations(declared, elsewhereList, where);
}

/** An ID with a prefix that says what it is of, so that a wildcard or a word covers nothing by accident. */
const idPattern = /^[a-z]+(?:-[a-z]+)*-[0-9a-z]{6,}$/;

const dataSourcePattern = /^(?:module\.[\w-]+\.)*data\.(?<type>[a-z]+_\w+)\.[\w-]+$/;

const bucketPattern = /^arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/;

/** Whether a text is an ID of AWS, the ARN of a bucket, or the address of a data source of its provider without an instance key. */
export function isNameElsewhere(name: string): boolean {
  const type = dataSourcePattern.exec(name)?.groups?.type;
  return idPattern.test(name) || bucketPattern.test(name) || (type !== undefined && isAwsType(type));
}

/** A network of which nothing here names a part: what a declaration says of a configuration that has nothing in a network of its own. */
export const UNNAMED_NETWORK = "network";

/** Whether a declaration may say that something is elsewhere by this name. */
export function isDeclarableName(name: string): boolean {
  return name === UNNAMED_NETWORK || isNameElsewhere(name);
}

function readNames({ names }: JsonObject): Pick<DeclaredElsewhere, "names"> | undefined {
  const isList = Array.isArray(names) && names.length > 0;
  return isList && names.every((name) => isText(name) && isDeclarableName(name))
    ? { names: names.map(String) }
    : undefined;
}

/** Whether declarations that still count name everything that a piece of evidence lacks. */
export function isDeclaredElsewhere(
  declarations: readonly DeclaredElsewhere[],
  { elsewhere = [] }: { readonly elsewhere?: readonly string[] },
  today: string,
): boolean {
  const names = new Set(declarations.flatMap((one) => (countsOn(today, one.lastDay) ? one.names : [])));
  return elsewhere.length > 0 && elsewhere.every((name) => names.has(withoutInstanceKeys(name)));
}

/** One line for each declaration, for every report. */
export function elsewhereNotes(
  declarations: readonly DeclaredElsewhere[] = [],
  today = currentDay(),
): readonly string[] {
  return declarations.map((one) => declarationNote(elsewhereList, one.names.join(", "), one, today));
}
