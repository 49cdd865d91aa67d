import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import {
  documentIn,
  hasTrueMark,
  isJsonObject,
  type Json,
  jsonText,
  memberOf,
  objectOf,
} from "../../verify/terraform/terraform-configuration";
import { lineChanges } from "../arguments/programs/line-changes";
import { markAt } from "../model/plan-marks";
import { isEmpty, isListOrUnset, isObjectOrUnset, listOf, step } from "./plan-values";
import { isPolicyDocument, type StatementDifference, statementDifferences } from "./statement-differences";

/** A changed attribute of a resource, before any value is made printable. */
export type AttributeChange = { readonly path: string } & (
  | { readonly form: "value"; readonly before: Json; readonly after: Json }
  /** The value that was, and the one that only the apply shows. */
  | { readonly form: "unknown"; readonly before: Json }
  /** Items of a list, and the number of those that only the apply shows. */
  | {
      readonly form: "items";
      readonly added: readonly Json[];
      readonly removed: readonly Json[];
      readonly unknown: number;
    }
  | { readonly form: "order" }
  /** A text of several lines: `- old` and `+ new`. */
  | { readonly form: "lines"; readonly lines: readonly string[] }
  | { readonly form: "policy"; readonly statements: readonly StatementDifference[]; readonly isPartial: boolean }
  /** A value that is sensitive, or that may be a secret. */
  | { readonly form: "hidden" }
);

/** An attribute, or a part of one, on both sides. */
export interface Part {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly unknown: Json | undefined;
  /** Marks of sensitive values before and after. */
  readonly marks: readonly [Json | undefined, Json | undefined];
  /** Whether an empty value is another one than no value. */
  readonly areWritten: true | undefined;
}

/** The changes of a part, in the form that says most: a document, members, items, lines, or else both values. */
export function partChanges(part: Part): readonly AttributeChange[] {
  const { path, before, after, unknown, marks } = part;
  if (isUnchanged(part)) {
    return [];
  }
  if (marks.includes(true)) {
    return [{ form: "hidden", path }];
  }
  if (unknown === true) {
    return [{ form: "unknown", path, before: before ?? null }];
  }
  if (areBothEmpty(part) && !hasTrueMark(unknown)) {
    return [valueChange(part)];
  }
  const [one, other] = [documentIn(before), documentIn(after)];
  if (one !== undefined || other !== undefined) {
    return documentChanges(part, one, other);
  }
  if (isObjectOrUnset(before) && isObjectOrUnset(after) && (isJsonObject(before) || isJsonObject(after))) {
    return memberChanges(part);
  }
  return isListOrUnset(before) && isListOrUnset(after)
    ? listChanges(part, listOf(before), listOf(after))
    : [linesChange(part) ?? valueChange(part)];
}

function isUnchanged(part: Part): boolean {
  const { before = null, after = null, unknown, areWritten } = part;
  return !hasTrueMark(unknown) && (jsonEquals(before, after) || (areBothEmpty(part) && areWritten !== true));
}

function areBothEmpty({ before, after }: Part): boolean {
  return isEmpty(before) && isEmpty(after);
}

function valueChange({ path, before = null, after = null }: Part): AttributeChange {
  return { form: "value", path, before, after };
}

/** `undefined` unless both are texts or absent, and one has several lines. */
function linesChange({ path, before, after }: Part): AttributeChange | undefined {
  const lines = [before ?? "", after ?? ""];
  return lines.every((text) => typeof text === "string") && lines.some((text) => text.includes("\n"))
    ? { form: "lines", path, lines: lineChanges(jsonText(lines[0]), jsonText(lines[1])) }
    : undefined;
}

function memberChanges(part: Part): readonly AttributeChange[] {
  const { path, before, after, unknown } = part;
  return Object.keys({ ...objectOf(after), ...objectOf(before), ...objectOf(unknown) }).flatMap((name) =>
    partChanges({ path: `${path}${step(name)}`, ...memberIn(part, name) }),
  );
}

/** What both sides have under a name. */
export function memberIn(
  { before, after, unknown, marks, areWritten }: Omit<Part, "path">,
  name: string,
): Omit<Part, "path"> {
  return {
    before: memberOf(before, name),
    after: memberOf(after, name),
    unknown: markAt(unknown, name),
    marks: [markAt(marks[0], name), markAt(marks[1], name)],
    areWritten,
  };
}

/** JSON in a text: policies by their statements, everything else by its values. */
function documentChanges(part: Part, before: Json | undefined, after: Json | undefined): readonly AttributeChange[] {
  const { path, marks, areWritten } = part;
  if (marks.some(hasTrueMark)) {
    return [{ form: "hidden", path }];
  }
  const documents = [before, after].filter((document) => document !== undefined);
  if (documents.every(isPolicyDocument)) {
    const statements = statementDifferences(
      isPolicyDocument(before) ? before : undefined,
      isPolicyDocument(after) ? after : undefined,
    );
    return statements.length === 0 ? [] : [{ form: "policy", path, statements, isPartial: false }];
  }
  return documents.length < 2 && !(isEmpty(part.before) || isEmpty(part.after))
    ? [valueChange(part)]
    : partChanges({ path, before, after, unknown: undefined, marks: [undefined, undefined], areWritten });
}

interface ListItem {
  readonly value: Json;
  readonly unknown: Json | undefined;
  readonly mark: Json | undefined;
}

/** Items that both sides have do not count, wherever they are. Blocks that are left are compared in their order. */
function listChanges(part: Part, before: readonly Json[], after: readonly Json[]): readonly AttributeChange[] {
  const { path, unknown, marks, areWritten } = part;
  const itemsOf = (values: readonly Json[], side: 0 | 1): readonly ListItem[] =>
    values.map((value, index) => ({
      ...{ value, mark: marks[side] === undefined ? undefined : markAt(marks[side], index) },
      unknown: side === 1 ? markAt(unknown, index) : undefined,
    }));
  const { removed, added } = unmatched(itemsOf(before, 0), itemsOf(after, 1));
  if (removed.length + added.length === 0) {
    return [{ form: "order", path }];
  }
  if ([...removed, ...added].some(({ mark }) => mark === true)) {
    return [{ form: "hidden", path }];
  }
  const isNested = [...removed, ...added].some(({ value }) => typeof value === "object" && value !== null);
  if (!isNested || removed.length !== added.length) {
    const known = added.filter((item) => !hasTrueMark(item.unknown));
    const isMarked = [...removed, ...added].some(({ mark }) => hasTrueMark(mark));
    return isMarked
      ? [{ form: "hidden", path }]
      : [
          {
            ...{ form: "items", path, unknown: added.length - known.length },
            added: known.map(({ value }) => value),
            removed: removed.map(({ value }) => value),
          },
        ];
  }
  return added.flatMap((item, index) =>
    partChanges({
      path: before.length === 1 && after.length === 1 ? path : `${path}[${after.indexOf(item.value)}]`,
      before: removed[index]?.value,
      after: item.value,
      unknown: item.unknown,
      marks: [removed[index]?.mark, item.mark],
      areWritten,
    }),
  );
}

function unmatched(
  before: readonly ListItem[],
  after: readonly ListItem[],
): { readonly removed: readonly ListItem[]; readonly added: readonly ListItem[] } {
  const removed = [...before];
  const added = after.filter((item) => {
    const place = hasTrueMark(item.unknown) ? -1 : removed.findIndex(({ value }) => jsonEquals(value, item.value));
    if (place >= 0) {
      removed.splice(place, 1);
    }
    return place < 0;
  });
  return { removed, added };
}
