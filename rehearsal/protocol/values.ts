import { Decoder, Encoder, ExtensionCodec } from "@msgpack/msgpack";
import type { Message } from "./messages";

/** A value that is unknown until apply. */
export const UNKNOWN: unique symbol = Symbol("known after apply");

/** A Terraform value. */
export type ProviderValue = null | boolean | number | string | typeof UNKNOWN | readonly ProviderValue[] | ObjectValue;

/** An object value: the attributes of a resource or of a nested block. */
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

/** Decodes a value. An absent value is null. */
export function fromDynamicValue(sent?: Message<"DynamicValue">): ProviderValue {
  if (sent?.msgpack !== undefined && sent.msgpack.length > 0) {
    return decoder.decode(sent.msgpack) as ProviderValue;
  }
  return sent?.json !== undefined && sent.json.length > 0
    ? (JSON.parse(Buffer.from(sent.json).toString("utf8")) as ProviderValue)
    : null;
}

/** Decodes an object value. Null if the object does not exist. */
export function objectFromDynamicValue(sent?: Message<"DynamicValue">): ObjectValue | null {
  const value = fromDynamicValue(sent);
  return isObjectValue(value) ? value : null;
}

/** Encodes a value for Terraform. */
export function toDynamicValue(value: ProviderValue): Message<"DynamicValue"> {
  return { msgpack: Uint8Array.from(encoder.encode(value)) };
}

/** Whether a value is an object: not null, a list or unknown. */
export function isObjectValue(value: ProviderValue | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/**
 * Whether a value is one of a type that no schema says: its type in JSON, and the value. Terraform sends blocks in this form as well, where an
 * argument of theirs has such a type.
 *
 * @see https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
 */
export function isTypedValue(value: ProviderValue | undefined): boolean {
  return Array.isArray(value) && (value[0] as unknown) instanceof Uint8Array;
}

/** The items of a list, set, map or single block. Empty for null and unknown values. */
export function itemsOf(value: ProviderValue | undefined): readonly ProviderValue[] {
  return Array.isArray(value) ? value : isObjectValue(value) ? [value] : [];
}

/** A known string, or undefined for any other value. */
export function knownString(value: ProviderValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The known strings in a list or set. */
export function knownStrings(value: ProviderValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** Whether a value is unknown or contains an unknown value. */
export function hasUnknown(value: ProviderValue | undefined): boolean {
  if (value === UNKNOWN) {
    return true;
  }
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** Whether two values are equal, including their members. */
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
