import { groupBy } from "../../verify/collections/group-by";
import { pluralize } from "../../verify/report/pluralize";
import type { Json } from "../../verify/terraform/terraform-configuration";
import { visibleText } from "../../verify/terraform/visible-text";
import { printableLine, withoutSecretForms } from "../model/printable-value";
import { formatList } from "../model/review-difference";
import type { SensitiveTextMask } from "../model/sensitive-texts";
import { attributeChanges, isTag } from "./attribute-changes";
import type { AttributeChange } from "./part-changes";
import type { ResourceSides } from "./resource-sides";
import type { StatementDifference } from "./statement-differences";

/** The changed attributes of updated and replaced resources, printable: one line each, and without sensitive values. */
export interface AttributeFacts {
  readonly resources: readonly ResourceFacts[];
  /** Resources of which nothing but tags changes. @default - none */
  readonly tagsOnly?: TagFacts;
}

/** A resource with its changed attributes. */
export interface ResourceFacts {
  readonly address: string;
  readonly attributes: readonly AttributeFact[];
}

/** An attribute, and what changes in it: one line each. */
export interface AttributeFact {
  readonly path: string;
  readonly changes: readonly string[];
}

/** Resources of which nothing but tags changes. */
export interface TagFacts {
  readonly addresses: readonly string[];
  /** Each change of a tag, with the number of its resources. */
  readonly changes: readonly string[];
}

/** The changed attributes of a review. Without a changed attribute, there are no facts. */
export function attributeFacts(
  sides: readonly ResourceSides[],
  mask: SensitiveTextMask = (text) => text,
): AttributeFacts | undefined {
  const print = printer(mask);
  const changed = attributeChanges(sides);
  const isTagsOnly = ({ attributes }: (typeof changed)[number]): boolean => attributes.every(({ path }) => isTag(path));
  const tagged = changed.filter(isTagsOnly);
  const resources = changed
    .filter((resource) => !isTagsOnly(resource))
    .map(({ address, attributes }) => ({
      address: print(address),
      attributes: attributes.map((change) => ({ path: print(change.path), changes: changeTexts(change, print) })),
    }));
  return changed.length === 0
    ? undefined
    : { resources, ...(tagged.length > 0 && { tagsOnly: tagFacts(tagged, print) }) };
}

/** A resource as lines: the address before each change. */
export function resourceLines({ address, attributes }: ResourceFacts): readonly string[] {
  return attributes.flatMap(({ path, changes }) => changes.map((change) => `${address}: ${path}: ${change}`));
}

/** All resources of which only tags change, in one line. */
export function tagLine({ addresses, changes }: TagFacts): string {
  return `Only tags change in ${pluralize(addresses.length, "resource")} (${formatList(changes, maximumTags)}): ${formatList(addresses, maximumTags)}`;
}

/** Changes and addresses in the line of tags. */
const maximumTags = 6;

function tagFacts(resources: ReturnType<typeof attributeChanges>, print: Printer): TagFacts {
  const texts = resources.flatMap(({ attributes }) =>
    attributes.flatMap((change) =>
      changeTexts(change, print).map((text) => `${print(change.path).replace(/^tags(?:_all)?[.]?/, "")}: ${text}`),
    ),
  );
  const counts = [...groupBy(texts, (text) => text)].toSorted(([, one], [, other]) => other.length - one.length);
  return {
    addresses: resources.map(({ address }) => print(address)),
    changes: counts.map(([text, { length }]) => (length === resources.length ? text : `${text} in ${length}`)),
  };
}

type Printer = (value: Json) => string;

/** Longest value. The mask comes first, because it knows whole values. */
const maximumLength = 200;

function printer(mask: SensitiveTextMask): Printer {
  return (value) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const shown = visibleText(mask(withoutSecretForms(mask(text))));
    return shown.length > maximumLength ? `${shown.slice(0, maximumLength)}...` : shown;
  };
}

const unset = "(not set)";

function changeTexts(change: AttributeChange, print: Printer): readonly string[] {
  switch (change.form) {
    case "value": {
      const { before, after } = change;
      return [`${valueText(before, print, after)} -> ${valueText(after, print, before)}`];
    }
    case "unknown":
      return [`${valueText(change.before, print)} -> (known after apply)`];
    case "items":
      return [
        [
          ...signed("+", change.added, print),
          ...Array.from({ length: change.unknown }, () => "+ (known after apply)"),
          ...signed("-", change.removed, print),
        ].join(" "),
      ];
    case "order":
      return ["only the order changes"];
    case "lines":
      return lineTexts(change.lines, print);
    case "policy":
      return [
        ...change.statements.map((statement) => statementText(statement, print)),
        ...(change.isPartial ? ["some values are known after apply"] : []),
      ];
    case "hidden":
      return ["changes (hidden)"];
  }
}

/** Characters before the place where two long values differ. */
const contextLength = 20;

/** A value; of a long text, the part from the place on where the other one differs. */
function valueText(value: Json, print: Printer, other: Json = null): string {
  if (value === null) {
    return unset;
  }
  if (value === "") {
    return '""';
  }
  const [text, printed] = [print(value), print(other)];
  if (typeof value !== "string" || typeof other !== "string" || text !== printed) {
    return text;
  }
  const others = [...other];
  const start = [...value].findIndex((character, index) => others[index] !== character);
  return start < contextLength ? text : `...${print(value.slice(start - contextLength))}`;
}

function signed(sign: "+" | "-", items: readonly Json[], print: Printer): readonly string[] {
  return items.map((item) => `${sign} ${print(item)}`);
}

/** Lines of a text that are printed; programs have their own differences, with more lines. */
const maximumLines = 6;

function lineTexts(lines: readonly string[], print: Printer): readonly string[] {
  const more = lines.length - maximumLines;
  return lines.length === 0
    ? ["only line ends change"]
    : [
        ...lines.slice(0, maximumLines).map((line) => print(`${line.slice(0, 2)}${printableLine(line.slice(2))}`)),
        ...(more > 0 ? [`and ${pluralize(more, "more line")}`] : []),
      ];
}

function statementText(difference: StatementDifference, print: Printer): string {
  switch (difference.change) {
    case "added":
      return `statement ${print(difference.statement)} is added${contentText(difference, print)}`;
    case "removed":
      return `statement ${print(difference.statement)} is removed${contentText(difference, print)}`;
    case "changed": {
      const elements = difference.elements.map(({ element, added, removed }) =>
        [print(element), ...signed("+", added, print), ...signed("-", removed, print)].join(" "),
      );
      return `statement ${print(difference.statement)} changes: ${elements.join("; ")}`;
    }
    case "reordered":
      return "only the order of the statements changes";
  }
}

/** A statement without a Sid is named by its content. */
function contentText({ statement, content }: { readonly statement: string; readonly content: string }, print: Printer) {
  return statement === content ? "" : `: ${print(content)}`;
}
