import type { Message } from "../protocol/messages";
import { encode } from "../protocol/protobuf";
import type { Block, NestedBlock, ProviderSchema, ResourceSchema } from "../schema/provider-schema";

const NESTING: Readonly<Record<NestedBlock["nesting_mode"], number>> = { single: 1, list: 2, set: 3, map: 4 };

/** A schema with its encoded reply. It is encoded once, because every Terraform process requests it several times. */
export interface EncodedSchema {
  readonly schema: ProviderSchema;
  readonly reply: Uint8Array;
}

/** Encodes the reply to GetSchema. */
export function encodeSchema(schema: ProviderSchema): EncodedSchema {
  return { schema, reply: encode("SchemaReply", schemaReply(schema)) };
}

/** Modules name themselves in a block `provider_meta "aws"`. The package of the provider does not contain its schema. */
const PROVIDER_META: ResourceSchema = {
  version: 0,
  block: { attributes: { user_agent: { type: ["list", "string"], optional: true } }, block_types: {} },
};

function schemaReply(schema: ProviderSchema): Message<"SchemaReply"> {
  return {
    provider: schemaMessage(schema.provider),
    resource_schemas: table(schema.resource_schemas),
    data_source_schemas: table(schema.data_source_schemas),
    provider_meta: schemaMessage(PROVIDER_META),
    server_capabilities: { get_provider_schema_optional: true },
  };
}

function table(schemas: Readonly<Record<string, ResourceSchema>>): Record<string, Message<"Schema">> {
  return Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, schemaMessage(schema)]));
}

function schemaMessage({ version, block }: ResourceSchema): Message<"Schema"> {
  return { version, block: blockMessage(block) };
}

function blockMessage(block: Block): Message<"SchemaBlock"> {
  return {
    attributes: Object.entries(block.attributes).map(([name, attribute]) => ({
      ...attribute,
      name,
      type: Buffer.from(JSON.stringify(attribute.type)),
    })),
    block_types: Object.entries(block.block_types).map(([typeName, nested]) => ({
      type_name: typeName,
      nesting: NESTING[nested.nesting_mode],
      block: blockMessage(nested.block),
      min_items: nested.min_items ?? 0,
      max_items: nested.max_items ?? 0,
    })),
  };
}
