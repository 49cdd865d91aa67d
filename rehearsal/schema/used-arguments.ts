import type { Attribute, Block, CtyType, NestedBlock, ProviderSchema, ResourceSchema } from "./provider-schema";

/** What the blocks of one type in a configuration name. */
export interface UsedBody {
  /** Arguments that have a value. */
  readonly attributes: readonly string[];
  readonly blocks: Readonly<Record<string, UsedBody>>;
  /** Attributes that expressions read. */
  readonly read: readonly string[];
}

type UsedBodies = Readonly<Record<string, UsedBody>>;

/** What a configuration names of each type, and of the block of each provider by its local name. */
export interface UsedArguments {
  readonly resources: UsedBodies;
  readonly dataSources: UsedBodies;
  readonly providers: UsedBodies;
}

/** A schema with what a configuration uses in addition. */
export interface ExtendedSchema {
  readonly schema: ProviderSchema;
  /** What was added: `aws_eip.vpc` for an argument or an attribute, and the type of a data source. */
  readonly added: readonly string[];
}

/**
 * A schema with the types and arguments that a configuration uses and the schema does not have: they are of another version of the
 * provider. Their types are not known, so that what an expression reads of them decides nothing.
 *
 * @param isOwn whether a type is one of the provider
 */
export function withUsedArguments(
  schema: ProviderSchema,
  { resources, dataSources, providers }: UsedArguments,
  isOwn: (type: string) => boolean,
): ExtendedSchema {
  const added: string[] = [];
  const extend = (known: ProviderSchema["resource_schemas"], used: UsedBodies, labelsOf: LabelsOf) => {
    const own = Object.entries(used).filter(([type]) => isOwn(type));
    const extended = own.map(([type, body]): [string, ResourceSchema] => {
      const { version = 0, block = noBlock } = known[type] ?? {};
      const names = missingNames(block, body);
      added.push(...labelsOf(type, names));
      return [type, { version, block: names.length > 0 ? withUsed(block, body) : block }];
    });
    return { ...known, ...Object.fromEntries(extended) };
  };
  const ofProvider = Object.entries(providers).filter(([name]) => isOwn(`${name}_`));
  return {
    schema: {
      provider: ofProvider.reduce(
        ({ version, block }, [, body]) => ({ version, block: withUsed(block, body) }),
        schema.provider,
      ),
      resource_schemas: extend(schema.resource_schemas, resources, labelsOfArguments),
      data_source_schemas: extend(schema.data_source_schemas, dataSources, labelsOfDataSource),
    },
    added,
  };
}

/** How {@link ExtendedSchema.added} names the arguments that are added to a type. */
type LabelsOf = (type: string, added: readonly string[]) => readonly string[];

const labelsOfArguments: LabelsOf = (type, added) => added.map((name) => `${type}.${name}`);

/** An answer may depend on each argument, so that the whole data source is named. */
const labelsOfDataSource: LabelsOf = (type, added) => (added.length > 0 ? [type] : []);

const noBlock: Block = { attributes: {}, block_types: {} };

/** Names at the top of a body or below it, in dots, that a block does not have. */
function missingNames(block: Block, { attributes, blocks, read }: UsedBody): readonly string[] {
  const isMissing = (name: string): boolean => !(name in block.attributes || name in block.block_types);
  const missing = [...new Set([...attributes, ...read, ...Object.keys(blocks)])].filter(isMissing);
  const inside = Object.entries(blocks).filter(([name, body]) => {
    const nested = block.block_types[name];
    return nested !== undefined && missingNames(nested.block, body).length > 0;
  });
  return [...missing, ...inside.map(([name]) => name)];
}

/** Attributes that mean the same wherever they are. */
const usualTypes: Readonly<Record<string, CtyType>> = {
  id: "string",
  arn: "string",
  region: "string",
  tags: ["map", "string"],
  tags_all: ["map", "string"],
};

/** @param openType the type of an argument of which none is known: Terraform takes no open type in a set of blocks */
function withUsed(block: Block, { attributes, blocks, read }: UsedBody, openType: CtyType = "dynamic"): Block {
  const isMissing = (name: string): boolean => !(name in block.attributes || name in block.block_types);
  // Of a block that an expression reads, Terraform makes the attribute.
  const names = [...new Set([...attributes, ...read])].filter((name) => isMissing(name) && !(name in blocks));
  const added = names.map((name): [string, Attribute] => [
    name,
    {
      type: usualTypes[name] ?? openType,
      ...(attributes.includes(name) && { optional: true }),
      ...(read.includes(name) && { computed: true }),
    },
  ]);
  const nested = Object.entries(blocks).flatMap(([name, body]): [string, NestedBlock][] => {
    const known = block.block_types[name];
    // A block that is an argument in the schema is one that Terraform takes in both forms.
    if (known === undefined && name in block.attributes) {
      return [];
    }
    const { nesting_mode: mode, ...others } = known ?? { nesting_mode: "list", block: noBlock };
    const inner = withUsed(others.block, body, mode === "set" ? "string" : openType);
    return [[name, { nesting_mode: mode, ...others, block: inner }]];
  });
  return {
    attributes: { ...block.attributes, ...Object.fromEntries(added) },
    block_types: { ...block.block_types, ...Object.fromEntries(nested) },
  };
}
