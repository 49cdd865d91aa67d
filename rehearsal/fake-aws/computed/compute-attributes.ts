import type { ObjectValue, ProviderValue } from "../../protocol/values";
import { isObjectValue, itemsOf, UNKNOWN } from "../../protocol/values";
import type { Block, CtyType } from "../../schema/provider-schema";
import { accessAttributes } from "./access-attributes";
import type { ComputeAttribute, ComputeContext, ComputedAttributes } from "./computed-attribute";
import { generatedName, ownerAccount, region } from "./computed-attribute";
import { firewallAttributes } from "./firewall-attributes";
import { iamAttributes } from "./iam-attributes";
import { networkAttributes } from "./network-attributes";
import { operationsAttributes } from "./operations-attributes";
import { sharingAttributes } from "./sharing-attributes";
import { storageAttributes } from "./storage-attributes";
import { studioAttributes } from "./studio-attributes";

/** Resource types with realistic computed attributes. Other types get values that only have the right type. */
export const COMPUTED_ATTRIBUTES: ComputedAttributes = {
  ...networkAttributes,
  ...firewallAttributes,
  ...storageAttributes,
  ...studioAttributes,
  ...accessAttributes,
  ...iamAttributes,
  ...operationsAttributes,
  ...sharingAttributes,
};

/** Computed attributes with the same meaning in every type. */
const COMMON_ATTRIBUTES: Readonly<Record<string, ComputeAttribute>> = {
  region,
  owner_id: ownerAccount,
  account_id: ownerAccount,
  name: generatedName,
  id: (_row, { digits }) => digits,
};

/** Replaces every unknown value of planned attributes with a value that AWS might return. */
export function computeAttributes(
  type: string,
  block: Block,
  planned: ObjectValue,
  context: ComputeContext,
): ObjectValue {
  const own = COMPUTED_ATTRIBUTES[type] ?? {};
  const attributes: Record<string, ProviderValue> = { ...planned };
  const order = [...Object.keys(block.attributes).filter((key) => !(key in own)), ...Object.keys(own)];
  for (const key of order.filter((name) => planned[name] === UNKNOWN)) {
    const answer = own[key] ?? COMMON_ATTRIBUTES[key];
    attributes[key] =
      answer === undefined
        ? placeholderValue(block.attributes[key]?.type ?? "dynamic", key, context)
        : answer(attributes, context);
  }
  for (const [key, nested] of Object.entries(block.block_types)) {
    attributes[key] = computeNestedBlock(nested.block, attributes[key] ?? null, context);
  }
  return attributes;
}

/** Nothing refers to computed attributes of nested blocks, so plain values are enough. */
function computeNestedBlock(block: Block, value: ProviderValue, context: ComputeContext): ProviderValue {
  if (Array.isArray(value)) {
    return itemsOf(value).map((item) => computeNestedBlock(block, item, context));
  }
  if (!isObjectValue(value)) {
    return value === UNKNOWN ? null : value;
  }
  const entries = Object.entries(value).map(([key, inner]): [string, ProviderValue] => {
    const nested = block.block_types[key];
    const attribute = block.attributes[key];
    if (nested !== undefined) {
      return [key, computeNestedBlock(nested.block, inner, context)];
    }
    return [key, inner === UNKNOWN && attribute !== undefined ? placeholderValue(attribute.type, key, context) : inner];
  });
  return Object.fromEntries(entries);
}

/** The empty value of a type, or an ARN if the attribute name ends with `arn`. */
function placeholderValue(type: CtyType, key: string, context: ComputeContext): ProviderValue {
  if (type === "string") {
    const { partition, region: where, account } = context.providerConfig;
    return key.endsWith("arn") ? `arn:${partition}:rehearsal:${where}:${account}:${key}/${context.digits}` : "";
  }
  if (typeof type === "string") {
    return type === "number" ? 0 : type === "bool" ? false : null;
  }
  if (type[0] === "object") {
    return Object.fromEntries(Object.entries(type[1]).map(([name, of]) => [name, placeholderValue(of, name, context)]));
  }
  return type[0] === "map" ? {} : [];
}
