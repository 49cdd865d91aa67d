import type { ProviderConfiguration } from "../fake-aws/provider-configuration";
import { RECOMPUTED_ATTRIBUTES } from "../fake-aws/recomputed-attributes";
import type { ObjectValue, ProviderValue } from "../protocol/values";
import { hasUnknown, isObjectValue, isTypedValue, sameValue, UNKNOWN } from "../protocol/values";
import type { Block, NestedBlock } from "../schema/provider-schema";
import { requiredReplacements } from "./required-replacements";

/** Input of a plan for one resource. */
export interface PlanRequest {
  readonly type: string;
  readonly block: Block;
  /** Null if the resource does not exist yet. */
  readonly prior: ObjectValue | null;
  readonly proposed: ObjectValue;
  readonly config: ObjectValue;
  readonly providerConfig: ProviderConfiguration;
}

/** The planned attributes, and the arguments that force a replacement. */
export interface PlanResult {
  readonly attributes: ObjectValue;
  readonly requiresReplace: readonly string[];
}

/** Plans a resource as the provider does: configured values stay, computed values are unknown until apply. */
export function planChange(request: PlanRequest): PlanResult {
  const { type, block, prior, config } = request;
  const requiresReplace = prior === null ? [] : requiredReplacements({ type, block, prior, config });
  const isNew = prior === null || requiresReplace.length > 0;
  const attributes = withUnknownValues(request, (key) => isNew || isRecomputed(request, key));
  return { attributes: { ...attributes, ...knownAtPlan(request, attributes) }, requiresReplace };
}

/** The proposed values, where what the provider computes anew and the configuration does not set is unknown until the apply. */
export function withUnknownValues(
  { block, proposed, config }: Pick<PlanRequest, "block" | "proposed" | "config">,
  isComputedAnew: (attribute: string) => boolean,
): ObjectValue {
  const attributes: Record<string, ProviderValue> = { ...proposed };
  for (const [key, attribute] of Object.entries(block.attributes)) {
    if (attribute.computed && !isConfigured(config, key) && isComputedAnew(key)) {
      attributes[key] = UNKNOWN;
    }
  }
  for (const [key, nested] of Object.entries(block.block_types)) {
    attributes[key] = unknownIfComputed(nested, attributes[key] ?? null);
  }
  return attributes;
}

function isConfigured(config: ObjectValue, key: string): boolean {
  return (config[key] ?? null) !== null;
}

/** Computed attributes that the provider knows at plan time: the region and all tags. */
function knownAtPlan({ block, config, providerConfig }: PlanRequest, attributes: ObjectValue): ObjectValue {
  const region: ObjectValue =
    "region" in block.attributes && attributes.region === UNKNOWN && providerConfig.isRegionPlanned
      ? { region: providerConfig.region }
      : {};
  if (!("tags_all" in block.attributes) || isConfigured(config, "tags_all")) {
    return region;
  }
  const tags = isObjectValue(attributes.tags) ? attributes.tags : {};
  const allTags: ProviderValue = hasUnknown(attributes.tags) ? UNKNOWN : { ...providerConfig.defaultTags, ...tags };
  return { ...region, tags_all: allTags };
}

function isRecomputed({ type, prior, proposed }: PlanRequest, key: string): boolean {
  const inputs = RECOMPUTED_ATTRIBUTES[type]?.[key] ?? [];
  return prior !== null && inputs.some((argument) => !sameValue(prior[argument], proposed[argument]));
}

/** The value of a nested block, with computed attributes unknown where they have no value. */
function unknownIfComputed(nested: NestedBlock, value: ProviderValue): ProviderValue {
  if (Array.isArray(value) && !isTypedValue(value)) {
    return value.map((item: ProviderValue) => unknownIfComputed(nested, item));
  }
  if (!isObjectValue(value)) {
    return value;
  }
  const attributes: Record<string, ProviderValue> = { ...value };
  for (const [key, attribute] of Object.entries(nested.block.attributes)) {
    attributes[key] = attribute.computed && (attributes[key] ?? null) === null ? UNKNOWN : (attributes[key] ?? null);
  }
  for (const [key, inner] of Object.entries(nested.block.block_types)) {
    attributes[key] = unknownIfComputed(inner, attributes[key] ?? null);
  }
  return attributes;
}
