import { isJsonObject, type Json } from "../../terraform/configuration";
import { isComputed, isVague } from "../patterns/placeholders";
import type { TextReader } from "./resolve-policy-text";

/** Whether a text that names a thing names one of this account, of another one, or nobody can tell. */
export type Whose = "ours" | "theirs" | "unknown";

/** The account that an ARN names; empty where it names none, as those of buckets. */
export function accountIn(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:([^:]*):/u.exec(arn)?.[1];
}

/**
 * Whose a thing is, by its ARN, by the address of a registry, which begins with its account, or by being a reference to a
 * resource of the configuration.
 */
export function whose(text: TextReader, value: string): Whose {
  const named = text.read(value);
  const [first = ""] = named;
  const account = accountIn(named) ?? /^(.+)\.dkr\.ecr\./u.exec(named)?.[1];
  if (account === text.account) {
    return "ours";
  }
  if (account !== undefined && account !== "" && !isVague(account)) {
    return "theirs";
  }
  return isComputed(first) && !isVague(named) ? "ours" : "unknown";
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
