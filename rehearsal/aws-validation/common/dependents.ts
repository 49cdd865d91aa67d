import type { Thing, World } from "../../fake-aws/account-state";
import type { Value } from "../../protocol/values";
import { textOf } from "../../protocol/values";

/** Every known string in a value, at any depth. */
export function stringsIn(value: Value | undefined): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap((inner: Value) => stringsIn(inner))
    : [];
}

/** Things other than `thing` whose rows name it by id or ARN. */
export function mentionsOf(world: World, { type, row }: Thing): readonly Thing[] {
  const names = new Set([textOf(row.id), textOf(row.arn)].filter((name) => name !== undefined && name !== ""));
  return [...world.things.values()].filter(
    (other) =>
      !(other.type === type && other.row.id === row.id) && stringsIn(other.row).some((text) => names.has(text)),
  );
}

/** How a message names a thing. */
export function nameOf({ type, row }: Thing): string {
  return `${type} ${textOf(row.id) ?? ""}`.trim();
}
