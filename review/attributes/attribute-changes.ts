import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import { resourceTypeOf } from "../../verify/terraform/resource-types";
import { argumentUse, metaArguments } from "../../verify/terraform/resource-types/argument-uses";
import { CONTENT } from "../../verify/terraform/resource-types/neutral-reasons";
import {
  documentIn,
  hasTrueMark,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  memberOf,
  objectOf,
} from "../../verify/terraform/terraform-configuration";
import { lineChanges } from "../arguments/programs/line-changes";
import { markAt } from "../model/plan-marks";
import { hasSecretName } from "../model/printable-value";
import { isEmpty, isListOrUnset, isObjectOrUnset, isZero, listOf, step } from "./plan-values";
import type { ResourceSides } from "./resource-sides";
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

/** A resource with its changed attributes. */
export interface ResourceAttributes {
  readonly address: string;
  readonly type: string;
  readonly attributes: readonly AttributeChange[];
}

/** The changed attributes of each resource that both sides have, in the order of the resources. */
export function attributeChanges(resources: readonly ResourceSides[]): readonly ResourceAttributes[] {
  return resources.flatMap((sides) => {
    const attributes = changesOf(sides);
    return attributes.length === 0 ? [] : [{ address: sides.address, type: sides.type, attributes }];
  });
}

function changesOf(sides: ResourceSides): readonly AttributeChange[] {
  const { type, before, after, unknown, marks, written, areWritten } = sides;
  const changes = Object.keys({ ...after, ...before, ...(isJsonObject(unknown) ? unknown : {}) })
    .filter((name) => !metaArguments.has(name))
    .flatMap((name): readonly AttributeChange[] => {
      const part: Part = {
        path: name,
        before: memberOf(before, name),
        after: memberOf(after, name),
        unknown: markAt(unknown, name),
        marks: [markAt(marks?.before, name), markAt(marks?.after, name)],
        areWritten,
      };
      return isComputed(type, name) && part.unknown === true
        ? []
        : part.unknown === true && written !== undefined
          ? unknownChange(part, memberOf(written.before, name), memberOf(written.after, name))
          : partChanges(part);
    });
  const isTagged = changes.some(({ path }) => isTag(path, "tags"));
  return changes
    .filter((change) => !isProviderDefault(change, written?.after))
    .filter(({ path }) => !isTagged || !isTag(path, "tags_all"))
    .map((change) => withoutSecret(type, change));
}

/** An optional argument that had no value and that nobody writes: AWS chooses its value again at every replacement. */
function isProviderDefault(change: AttributeChange, written: JsonObject | undefined): boolean {
  if (change.form !== "unknown" || written === undefined || !isZero(change.before)) {
    return false;
  }
  const steps = change.path.replaceAll(/\[[^\]]*\]/g, "").split(".");
  const values = steps.reduce(
    (found: readonly Json[], name) =>
      found.flatMap((value) => (isJsonObject(value) ? [value[name] ?? null].flat() : [])),
    [written],
  );
  return values.every((value) => value === null);
}

/** Whether the path is that map of tags, or a tag in it. */
export function isTag(path: string, map?: "tags" | "tags_all"): boolean {
  const root = /^(?:tags|tags_all)(?=$|[.[])/.exec(path)?.[0];
  return root !== undefined && (map === undefined || root === map);
}

/** Addresses of the resources of which nothing but tags changes. */
export function retaggedAddresses(resources: readonly ResourceSides[]): ReadonlySet<string> {
  const tagged = attributeChanges(resources).filter(({ attributes }) => attributes.every(({ path }) => isTag(path)));
  return new Set(tagged.map(({ address }) => address));
}

/** What only AWS computes is known after every replacement. */
function isComputed(typeName: string, path: string): boolean {
  const type = resourceTypeOf(typeName);
  return path === "id" || path === "arn" || (type?.kind === "modeled" && type.computed.has(path));
}

/** A policy that names something new has a known part, which the written expression shows. */
function unknownChange(part: Part, before: Json | undefined, after: Json | undefined): readonly AttributeChange[] {
  const { path, marks } = part;
  if (marks.includes(true)) {
    return [{ form: "hidden", path }];
  }
  const [one, other] = [documentIn(before), documentIn(after)];
  if (isPolicyDocument(other) && (one === undefined || isPolicyDocument(one))) {
    return [{ form: "policy", path, statements: statementDifferences(one, other), isPartial: true }];
  }
  return [{ form: "unknown", path, before: part.before ?? null }];
}

/** An attribute, or a part of one, on both sides. */
interface Part {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly unknown: Json | undefined;
  /** Marks of sensitive values before and after. */
  readonly marks: readonly [Json | undefined, Json | undefined];
  /** Whether an empty value is another one than no value. */
  readonly areWritten: true | undefined;
}

function partChanges(part: Part): readonly AttributeChange[] {
  const { path, before, after, unknown, marks, areWritten } = part;
  const isUnknown = hasTrueMark(unknown);
  const areBothEmpty = isEmpty(before) && isEmpty(after);
  if (!isUnknown && (jsonEquals(before ?? null, after ?? null) || (areBothEmpty && areWritten !== true))) {
    return [];
  }
  if (!isUnknown && areBothEmpty && !marks.includes(true)) {
    return [{ form: "value", path, before: before ?? null, after: after ?? null }];
  }
  if (marks.includes(true)) {
    return [{ form: "hidden", path }];
  }
  if (unknown === true) {
    return [{ form: "unknown", path, before: before ?? null }];
  }
  const [one, other] = [documentIn(before), documentIn(after)];
  if (one !== undefined || other !== undefined) {
    return documentChanges(part, one, other);
  }
  if (isObjectOrUnset(before) && isObjectOrUnset(after) && (isJsonObject(before) || isJsonObject(after))) {
    return Object.keys({ ...objectOf(after), ...objectOf(before), ...objectOf(unknown) }).flatMap((name) =>
      partChanges({
        path: `${path}${step(name)}`,
        before: memberOf(before, name),
        after: memberOf(after, name),
        unknown: markAt(unknown, name),
        marks: [markAt(marks[0], name), markAt(marks[1], name)],
        areWritten,
      }),
    );
  }
  if (isListOrUnset(before) && isListOrUnset(after)) {
    return listChanges(part, listOf(before), listOf(after));
  }
  const lines = [before ?? "", after ?? ""];
  return lines.every((text) => typeof text === "string") && lines.some((text) => text.includes("\n"))
    ? [{ form: "lines", path, lines: lineChanges(jsonText(lines[0]), jsonText(lines[1])) }]
    : [{ form: "value", path, before: before ?? null, after: after ?? null }];
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
    ? [{ form: "value", path, before: part.before ?? null, after: part.after ?? null }]
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

/** The values of variables of programs, and content, are not printed: nobody marks what is secret there. */
function withoutSecret(typeName: string, change: AttributeChange): AttributeChange {
  const { path } = change;
  const type = resourceTypeOf(typeName);
  const place = path.replaceAll(/\[[^\]]*\]/g, "");
  const isContent =
    type?.kind === "modeled" && pathsAround(place).some((outer) => argumentUse(type, outer) === CONTENT);
  const isVariable = /(?:^|\.)(?:environment|environment_variables|env)(?:\.|$)/.test(place);
  const isText = ["value", "items", "unknown", "lines"].includes(change.form);
  return isText && (isContent || isVariable || hasSecretName(place)) ? { form: "hidden", path } : change;
}

/** `a.b.c` gives `a`, `a.b` and `a.b.c`. */
function pathsAround(path: string): readonly string[] {
  const steps = path.split(".");
  return steps.map((_step, index) => steps.slice(0, index + 1).join("."));
}
