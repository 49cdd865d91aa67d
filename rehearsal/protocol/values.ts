import { Decoder, Encoder, ExtensionCodec } from "@msgpack/msgpack";
import type { Message } from "./messages";

/** A value that Terraform does not know before apply. */
export const UNKNOWN: unique symbol = Symbol("known after apply");

/** A Terraform value as the provider sees it. */
export type ProviderValue = null | boolean | number | string | typeof UNKNOWN | readonly ProviderValue[] | ObjectValue;

/** An object value: a resource's arguments and attributes, or one nested block. */
export interface ObjectValue {
  readonly [attribute: string]: ProviderValue;
}

const EXTENSION_UNKNOWN = 0;
const EXTENSION_REFINED_UNKNOWN = 12;
const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: EXTENSION_UNKNOWN,
  encode: (value) => (value === UNKNOWN ? Uint8Array.of(0) : null),
  decode: () => UNKNOWN,
});
extensionCodec.register({ type: EXTENSION_REFINED_UNKNOWN, encode: () => null, decode: () => UNKNOWN });
const encoder = new Encoder({ extensionCodec });
const decoder = new Decoder({ extensionCodec });

/** Reads a value that Terraform sent; an absent one is null. */
export function fromDynamicValue(sent?: Message<"DynamicValue">): ProviderValue {
  if (sent?.msgpack !== undefined && sent.msgpack.length > 0) {
    return decoder.decode(sent.msgpack) as ProviderValue;
  }
  return sent?.json !== undefined && sent.json.length > 0
    ? (JSON.parse(Buffer.from(sent.json).toString("utf8")) as ProviderValue)
    : null;
}

/** Reads an object value that Terraform sent; null where the object does not exist (yet, or any more). */
export function objectFromDynamicValue(sent?: Message<"DynamicValue">): ObjectValue | null {
  const value = fromDynamicValue(sent);
  return isObjectValue(value) ? value : null;
}

/** Writes a value as Terraform reads it. */
export function toDynamicValue(value: ProviderValue): Message<"DynamicValue"> {
  return { msgpack: Uint8Array.from(encoder.encode(value)) };
}

/** Whether a value is an object, and neither null, a list nor unknown. */
export function isObjectValue(value: ProviderValue | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The items of a list, set, map or single block; none of a null or unknown one. */
export function itemsOf(value: ProviderValue | undefined): readonly ProviderValue[] {
  return Array.isArray(value) ? value : isObjectValue(value) ? [value] : [];
}

/** The text of a known string attribute; nothing of any other value. */
export function knownString(value: ProviderValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The known strings in a list or set. */
export function knownStrings(value: ProviderValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** Whether a value is unknown or holds one that is. */
export function hasUnknown(value: ProviderValue | undefined): boolean {
  if (value === UNKNOWN) {
    return true;
  }
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** Whether two values are the same, member by member. */
export function sameValue(one: ProviderValue | undefined, other: ProviderValue | undefined): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return one === other;
  }
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) =>
      sameValue(Reflect.get(one, key) as ProviderValue, Reflect.get(other, key) as ProviderValue | undefined),
    )
  );
}
