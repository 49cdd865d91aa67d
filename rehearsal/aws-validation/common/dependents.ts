import type { AccountState, AwsResource } from "../../fake-aws/account-state";
import type { ProviderValue } from "../../protocol/values";
import { knownString } from "../../protocol/values";

/** Every known string in a value, at any depth. */
export function stringsIn(value: ProviderValue | undefined): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap((inner: ProviderValue) => stringsIn(inner))
    : [];
}

/** Things other than `thing` whose rows name it by id or ARN. */
export function dependentsOf(accountState: AccountState, { type, attributes }: AwsResource): readonly AwsResource[] {
  const names = new Set(
    [knownString(attributes.id), knownString(attributes.arn)].filter((name) => name !== undefined && name !== ""),
  );
  return [...accountState.resources.values()].filter(
    (other) =>
      !(other.type === type && other.attributes.id === attributes.id) &&
      stringsIn(other.attributes).some((text) => names.has(text)),
  );
}

/** How a message names a thing. */
export function resourceLabel({ type, attributes }: AwsResource): string {
  return `${type} ${knownString(attributes.id) ?? ""}`.trim();
}
