import type { Cloud } from "../fake-aws/provider-configuration";
import { FOLLOWS, REPLACED_BY } from "../fake-aws/replacements";
import type { Row, Value } from "../protocol/values";
import { hasUnknown, isRow, sameValue, UNKNOWN } from "../protocol/values";
import type { Block, NestedBlock } from "../schema/provider-schema";

/** What Terraform asks a plan for. */
export interface Planning {
  readonly type: string;
  readonly block: Block;
  /** Null where the resource is to be created. */
  readonly prior: Row | null;
  readonly proposed: Row;
  readonly config: Row;
  readonly cloud: Cloud;
}

/** The planned row, and the arguments whose change makes it a replacement. */
export interface Planned {
  readonly row: Row;
  readonly replacedBy: readonly string[];
}

/** Plans a resource as the provider would: what is configured stays, what AWS decides is unknown until it exists. */
export function planChange(planning: Planning): Planned {
  const { type, block, prior, proposed, config } = planning;
  const replacedBy =
    prior === null
      ? []
      : (REPLACED_BY[type] ?? []).filter((key) => isConfigured(config, key) && !sameValue(config[key], prior[key]));
  const fresh = prior === null || replacedBy.length > 0;
  const row: Record<string, Value> = { ...proposed };
  for (const [key, attribute] of Object.entries(block.attributes)) {
    if (attribute.computed && !isConfigured(config, key) && (fresh || followsChange(planning, key))) {
      row[key] = UNKNOWN;
    }
  }
  for (const [key, nested] of Object.entries(block.block_types)) {
    row[key] = decidedLater(nested, row[key] ?? null);
  }
  return { row: { ...row, ...settledAtPlan(planning, row) }, replacedBy };
}

function isConfigured(config: Row, key: string): boolean {
  return (config[key] ?? null) !== null;
}

/** What the provider knows at plan time though it is computed: the region, and all tags. */
function settledAtPlan({ block, config, cloud }: Planning, row: Row): Row {
  const region: Row = "region" in block.attributes && row.region === UNKNOWN ? { region: cloud.region } : {};
  if (!("tags_all" in block.attributes) || isConfigured(config, "tags_all")) {
    return region;
  }
  const tags = isRow(row.tags) ? row.tags : {};
  const allTags: Value = hasUnknown(row.tags) ? UNKNOWN : { ...cloud.defaultTags, ...tags };
  return { ...region, tags_all: allTags };
}

function followsChange({ type, prior, proposed }: Planning, key: string): boolean {
  const followed = FOLLOWS[type]?.[key] ?? [];
  return prior !== null && followed.some((argument) => !sameValue(prior[argument], proposed[argument]));
}

/** In a nested block, what is computed and has no value yet. */
function decidedLater(nested: NestedBlock, value: Value): Value {
  if (Array.isArray(value)) {
    return value.map((item: Value) => decidedLater(nested, item));
  }
  if (!isRow(value)) {
    return value;
  }
  const row: Record<string, Value> = { ...value };
  for (const [key, attribute] of Object.entries(nested.block.attributes)) {
    row[key] = attribute.computed && (row[key] ?? null) === null ? UNKNOWN : (row[key] ?? null);
  }
  for (const [key, inner] of Object.entries(nested.block.block_types)) {
    row[key] = decidedLater(inner, row[key] ?? null);
  }
  return row;
}
