import type { Json, JsonObject } from "../../terraform-configuration";

/** A key that an object of a JSON text has a second time. */
export interface DuplicateKey {
  /** Keys and positions from the root to the key. */
  readonly path: readonly string[];
  /** Line of the later key, from 1. */
  readonly line: number;
  /** Line of the earlier key, from 1. */
  readonly firstLine: number;
}

/** A JSON text with the keys that its objects have more than once. */
export interface ParsedJson {
  /** The values of a duplicate key are one list, with the items of the values that are lists themselves. */
  readonly json: Json;
  readonly duplicates: readonly DuplicateKey[];
}

/**
 * Parses JSON and finds duplicate keys. `JSON.parse` keeps the last value of a key. Terraform merges the values of a block name
 * and refuses any other key that is there twice.
 *
 * @throws SyntaxError as `JSON.parse`
 */
export function parseJson(source: string): ParsedJson {
  const text = withoutLoneSurrogates(source);
  const json = JSON.parse(text) as Json;
  return membersOfText(text) === membersOfValue(json) ? { json, duplicates: [] } : mergeDuplicateKeys(text);
}

/** Terraform reads an escaped half of a character as U+FFFD, as Go does. JavaScript keeps it. */
function withoutLoneSurrogates(text: string): string {
  return /\\u[dD][89a-fA-F]/.test(text)
    ? text.replaceAll(escapes, (written) => (loneSurrogate.test(written) ? "\\ufffd" : written))
    : text;
}

/** Each escape of a JSON text, and both halves of a character as one. */
const escapes = /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\./g;
const loneSurrogate = /^\\u[dD][89a-fA-F][\da-fA-F]{2}$/;

/** The members of all objects of a valid JSON text, as it is written: one colon each. It creates no values, so that large plans stay cheap. */
function membersOfText(text: string): number {
  let members = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) {
      at = endOfJsonString(text, at) - 1;
    } else if (character === COLON) {
      members += 1;
    }
  }
  return members;
}

/** The members of all objects of a parsed value: fewer than in its text if an object had a key twice. */
function membersOfValue(json: Json): number {
  let members = 0;
  const open: Json[] = [json];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const inner = isContainer(value) ? Object.values(value) : [];
    members += Array.isArray(value) ? 0 : inner.length;
    for (const item of inner) {
      if (isContainer(item)) {
        open.push(item);
      }
    }
  }
  return members;
}

/**
 * Whether an object of a parsed text has the member `__proto__`. A program that copies such an object member by member gives the copy another
 * prototype in place of the member.
 *
 * @param text the text that `json` was parsed from, which is searched first
 */
export function hasPrototypeMember(text: string, json: Json): boolean {
  if (!/__proto__|\\u/.test(text)) {
    return false;
  }
  const open: Json[] = [json];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (isContainer(value)) {
      if (Object.hasOwn(value, "__proto__")) {
        return true;
      }
      for (const item of Object.values(value)) {
        open.push(item);
      }
    }
  }
  return false;
}

function isContainer(value: Json): value is readonly Json[] | JsonObject {
  return typeof value === "object" && value !== null;
}

const OPEN_BRACE = "{".charCodeAt(0);
const OPEN_BRACKET = "[".charCodeAt(0);
const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = "\\".charCodeAt(0);
const COLON = ":".charCodeAt(0);

/** Index after the quote that closes the string at `start`. */
function endOfJsonString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) {
    end = text.indexOf('"', end + 1);
  }
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === BACKSLASH) {
    first -= 1;
  }
  return (at - first) % 2 === 1;
}

function textOfString(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes("\\") ? (JSON.parse(text.slice(start, end)) as string) : raw;
}

function endOfSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) {
    at += 1;
  }
  return at;
}

/** Parses a valid JSON text again and keeps every value of a duplicate key. */
function mergeDuplicateKeys(text: string): ParsedJson {
  const duplicates: DuplicateKey[] = [];
  let at = 0;

  const value = (path: readonly string[]): Json => {
    at = endOfSpace(text, at);
    const character = text.charCodeAt(at);
    if (character === OPEN_BRACE) {
      return object(path);
    }
    if (character === OPEN_BRACKET) {
      return list(path);
    }
    const start = at;
    at = character === QUOTE ? endOfJsonString(text, at) : endOfLiteral(text, at);
    return JSON.parse(text.slice(start, at)) as Json;
  };

  /** Whether another member follows; moves behind the comma or the closing bracket. */
  const hasNext = (): boolean => {
    at = endOfSpace(text, at) + 1;
    return text.charAt(at - 1) === ",";
  };

  const isEmpty = (): boolean => {
    const next = endOfSpace(text, at + 1);
    const empty = text.charAt(next) === "}" || text.charAt(next) === "]";
    at = empty ? next + 1 : at + 1;
    return empty;
  };

  const object = (path: readonly string[]): Json => {
    const entries = new Map<string, { readonly start: number; value: Json }>();
    if (isEmpty()) {
      return {};
    }
    do {
      const start = endOfSpace(text, at);
      at = endOfJsonString(text, start);
      const key = textOfString(text, start, at);
      at = endOfSpace(text, at) + 1;
      const earlier = entries.get(key);
      const member = value([...path, key]);
      if (earlier === undefined) {
        entries.set(key, { start, value: member });
      } else {
        duplicates.push({ path: [...path, key], line: lineAt(text, start), firstLine: lineAt(text, earlier.start) });
        earlier.value = [earlier.value, member].flat();
      }
    } while (hasNext());
    return Object.fromEntries([...entries].map(([key, entry]) => [key, entry.value]));
  };

  const list = (path: readonly string[]): Json => {
    const items: Json[] = [];
    if (isEmpty()) {
      return items;
    }
    do {
      items.push(value([...path, String(items.length)]));
    } while (hasNext());
    return items;
  };

  return { json: value([]), duplicates };
}

function endOfLiteral(text: string, from: number): number {
  const length = text.slice(from).search(/[\s,\]}]/);
  return length < 0 ? text.length : from + length;
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}
