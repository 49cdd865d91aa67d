import type { AccountState, AwsResource } from "../../fake-aws/account-state";
import type { ProviderValue } from "../../protocol/values";
import { knownString } from "../../protocol/values";

/** All known strings in a value, at any depth. */
export function stringsIn(value: ProviderValue | undefined): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap((inner: ProviderValue) => stringsIn(inner))
    : [];
}

/** Other resources whose attributes contain the ID or ARN of the resource. */
export function dependentsOf(accountState: AccountState, { type, attributes }: AwsResource): readonly AwsResource[] {
  const identifiers = new Set(
    [knownString(attributes.id), knownString(attributes.arn)].filter((value) => value !== undefined && value !== ""),
  );
  return [...accountState.resources.values()].filter(
    (other) =>
      !(other.type === type && other.attributes.id === attributes.id) &&
      stringsIn(other.attributes).some((text) => identifiers.has(text)),
  );
}

/** The name of a resource in error texts. */
export function resourceLabel({ type, attributes }: AwsResource): string {
  return `${type} ${knownString(attributes.id) ?? ""}`.trim();
}
