import { memoizeByText } from "../../collections/memoize";
import { ownEntry } from "../../collections/own-entry";
import { generatedArgumentTypes } from "./generated-argument-types";

/** The type of an argument, as the provider's schema declares it. Nested blocks are a type of their own. */
export type ArgumentType = ValueType & Demand;

type ValueType =
  | { readonly kind: "string" | "number" | "bool" | "any" }
  | { readonly kind: "list" | "set" | "map"; readonly of: ArgumentType }
  | { readonly kind: "object"; readonly members: ArgumentTypes }
  /** Nested blocks of one name. */
  | { readonly kind: "blocks"; readonly members: ArgumentTypes; readonly isSingle: boolean };

/** What the schema demands of a configuration. */
interface Demand {
  /** Whether the argument must have a value, or there must be a block. @default false */
  readonly isRequired?: true;
}

/** Types by the name of the argument or block. */
export type ArgumentTypes = ReadonlyMap<string, ArgumentType>;

/**
 * The argument types of a resource type, or of a data source with the prefix `data.`.
 *
 * @returns `undefined` for a type without a model
 */
export const argumentTypesOf: (type: string) => ArgumentTypes | undefined = memoizeByText((type) => {
  const notation = ownEntry(generatedArgumentTypes, type);
  return notation === undefined ? undefined : parseArgumentTypes(notation);
});

/**
 * Parses the notation of the generated table: names with their types, separated by blanks. A name without a type is a string, and
 * `list`, `set` and `map` without an element type hold strings: `name! enabled:bool ports:set(number) rule:blocks{action}`. A required name
 * ends with `!`, and of `block{...}` there may be one.
 *
 * @throws when the text does not have that form
 */
export function parseArgumentTypes(notation: string): ArgumentTypes {
  const tokens = notation.match(/[\w-]+|[:(){}!]/g) ?? [];
  const position = { at: 0 };
  const types = parseMembers(tokens, position);
  if (position.at < tokens.length) {
    throw new Error(`argument types: ${tokens[position.at]} is not expected; generate the table again`);
  }
  return types;
}

interface Position {
  at: number;
}

function parseMembers(tokens: readonly string[], position: Position): ArgumentTypes {
  const members = new Map<string, ArgumentType>();
  while (/^\w/.test(tokens[position.at] ?? "")) {
    const name = tokens[position.at] ?? "";
    position.at += 1;
    const isRequired = takeToken(tokens, position, "!");
    const type: ArgumentType = takeToken(tokens, position, ":") ? parseType(tokens, position) : { kind: "string" };
    members.set(name, isRequired ? { ...type, isRequired } : type);
  }
  return members;
}

function parseType(tokens: readonly string[], position: Position): ArgumentType {
  const kind = tokens[position.at] ?? "";
  position.at += 1;
  switch (kind) {
    case "string":
    case "number":
    case "bool":
    case "any":
      return { kind };
    case "list":
    case "set":
    case "map": {
      const isTyped = takeToken(tokens, position, "(");
      const of: ArgumentType = isTyped ? parseType(tokens, position) : { kind: "string" };
      return isTyped && !takeToken(tokens, position, ")") ? unexpectedType(kind) : { kind, of };
    }
    case "object":
    case "block":
    case "blocks": {
      const isOpened = takeToken(tokens, position, "{");
      const members = parseMembers(tokens, position);
      if (!isOpened || !takeToken(tokens, position, "}")) {
        return unexpectedType(kind);
      }
      return kind === "object" ? { kind, members } : { kind: "blocks", members, isSingle: kind === "block" };
    }
    default:
      return unexpectedType(kind);
  }
}

function takeToken(tokens: readonly string[], position: Position, token: string): boolean {
  const isNext = tokens[position.at] === token;
  position.at += isNext ? 1 : 0;
  return isNext;
}

function unexpectedType(kind: string): never {
  throw new Error(`argument types: ${kind} is not a type or is not closed; generate the table again`);
}
