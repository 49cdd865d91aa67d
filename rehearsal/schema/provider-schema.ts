/** A Terraform type in its JSON form: `"string"`, `["set", "string"]`, `["object", { id: "string" }]`. */
export type CtyType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", CtyType]
  | readonly ["object", Readonly<Record<string, CtyType>>];

/** One argument or exported attribute. */
export interface Attribute {
  readonly type: CtyType;
  readonly description?: string;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
}

/** A block inside a block, and how often it may stand there. */
export interface NestedBlock {
  readonly nesting_mode: "single" | "list" | "set" | "map";
  readonly block: Block;
  readonly min_items?: number;
  readonly max_items?: number;
}

/** What may stand between the braces of a resource, a data source or the provider. */
export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly block_types: Readonly<Record<string, NestedBlock>>;
}

/** The schema of one resource type, data source type or provider. */
export interface ResourceSchema {
  readonly version: number;
  readonly block: Block;
}

/** What `terraform providers schema -json` prints for one provider. */
export interface ProviderSchema {
  readonly provider: ResourceSchema;
  readonly resource_schemas: Readonly<Record<string, ResourceSchema>>;
  readonly data_source_schemas: Readonly<Record<string, ResourceSchema>>;
}

/** The provider that the rehearsal stands in for, as `required_providers` spells its source. */
export const PROVIDER_SOURCE = "hashicorp/aws";
