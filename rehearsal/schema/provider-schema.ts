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
  readonly sensitive?: true;
}

/** A nested block, with its allowed number. */
export interface NestedBlock {
  readonly nesting_mode: "single" | "list" | "set" | "map";
  readonly block: Block;
  readonly min_items?: number;
  readonly max_items?: number;
}

/** Attributes and nested blocks of a resource, a data source or the provider. */
export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly block_types: Readonly<Record<string, NestedBlock>>;
}

/** The schema of one resource type, data source type or provider. */
export interface ResourceSchema {
  readonly version: number;
  readonly block: Block;
}

/** The output of `terraform providers schema -json` for one provider. */
export interface ProviderSchema {
  readonly provider: ResourceSchema;
  readonly resource_schemas: Readonly<Record<string, ResourceSchema>>;
  readonly data_source_schemas: Readonly<Record<string, ResourceSchema>>;
}

/** Source address of the replaced provider, as in `required_providers`. */
export const PROVIDER_SOURCE = "hashicorp/aws";
