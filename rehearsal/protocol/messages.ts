/** A field of a message: its field number and type. */
type MessageFieldOf<K> =
  | { readonly id: number; readonly one: K }
  | { readonly id: number; readonly many: K }
  | { readonly id: number; readonly mapTo: K };
/** A field of a message: its number, and the scalar or the message that it holds. */
export type MessageField = MessageFieldOf<FieldKind>;
/** A scalar, or the name of a message. */
export type FieldKind = keyof Scalars | MessageName;

/**
 * The messages of Terraform plugin protocol 5 that a provider needs, as a table instead of a `.proto` file.
 *
 * @see https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/tfplugin5.proto
 */
export const PROTOCOL_MESSAGES = {
  Nothing: {},
  DynamicValue: { msgpack: { id: 1, one: "bytes" }, json: { id: 2, one: "bytes" } },
  AttributePathStep: { attribute_name: { id: 1, one: "string" } },
  AttributePath: { steps: { id: 1, many: "AttributePathStep" } },
  Diagnostic: {
    severity: { id: 1, one: "int" },
    summary: { id: 2, one: "string" },
    detail: { id: 3, one: "string" },
    attribute: { id: 4, one: "AttributePath" },
  },
  RawState: { json: { id: 1, one: "bytes" } },
  SchemaAttribute: {
    name: { id: 1, one: "string" },
    type: { id: 2, one: "bytes" },
    description: { id: 3, one: "string" },
    required: { id: 4, one: "bool" },
    optional: { id: 5, one: "bool" },
    computed: { id: 6, one: "bool" },
    sensitive: { id: 7, one: "bool" },
  },
  SchemaNestedBlock: {
    type_name: { id: 1, one: "string" },
    block: { id: 2, one: "SchemaBlock" },
    nesting: { id: 3, one: "int" },
    min_items: { id: 4, one: "int" },
    max_items: { id: 5, one: "int" },
  },
  SchemaBlock: {
    version: { id: 1, one: "int" },
    attributes: { id: 2, many: "SchemaAttribute" },
    block_types: { id: 3, many: "SchemaNestedBlock" },
  },
  Schema: { version: { id: 1, one: "int" }, block: { id: 2, one: "SchemaBlock" } },
  ServerCapabilities: { plan_destroy: { id: 1, one: "bool" }, get_provider_schema_optional: { id: 2, one: "bool" } },
  ImportedResource: { type_name: { id: 1, one: "string" }, state: { id: 2, one: "DynamicValue" } },
  SchemaReply: {
    provider: { id: 1, one: "Schema" },
    resource_schemas: { id: 2, mapTo: "Schema" },
    data_source_schemas: { id: 3, mapTo: "Schema" },
    diagnostics: { id: 4, many: "Diagnostic" },
    provider_meta: { id: 5, one: "Schema" },
    server_capabilities: { id: 6, one: "ServerCapabilities" },
  },
  PrepareRequest: { config: { id: 1, one: "DynamicValue" } },
  PrepareReply: { prepared_config: { id: 1, one: "DynamicValue" }, diagnostics: { id: 2, many: "Diagnostic" } },
  ConfigureRequest: { terraform_version: { id: 1, one: "string" }, config: { id: 2, one: "DynamicValue" } },
  ConfigOfType: { type_name: { id: 1, one: "string" }, config: { id: 2, one: "DynamicValue" } },
  Diagnostics: { diagnostics: { id: 1, many: "Diagnostic" } },
  UpgradeRequest: {
    type_name: { id: 1, one: "string" },
    version: { id: 2, one: "int" },
    raw_state: { id: 3, one: "RawState" },
  },
  UpgradeReply: { upgraded_state: { id: 1, one: "DynamicValue" }, diagnostics: { id: 2, many: "Diagnostic" } },
  ReadRequest: { type_name: { id: 1, one: "string" }, current_state: { id: 2, one: "DynamicValue" } },
  ReadReply: { new_state: { id: 1, one: "DynamicValue" }, diagnostics: { id: 2, many: "Diagnostic" } },
  PlanRequest: {
    type_name: { id: 1, one: "string" },
    prior_state: { id: 2, one: "DynamicValue" },
    proposed_new_state: { id: 3, one: "DynamicValue" },
    config: { id: 4, one: "DynamicValue" },
  },
  PlanReply: {
    planned_state: { id: 1, one: "DynamicValue" },
    requires_replace: { id: 2, many: "AttributePath" },
    diagnostics: { id: 4, many: "Diagnostic" },
  },
  ApplyRequest: {
    type_name: { id: 1, one: "string" },
    prior_state: { id: 2, one: "DynamicValue" },
    planned_state: { id: 3, one: "DynamicValue" },
    config: { id: 4, one: "DynamicValue" },
  },
  ApplyReply: { new_state: { id: 1, one: "DynamicValue" }, diagnostics: { id: 3, many: "Diagnostic" } },
  ImportRequest: { type_name: { id: 1, one: "string" }, id: { id: 2, one: "string" } },
  ImportReply: { imported_resources: { id: 1, many: "ImportedResource" }, diagnostics: { id: 2, many: "Diagnostic" } },
  DataReply: { state: { id: 1, one: "DynamicValue" }, diagnostics: { id: 2, many: "Diagnostic" } },
} as const satisfies Readonly<Record<string, Readonly<Record<string, MessageFieldOf<string>>>>>;

/** The name of a message in the table. */
export type MessageName = keyof typeof PROTOCOL_MESSAGES;

interface Scalars {
  readonly string: string;
  readonly bytes: Uint8Array;
  readonly bool: boolean;
  readonly int: number;
}
type ValueOf<K> = K extends keyof Scalars ? Scalars[K] : K extends MessageName ? Message<K> : never;
type FieldValue<F> = F extends { readonly one: infer K }
  ? ValueOf<K>
  : F extends { readonly many: infer K }
    ? readonly ValueOf<K>[]
    : F extends { readonly mapTo: infer K }
      ? Readonly<Record<string, ValueOf<K>>>
      : never;

/** The TypeScript type of a message. Every field is optional on the wire. */
export type Message<N extends MessageName> = {
  readonly [F in keyof (typeof PROTOCOL_MESSAGES)[N]]?: FieldValue<(typeof PROTOCOL_MESSAGES)[N][F]>;
};

/** Request and reply types of the methods that Terraform calls. */
export const PROVIDER_METHODS = {
  GetSchema: { request: "Nothing", reply: "SchemaReply" },
  PrepareProviderConfig: { request: "PrepareRequest", reply: "PrepareReply" },
  ValidateResourceTypeConfig: { request: "ConfigOfType", reply: "Diagnostics" },
  ValidateDataSourceConfig: { request: "ConfigOfType", reply: "Diagnostics" },
  UpgradeResourceState: { request: "UpgradeRequest", reply: "UpgradeReply" },
  Configure: { request: "ConfigureRequest", reply: "Diagnostics" },
  ReadResource: { request: "ReadRequest", reply: "ReadReply" },
  PlanResourceChange: { request: "PlanRequest", reply: "PlanReply" },
  ApplyResourceChange: { request: "ApplyRequest", reply: "ApplyReply" },
  ImportResourceState: { request: "ImportRequest", reply: "ImportReply" },
  ReadDataSource: { request: "ConfigOfType", reply: "DataReply" },
  Stop: { request: "Nothing", reply: "Nothing" },
} as const satisfies Readonly<Record<string, { readonly request: MessageName; readonly reply: MessageName }>>;

/** A method of the provider that Terraform calls. */
export type MethodName = keyof typeof PROVIDER_METHODS;
/** What Terraform sends to a method. */
export type ProviderRequest<M extends MethodName> = Message<(typeof PROVIDER_METHODS)[M]["request"]>;
/** What the provider answers to a method. */
export type ProviderReply<M extends MethodName> = Message<(typeof PROVIDER_METHODS)[M]["reply"]>;
