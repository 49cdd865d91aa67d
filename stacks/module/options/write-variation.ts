import { type Expression, interpolate, templateExpression } from "../hcl/expression";
import type { JsonTree } from "../json-tree";
import type { ModuleOption } from "./module-option";
import { anyCondition, conditionExpression, type OptionCondition } from "./option-condition";
import { type MergedTree, type Part, type Variation, VaryingTree } from "./varying-tree";

/** How the values inside a variation are written. */
export interface VariationWriter {
  readonly options: readonly ModuleOption[];
  /** A tree with expressions in place of the values of the probe. */
  readonly substitute: (tree: MergedTree) => JsonTree;
}

/** A variation as Terraform JSON, with conditional expressions over the variables of the module. */
export function writeVariation(variation: Variation, writer: VariationWriter): JsonTree {
  switch (variation.kind) {
    case "choice":
      return interpolate(chosen(variation.alternatives, (value) => expressionOf(writer.substitute(value)), writer));
    case "list":
      return interpolate(
        `concat(${byCondition(variation.items)
          .map((group) => listExpression(group, writer))
          .join(", ")})`,
      );
    case "object":
      // An argument that is null is not set, and the reader of a posture takes null as not declared.
      return Object.fromEntries(
        variation.members.map(({ key, value, when }) => [key, optionalValue({ value, when }, writer)]),
      );
    case "text":
      return jsonTemplate(variation.json, writer);
  }
}

/** A value that is null where its condition does not hold. */
export function optionalValue({ value, when }: Part, writer: VariationWriter): JsonTree {
  const written = writer.substitute(value);
  return when === undefined
    ? written
    : interpolate(`${conditionExpression(when, writer.options)} ? ${expressionOf(written)} : null`);
}

/** A list, because a rule can write several items for one, or a list of any length. */
function listExpression({ value, when }: Part<readonly MergedTree[]>, writer: VariationWriter): Expression {
  const lists = joinedLists(value.map((item) => writer.substitute([item]))).map(expressionOf);
  if (when === undefined) {
    return lists.join(", ");
  }
  const list = lists.length === 1 ? lists[0] : `concat(${lists.join(", ")})`;
  return `${conditionExpression(when, writer.options)} ? ${list} : []`;
}

/** Neighboring lists of items as one list; an expression stays one of its own. */
function joinedLists(lists: readonly JsonTree[]): readonly JsonTree[] {
  const joined: JsonTree[] = [];
  for (const list of lists) {
    const last = joined.at(-1);
    if (Array.isArray(last) && Array.isArray(list)) {
      joined[joined.length - 1] = [...last, ...list];
    } else {
      joined.push(list);
    }
  }
  return joined;
}

/** Neighboring parts under one condition as one part. */
function byCondition<Value>(parts: readonly Part<Value>[]): readonly Part<readonly Value[]>[] {
  const groups: { value: Value[]; when?: OptionCondition }[] = [];
  for (const { value, when } of parts) {
    const last = groups.at(-1);
    if (last !== undefined && JSON.stringify(last.when) === JSON.stringify(when)) {
      last.value.push(value);
    } else {
      groups.push({ value: [value], ...(when === undefined ? {} : { when }) });
    }
  }
  return groups;
}

function chosen(
  alternatives: readonly Part[],
  write: (value: MergedTree) => Expression,
  { options }: VariationWriter,
): Expression {
  const [last, ...others] = alternatives.toReversed();
  return others.reduce(
    (rest, { value, when }) => {
      const written = write(value);
      return when === undefined || written === rest
        ? written
        : `${conditionExpression(when, options)} ? ${written} : ${rest}`;
    },
    write(last?.value ?? null),
  );
}

/** A tree of Terraform JSON as an expression. */
function expressionOf(tree: JsonTree): Expression {
  if (typeof tree === "string") {
    return templateExpression(tree);
  }
  if (Array.isArray(tree)) {
    return `[${tree.map(expressionOf).join(", ")}]`;
  }
  return typeof tree === "object" && tree !== null
    ? `{ ${Object.entries(tree)
        .map(([key, value]) => `${JSON.stringify(key)} = ${expressionOf(value)}`)
        .join(", ")} }`
    : String(tree);
}

/** First of the characters that stand for the conditional parts of a text. They are for private use, so no policy has them. */
const FIRST_MARK = 0xe000;

/** A writer of one text, and the conditional parts that stand in it as marks. */
interface TextWriter extends VariationWriter {
  readonly marked: Expression[];
}

/** JSON with conditional members and items as a template: each of them is an interpolation together with its comma. */
function jsonTemplate(json: MergedTree, writer: VariationWriter): string {
  const textWriter: TextWriter = { ...writer, marked: [] };
  return finishedText(markedText(json, textWriter), textWriter);
}

/** JSON with a mark for each of its conditional parts. */
function markedText(tree: MergedTree, writer: TextWriter): string {
  if (tree instanceof VaryingTree) {
    return markedVariation(tree.variation, writer);
  }
  if (Array.isArray(tree)) {
    return `[${tree.map((item) => markedText(item, writer)).join(",")}]`;
  }
  return typeof tree === "object" && tree !== null
    ? `{${Object.entries(tree)
        .map(([key, value]) => markedMember(key, value, writer))
        .join(",")}}`
    : JSON.stringify(tree);
}

function markedMember(key: string, value: MergedTree, writer: TextWriter): string {
  return `${JSON.stringify(key)}:${markedText(value, writer)}`;
}

function markedVariation(variation: Variation, writer: TextWriter): string {
  switch (variation.kind) {
    case "list": {
      const items = variation.items.map((item) => ({ ...item, value: markedText(item.value, writer) }));
      return `[${joinedTexts(items, writer)}]`;
    }
    case "object": {
      const members = variation.members.map(({ key, value, ...member }) => ({
        ...member,
        value: markedMember(key, value, writer),
      }));
      return `{${joinedTexts(members, writer)}}`;
    }
    case "choice": {
      const write = (value: MergedTree) => stringExpression(finishedText(markedText(value, writer), writer));
      return mark(chosen(variation.alternatives, write, writer), writer);
    }
    case "text":
      throw new Error("a text of JSON inside another one depends on options; there is no way to write it");
  }
}

/** Parts with commas between those that are there. */
function joinedTexts(each: readonly Part<string>[], writer: TextWriter): string {
  const parts = byCondition(each).map(({ value, ...part }) => ({ ...part, value: value.join(",") }));
  const first = parts.findIndex(({ when }) => when === undefined);
  return parts
    .map(({ value, when }: Part<string>, index) => {
      if (when === undefined) {
        return index > first ? `,${value}` : value;
      }
      if (first === -1) {
        // No part is always there, so a comma depends on those before.
        const before = parts.slice(0, index).flatMap((part) => part.when ?? []);
        const comma = index === 0 ? "" : mark(`${anyCondition(before, writer.options)} ? "," : ""`, writer);
        return markedIf(when, `${comma}${value}`, writer);
      }
      return markedIf(when, index < first ? `${value},` : `,${value}`, writer);
    })
    .join("");
}

/** The mark of a text that is empty where a condition does not hold. */
function markedIf(when: OptionCondition, text: string, writer: TextWriter): string {
  const condition = conditionExpression(when, writer.options);
  return mark(`${condition} ? ${stringExpression(finishedText(text, writer))} : ""`, writer);
}

function mark(expression: Expression, { marked }: TextWriter): string {
  marked.push(expression);
  return String.fromCodePoint(FIRST_MARK + marked.length - 1);
}

/** A text with interpolations in place of its marks. Rules for texts also match across the parts of a tree, so they see the text as a whole. */
function finishedText(text: string, { substitute, marked }: TextWriter): string {
  return String(substitute(text)).replaceAll(/[\ue000-\uf8ff]/g, (character) =>
    interpolate(marked[(character.codePointAt(0) ?? 0) - FIRST_MARK] ?? ""),
  );
}

/** A template as a string, also where it is only an interpolation. */
function stringExpression(template: string): Expression {
  const expression = templateExpression(template);
  return expression.startsWith('"') ? expression : `"${interpolate(expression)}"`;
}
