import { isJsonObject, type Json } from "../configuration";
import { isComputed, isUnknown } from "./letters";
import type { TextReader } from "./text-reader";

/** Whether a text that names a thing names one of this account, of another one, or nobody can tell. */
export type Whose = "ours" | "theirs" | "unknown";

/**
 * Whose a thing is, by its ARN, by the address of a registry, which begins with its account, or by being a reference to a
 * resource of the configuration.
 */
export function whose(text: TextReader, value: string): Whose {
  const named = text.read(value);
  const [first = ""] = named;
  const account = /^arn:[^:]*:[^:]*:[^:]*:([^:]*):/u.exec(named)?.[1] ?? /^(.+)\.dkr\.ecr\./u.exec(named)?.[1];
  if (account === text.account) {
    return "ours";
  }
  if (account !== undefined && account !== "" && ![...account].some(isUnknown)) {
    return "theirs";
  }
  return isComputed(first) && ![...named].some(isUnknown) ? "ours" : "unknown";
}

/** Every text in a value with the name of the argument that it stands under. */
export function leavesOf(value: Json | undefined, name: string): readonly (readonly [name: string, text: string])[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => leavesOf(item, name));
  }
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, key));
  }
  return typeof value === "string" && value !== "" ? [[name, value]] : [];
}
