import { awsPartitions } from "../../../aws/partitions";
import { isJsonObject, type Json } from "../../terraform/terraform-configuration";
import { containsUnknown, isOpaquePlaceholder } from "../patterns/placeholders";
import type { PolicyTextResolver } from "./policy-text-resolver";

/** Whether an ARN belongs to this account, to another account, or cannot be determined. */
export type Ownership = "own" | "foreign" | "unknown";

/** The account in an ARN; empty in ARNs without one, such as those of buckets. */
export function accountOfArn(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:([^:]*):/u.exec(arn)?.[1];
}

/** Whether an ARN is of another partition than the stack: an account there is another one, whatever its number. */
export function isOfOtherPartition({ partition }: PolicyTextResolver, arn: string): boolean {
  const named = /^arn:([^:]*):/u.exec(arn)?.[1];
  return named !== partition && [named, partition].every((name) => awsPartitions.some((one) => one.name === name));
}

/** Whether a text names a registry of ECR, or something that only looks like one. */
export function namesRegistry(text: string): boolean {
  return text.includes(".dkr.ecr.");
}

/**
 * The account in the host name of an ECR registry, at the beginning of a text.
 *
 * @returns `undefined` for a host that is not one of AWS in the partition of the stack: anybody may own `111122223333.dkr.ecr.example.com`
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export function accountOfRegistry({ partition }: PolicyTextResolver, text: string): string | undefined {
  const [host = ""] = text.split("/");
  const { account, suffix } =
    /^(?<account>[^.]+)\.dkr\.ecr(?:-fips)?\.[^.]+\.(?<suffix>[^:@]+)/u.exec(host)?.groups ?? {};
  const own = awsPartitions.filter(({ name }) => name === partition);
  const isOfAws = (own.length > 0 ? own : awsPartitions).some(({ dnsSuffix }) => dnsSuffix === suffix);
  return isOfAws ? account : undefined;
}

/**
 * The owner of what a text names: by the account in its ARN or in the host name of an ECR registry. A reference to a
 * resource of the configuration is this account's.
 */
export function ownerOfArn(text: PolicyTextResolver, value: string): Ownership {
  const resolved = text.resolve(value);
  if (isOfOtherPartition(text, resolved)) {
    return "foreign";
  }
  const [first = ""] = resolved;
  const account = accountOfArn(resolved) ?? accountOfRegistry(text, resolved);
  if (account === undefined && namesRegistry(resolved)) {
    return containsUnknown(resolved) ? "unknown" : "foreign";
  }
  if (account === text.account) {
    return "own";
  }
  if (account !== undefined && account !== "" && !containsUnknown(account)) {
    return "foreign";
  }
  return isOpaquePlaceholder(first) && !containsUnknown(resolved) ? "own" : "unknown";
}

/** Every non-empty string in a value, at any depth, with the name of its argument. */
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
