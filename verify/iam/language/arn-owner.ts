import { isJsonObject, type Json } from "../../terraform/terraform-configuration";
import { containsUnknown, isOpaquePlaceholder } from "../patterns/placeholders";
import type { PolicyTextResolver } from "./policy-text-resolver";

/** Whether a text that names a thing names one of this account, of another one, or nobody can tell. */
export type Ownership = "own" | "foreign" | "unknown";

/** The account that an ARN names; empty where it names none, as those of buckets. */
export function accountOfArn(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:([^:]*):/u.exec(arn)?.[1];
}

/**
 * Whose a thing is, by its ARN, by the address of a registry, which begins with its account, or by being a reference to a
 * resource of the configuration.
 */
export function ownerOfArn(text: PolicyTextResolver, value: string): Ownership {
  const named = text.resolve(value);
  const [first = ""] = named;
  const account = accountOfArn(named) ?? /^(.+)\.dkr\.ecr\./u.exec(named)?.[1];
  if (account === text.account) {
    return "own";
  }
  if (account !== undefined && account !== "" && !containsUnknown(account)) {
    return "foreign";
  }
  return isOpaquePlaceholder(first) && !containsUnknown(named) ? "own" : "unknown";
}

/** Every text in a value with the name of the argument that it stands under. */
export function stringLeaves(
  value: Json | undefined,
  name: string,
): readonly (readonly [name: string, text: string])[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => stringLeaves(item, name));
  }
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([key, inner]) => stringLeaves(inner, key));
  }
  return typeof value === "string" && value !== "" ? [[name, value]] : [];
}
