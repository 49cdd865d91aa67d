import type { Attribute, Block, CtyType, NestedBlock, ProviderSchema, ResourceSchema } from "../schema/provider-schema";
import facts from "./provider-facts.data.json";

/** Names of arguments or attributes of one type. */
type NamesOfType = readonly (readonly [CtyType, readonly string[]])[];

/** What the documentation of a provider says about a block. */
interface BlockFacts {
  readonly required?: NamesOfType;
  readonly optional?: NamesOfType;
  readonly computed?: NamesOfType;
  readonly sensitive?: readonly string[];
  readonly blocks?: Readonly<Record<string, BlockFacts & { readonly nesting: "list" | "set" }>>;
}

interface ProviderFacts {
  readonly resources: Readonly<Record<string, BlockFacts>>;
  readonly dataSources: Readonly<Record<string, BlockFacts>>;
  /** Blocks of the provider itself. @default - none */
  readonly blocks?: BlockFacts["blocks"];
}

const providers = facts.providers as unknown as Readonly<Record<string, ProviderFacts>>;

const sourcePattern = /^(?:registry\.(?:terraform\.io|opentofu\.org)\/)?hashicorp\/([a-z]+)$/;

/**
 * The utility provider that a stand-in plays for a source, such as `random` for `hashicorp/random`.
 *
 * @returns `undefined` where none does: `external` and `http` run a program or call a host, and their answers have any form
 */
export function utilityProviderOf(source: string): string | undefined {
  const [, name = ""] = sourcePattern.exec(source) ?? [];
  return Object.hasOwn(providers, name) ? name : undefined;
}

/**
 * The schema of a utility provider, by its documentation. That of any other provider is empty: a configuration may require it, and
 * Terraform refuses each use.
 *
 * @param name of {@link utilityProviderOf}
 */
export function utilitySchema(name: string | undefined): ProviderSchema {
  const { resources, dataSources, blocks } = providers[name ?? ""] ?? { resources: {}, dataSources: {} };
  const table = (types: ProviderFacts["resources"]): Record<string, ResourceSchema> =>
    Object.fromEntries(Object.entries(types).map(([type, known]) => [type, { version: 0, block: blockOf(known) }]));
  return {
    provider: { version: 0, block: blockOf(blocks === undefined ? {} : { blocks }) },
    resource_schemas: table(resources),
    data_source_schemas: table(dataSources),
  };
}

/** The provider may have a default for any argument that the configuration leaves out, so that its value is not known before the apply. */
const modes = [
  ["required", { required: true }],
  ["optional", { optional: true, computed: true }],
  ["computed", { computed: true }],
] as const;

function blockOf(known: BlockFacts): Block {
  const attributes = modes.flatMap(([mode, flags]) =>
    (known[mode] ?? []).flatMap(([type, names]) =>
      names.map((name): [string, Attribute] => [
        name,
        { type, ...flags, ...(known.sensitive?.includes(name) === true && { sensitive: true }) },
      ]),
    ),
  );
  const blocks = Object.entries(known.blocks ?? {}).map(([name, { nesting, ...inner }]): [string, NestedBlock] => [
    name,
    { nesting_mode: nesting, block: blockOf(inner) },
  ]);
  return { attributes: Object.fromEntries(attributes), block_types: Object.fromEntries(blocks) };
}
