import { orderedList } from "../terraform-list";
import {
  conditionOf,
  escapeTemplate,
  isNull,
  joinTexts,
  listValue,
  numberOfText,
  plainText,
  refusedValue,
  scalarText,
  scalarValue,
  type TerraformFunction,
  type TerraformValue,
  textValue,
  unknownValue,
} from "../terraform-value";
import { integerOf, isAscii, isPrintableAscii, stringValue, textFunction } from "./arguments";
import { formatList, formatText } from "./format-text";
import { beginsWith } from "./known-start";
import { expandReplacement, regularExpression } from "./regular-expression";

/** A function whose result Go and JavaScript agree on within ASCII. */
function asciiFunction(apply: (text: string) => string): TerraformFunction {
  return textFunction(1, (text = "") => (isAscii(text) ? stringValue(apply(text)) : unknownValue));
}

function questionFunction(apply: (text: string, part: string) => boolean): TerraformFunction {
  return textFunction(2, (text = "", part = "") => scalarValue(apply(text, part)));
}

function editFunction(apply: (text: string, part: string) => string): TerraformFunction {
  return textFunction(2, (text = "", part = "") => stringValue(apply(text, part)));
}

/** The matches of a pattern: a text, or a list of the groups. Named groups are not read. */
function matchValue(match: RegExpMatchArray): TerraformValue {
  const [whole = "", ...groups] = match;
  return groups.length === 0
    ? stringValue(whole)
    : listValue(groups.map((group) => (group === undefined ? scalarValue(null) : stringValue(group))));
}

/** The match of a pattern in a text; a text without a match is refused. */
const matchOf = textFunction(2, (pattern = "", text = "") => {
  const expression = regularExpression(pattern, text);
  const match = expression === undefined ? undefined : text.match(expression);
  return match === undefined ? unknownValue : match === null ? refusedValue : matchValue(match);
});

/** Whether a pattern matches the empty text, which Go and JavaScript find at different places. */
function matchesNothing(pattern: string): boolean {
  return regularExpression(pattern, "")?.test("") !== false;
}

function replaceText(text: string, sought: string, replacement: string): TerraformValue {
  // Terraform reads `//` as an empty pattern, too.
  const [, pattern] = /^\/(.*)\/$/s.exec(sought) ?? [];
  if (pattern === undefined) {
    return stringValue(text.replaceAll(sought, () => replacement));
  }
  const expression = regularExpression(pattern, text, "g");
  return expression === undefined || matchesNothing(pattern)
    ? unknownValue
    : stringValue(text.replaceAll(expression, (...found) => expandReplacement(replacement, groupsOf(found))));
}

/** The match and its groups, before the position and the text that `replaceAll` adds. */
function groupsOf(found: readonly unknown[]): readonly (string | undefined)[] {
  const end = found.findIndex((value) => typeof value === "number");
  return found.slice(0, end).map((value) => (value === undefined ? undefined : String(value)));
}

/** Characters of a text; one character is one byte within printable ASCII. */
function substring([value, offset, length]: readonly TerraformValue[]): TerraformValue {
  const text = value === undefined ? undefined : plainText(value);
  const [from, count] = [integerOf(offset), integerOf(length)];
  if (text === undefined || from === undefined || count === undefined || !isPrintableAscii(text)) {
    return unknownValue;
  }
  const start = from < 0 ? Math.max(from + text.length, 0) : from;
  return from < -text.length || start > text.length || count < -1
    ? unknownValue
    : stringValue(count === -1 ? text.slice(start) : text.slice(start, start + count));
}

/** Functions over texts, as Terraform documents them. */
export const stringFunctions: Readonly<Record<string, TerraformFunction>> = {
  tostring: ([value = unknownValue]) => (value.kind === "scalar" ? textValue(value) : unknownValue),
  tonumber: ([value = unknownValue]) => {
    if (isNull(value)) {
      return value;
    }
    const isBoolean = value.kind === "scalar" && typeof value.value === "boolean";
    const text = isBoolean ? undefined : plainText(value);
    const number = numberOfText(text ?? "");
    const isNoNumber = isBoolean || (text !== undefined && /^[A-Za-z]*$/.test(text) && !/^(?:inf|nan)/i.test(text));
    return number === undefined ? (isNoNumber ? refusedValue : unknownValue) : scalarValue(number);
  },
  tobool: ([value = unknownValue]) => {
    const truth = conditionOf(value);
    return isNull(value) ? value : truth === undefined ? unknownValue : scalarValue(truth);
  },
  lower: asciiFunction((text) => text.toLowerCase()),
  upper: asciiFunction((text) => text.toUpperCase()),
  title: asciiFunction((text) => text.replaceAll(/(?<![A-Za-z0-9_])[a-z]/g, (letter) => letter.toUpperCase())),
  strrev: textFunction(1, (text = "") =>
    isPrintableAscii(text) ? stringValue([...text].reverse().join("")) : unknownValue,
  ),
  trimspace: asciiFunction((text) => text.trim()),
  chomp: textFunction(1, (text = "") => stringValue(text.replace(/[\r\n]+$/, ""))),
  startswith: ([text, part, ...others]) => {
    const sought = part === undefined ? undefined : plainText(part);
    const answer = text === undefined || sought === undefined ? undefined : beginsWith(text, sought);
    return others.length > 0 || answer === undefined ? unknownValue : scalarValue(answer);
  },
  endswith: questionFunction((text, part) => text.endsWith(part)),
  strcontains: questionFunction((text, part) => text.includes(part)),
  trimprefix: editFunction((text, part) => (text.startsWith(part) ? text.slice(part.length) : text)),
  trimsuffix: editFunction((text, part) => (part !== "" && text.endsWith(part) ? text.slice(0, -part.length) : text)),
  trim: editFunction((text, characters) => {
    const isInside = (character: string): boolean => !characters.includes(character);
    const letters = [...text];
    const start = letters.findIndex(isInside);
    return start < 0 ? "" : letters.slice(start, letters.findLastIndex(isInside) + 1).join("");
  }),
  indent: ([count, text]) => {
    const blanks = integerOf(count);
    const lines = text === undefined ? undefined : plainText(text);
    return blanks === undefined || blanks < 0 || blanks > 1000 || lines === undefined
      ? unknownValue
      : stringValue(lines.replaceAll("\n", `\n${" ".repeat(blanks)}`));
  },
  substr: substring,
  replace: textFunction(3, (text = "", sought = "", replacement = "") => replaceText(text, sought, replacement)),
  regex: ([pattern = unknownValue, text = unknownValue, ...others]) => {
    // A text of which only the start is known: modules tell by it what kind of ID they were given.
    const [, start] = /^\^([\w-]+)$/.exec(plainText(pattern) ?? "") ?? [];
    const begins = start === undefined || plainText(text) !== undefined ? undefined : beginsWith(text, start);
    if (begins !== undefined && others.length === 0) {
      return begins ? stringValue(start ?? "") : refusedValue;
    }
    return matchOf([pattern, text, ...others]);
  },
  regexall: textFunction(2, (pattern = "", text = "") => {
    const expression = regularExpression(pattern, text, "g");
    return expression === undefined || matchesNothing(pattern)
      ? unknownValue
      : listValue([...text.matchAll(expression)].map(matchValue));
  }),
  join: ([separator, ...lists]) => {
    const between = separator === undefined ? undefined : plainText(separator);
    const items = lists.flatMap((list) =>
      list.kind === "list" && orderedList(list).ordered ? list.items : [unknownValue],
    );
    const texts = items.map((item) =>
      item.kind === "scalar" && item.value !== null ? scalarText(item.value) : undefined,
    );
    return lists.length > 0 && between !== undefined && texts.every((item) => item !== undefined)
      ? joinTexts(texts.flatMap((text, index) => (index === 0 ? [text] : [escapeTemplate(between), text])))
      : unknownValue;
  },
  split: textFunction(2, (separator = "", text = "") => listValue(text.split(separator).map(stringValue))),
  format: ([pattern, ...args]) => {
    const form = pattern === undefined ? undefined : plainText(pattern);
    return form === undefined ? unknownValue : formatText(form, args);
  },
  formatlist: ([pattern, ...args]) => {
    const form = pattern === undefined ? undefined : plainText(pattern);
    const texts = form === undefined ? undefined : formatList(form, args);
    return texts === undefined ? unknownValue : listValue(texts);
  },
  basename: textFunction(1, (path = "") => (/^[\w./-]*[\w-]$/.test(path) ? stringValue(lastName(path)) : unknownValue)),
  dirname: textFunction(1, (path = "") => {
    const isPlain = /^(?:\.{0,2}\/)?(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/.test(path);
    return isPlain ? stringValue(folderOf(path)) : unknownValue;
  }),
};

function lastName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Go cleans a path, so that `./a/b` is in `a`. */
function folderOf(path: string): string {
  const at = path.lastIndexOf("/");
  const folder = at < 0 ? "." : at === 0 ? "/" : path.slice(0, at);
  return folder.replace(/^\.\/(?=.)/, "");
}
