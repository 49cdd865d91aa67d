import { FORCE_NEW_ARGUMENTS, RECOMPUTED_ATTRIBUTES } from "../fake-aws/force-new-arguments";
import type { ProviderConfiguration } from "../fake-aws/provider-configuration";
import type { ObjectValue, ProviderValue } from "../protocol/values";
import { hasUnknown, isObjectValue, sameValue, UNKNOWN } from "../protocol/values";
import type { Block, NestedBlock } from "../schema/provider-schema";

/** What Terraform asks a plan for. */
export interface PlanRequest {
  readonly type: string;
  readonly block: Block;
  /** Null where the resource is to be created. */
  readonly prior: ObjectValue | null;
  readonly proposed: ObjectValue;
  readonly config: ObjectValue;
  readonly providerConfig: ProviderConfiguration;
}

/** The planned row, and the arguments whose change makes it a replacement. */
export interface PlanResult {
  readonly attributes: ObjectValue;
  readonly requiresReplace: readonly string[];
}

/** Plans a resource as the provider would: what is configured stays, what AWS decides is unknown until it exists. */
export function planChange(request: PlanRequest): PlanResult {
  const { type, block, prior, proposed, config } = request;
  const replacedBy =
    prior === null
      ? []
      : (FORCE_NEW_ARGUMENTS[type] ?? []).filter(
          (key) => isConfigured(config, key) && !sameValue(config[key], prior[key]),
        );
  const fresh = prior === null || replacedBy.length > 0;
  const attributes: Record<string, ProviderValue> = { ...proposed };
  for (const [key, attribute] of Object.entries(block.attributes)) {
    if (attribute.computed && !isConfigured(config, key) && (fresh || isRecomputed(request, key))) {
      attributes[key] = UNKNOWN;
    }
  }
  for (const [key, nested] of Object.entries(block.block_types)) {
    attributes[key] = unknownIfComputed(nested, attributes[key] ?? null);
  }
  return { attributes: { ...attributes, ...knownAtPlan(request, attributes) }, requiresReplace: replacedBy };
}

function isConfigured(config: ObjectValue, key: string): boolean {
  return (config[key] ?? null) !== null;
}

/** What the provider knows at plan time though it is computed: the region, and all tags. */
function knownAtPlan({ block, config, providerConfig }: PlanRequest, attributes: ObjectValue): ObjectValue {
  const region: ObjectValue =
    "region" in block.attributes && attributes.region === UNKNOWN ? { region: providerConfig.region } : {};
  if (!("tags_all" in block.attributes) || isConfigured(config, "tags_all")) {
    return region;
  }
  const tags = isObjectValue(attributes.tags) ? attributes.tags : {};
  const allTags: ProviderValue = hasUnknown(attributes.tags) ? UNKNOWN : { ...providerConfig.defaultTags, ...tags };
  return { ...region, tags_all: allTags };
}

function isRecomputed({ type, prior, proposed }: PlanRequest, key: string): boolean {
  const followed = RECOMPUTED_ATTRIBUTES[type]?.[key] ?? [];
  return prior !== null && followed.some((argument) => !sameValue(prior[argument], proposed[argument]));
}

/** In a nested block, what is computed and has no value yet. */
function unknownIfComputed(nested: NestedBlock, value: ProviderValue): ProviderValue {
  if (Array.isArray(value)) {
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
