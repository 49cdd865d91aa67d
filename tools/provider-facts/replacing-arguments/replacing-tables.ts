import { deriveSchema } from "../../../rehearsal/schema/derive";
import type { Block } from "../../../rehearsal/schema/provider-schema";
import type { RawArgument, RawSchema } from "./raw-schemas";

/** Arguments by resource type, in the order of their names. */
type ArgumentTable = Readonly<Record<string, readonly string[]>>;

/** What the older and the newer version of the provider say together. */
export interface ReplacingTables {
  /** Types that belong to no Region. */
  readonly global: readonly string[];
  /** Arguments that always replace. */
  readonly replaces: ArgumentTable;
  /** Arguments of which only a plan shows it. */
  readonly perhaps: ArgumentTable;
}

/** What one version of the provider says of one type. */
interface TypeFacts {
  readonly forced: ReadonlySet<string>;
  readonly conditional: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

/**
 * The tables of two versions of the provider. What only one of them marks, although both have the argument, is in `perhaps`.
 *
 * @param packageRoot folder of the bindings of the older version, which spell constants of the source as names
 */
export function replacingTables(
  older: readonly RawSchema[],
  newer: readonly RawSchema[],
  packageRoot: string,
): ReplacingTables {
  const schemas = schemasOf(older, packageRoot);
  const nameOf = nameFinder([...older, ...newer], [...schemas.values()]);
  const [before, after] = [older, newer].map((raw) => factsOf(raw, schemas, nameOf));
  const types = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort();
  const merged = types.map((type) => [type, mergedFacts(before?.get(type), after?.get(type))] as const);
  const tableOf = (side: "replaces" | "perhaps"): ArgumentTable =>
    Object.fromEntries([
      ...merged.flatMap(([type, facts]) => (facts[side].length === 0 ? [] : [[type, facts[side]] as const])),
      ...Object.entries(unreadable(schemas)[side]),
    ]);
  return {
    global: older
      .filter(({ type, region }) => isResourceType(type) && /Disabled/.test(region))
      .map(({ type }) => type)
      .sort(),
    replaces: inOrder(tableOf("replaces")),
    perhaps: inOrder(tableOf("perhaps")),
  };
}

const isResourceType = (type: string): boolean => /^aws_\w+$/.test(type);

function inOrder(table: ArgumentTable): ArgumentTable {
  return Object.fromEntries(Object.entries(table).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function schemasOf(raw: readonly RawSchema[], packageRoot: string): ReadonlyMap<string, Block> {
  return new Map(
    raw
      .filter(({ type }) => isResourceType(type))
      .flatMap(({ type }) => {
        try {
          const block = deriveSchema(packageRoot, { resources: [type], dataSources: [] }).resource_schemas[type]?.block;
          return block === undefined ? [] : [[type, block] as const];
        } catch {
          // The bindings do not have every type of the index.
          return [];
        }
      }),
  );
}

const comparable = (name: string): string => name.replaceAll("_", "").toLowerCase();

/** Spells constants of the source, such as `~VPCID`, as the names that schemas use. */
function nameFinder(raw: readonly RawSchema[], blocks: readonly Block[]): (name: string) => string {
  const names = new Map<string, string>();
  const add = (block: Block): void => {
    for (const name of [...Object.keys(block.attributes ?? {}), ...Object.keys(block.block_types ?? {})]) {
      names.set(comparable(name), name);
    }
    for (const { block: inner } of Object.values(block.block_types ?? {})) {
      add(inner);
    }
  };
  blocks.forEach(add);
  const written = raw.flatMap(({ args }) => args ?? []).flatMap(({ path }) => path.split("/"));
  for (const name of written.filter((part) => /^[a-z0-9_]+$/.test(part))) {
    if (!names.has(comparable(name))) {
      names.set(comparable(name), name);
    }
  }
  return (name) => (name.startsWith("~") ? (names.get(comparable(name.slice(1))) ?? name) : name);
}

/** One rule of security groups has no schema of its own in the source. */
const SAME_SCHEMA: Readonly<Record<string, string>> = {
  aws_vpc_security_group_egress_rule: "aws_vpc_security_group_ingress_rule",
};

function factsOf(
  raw: readonly RawSchema[],
  schemas: ReadonlyMap<string, Block>,
  nameOf: (name: string) => string,
): ReadonlyMap<string, TypeFacts> {
  const types = raw.filter(({ type }) => isResourceType(type));
  return new Map(
    types.map((schema) => {
      const { args } = raw.find(({ type }) => type === SAME_SCHEMA[schema.type]) ?? schema;
      return [schema.type, factsOfType({ ...schema, args }, schemas.get(schema.type), nameOf)];
    }),
  );
}

function factsOfType(
  { kind, args, diffSrc = "" }: RawSchema,
  schema: Block | undefined,
  nameOf: (name: string) => string,
): TypeFacts {
  const named = (args ?? []).map((arg) => ({ ...arg, path: arg.path.split("/").map(nameOf).join(".") }));
  const inputs = named.filter((arg) => isInput(arg, schema));
  const forced = new Set<string>();
  const whole: string[] = [];
  for (const { path, force } of inputs) {
    const isForced = force === "true" || force === "if configured";
    if (!isForced || whole.some((block) => path.startsWith(`${block}.`))) {
      continue;
    }
    if (replacesWhole(path, { inputs, schema, isFramework: kind === "aws_framework" })) {
      forced.add(path);
      whole.push(path);
    } else {
      // Of a block whose arguments do not all replace, how many there are does.
      forced.add(`${path}.#`);
    }
  }
  const conditional = new Set([
    ...inputs.filter(({ force }) => force.startsWith("expr")).map(({ path }) => path),
    ...decidedInCode(diffSrc, nameOf),
  ]);
  return { forced, conditional, all: new Set(named.map(({ path }) => path)) };
}

function isInput({ path, input }: RawArgument, schema: Block | undefined): boolean {
  const attribute = schema?.attributes?.[path];
  return attribute === undefined ? input : attribute.optional === true || attribute.required === true;
}

/** Whether any change below the argument replaces, as far as the schema says it. */
function replacesWhole(
  path: string,
  {
    inputs,
    schema,
    isFramework,
  }: { readonly inputs: readonly RawArgument[]; readonly schema: Block | undefined; readonly isFramework: boolean },
): boolean {
  const below = inputs.filter((each) => each.path.startsWith(`${path}.`));
  const leaves = below.filter((each) => !below.some((other) => other.path.startsWith(`${each.path}.`)));
  return isFramework || schema?.attributes?.[path] !== undefined || leaves.every(({ force }) => force === "true");
}

/** Arguments of which the provider decides when it plans. */
function decidedInCode(source: string, nameOf: (name: string) => string): readonly string[] {
  return [...source.matchAll(/ForceNew(?:IfChange|If)?\(\s*("[^"]+"|names\.Attr\w+|key)/g)].flatMap(
    ([, written = ""]) => {
      const path = written.startsWith('"')
        ? written.slice(1, -1)
        : written === "key"
          ? (/key\s*:?=\s*"([^"]+)"/.exec(source) ?? /forceNewIfNotRuleOrderDefault\("([^"]+)"/.exec(source))?.[1]
          : nameOf(`~${written.replace("names.Attr", "")}`);
      return path === undefined ? [] : [path.replace(/\.\d+\b/g, "").replace(/\.#$/, "")];
    },
  );
}

const withoutCount = (path: string): string => path.replace(/\.#$/, "");

function mergedFacts(
  before: TypeFacts | undefined,
  after: TypeFacts | undefined,
): { readonly replaces: readonly string[]; readonly perhaps: readonly string[] } {
  const replaces = new Set(before?.forced ?? []);
  const perhaps = new Set([...(before?.conditional ?? []), ...(after?.conditional ?? [])]);
  for (const path of after?.forced ?? []) {
    const isCovered = replaces.has(path) || [...replaces].some((block) => path.startsWith(`${block}.`));
    if (!isCovered && (before === undefined || !before.all.has(withoutCount(path)))) {
      replaces.add(path);
    } else if (!isCovered) {
      perhaps.add(withoutCount(path));
    }
  }
  if (before !== undefined && after !== undefined) {
    for (const path of [...replaces].filter((each) => before.forced.has(each))) {
      const plain = withoutCount(path);
      const isRelated = [...after.forced].some((other) => plain.startsWith(`${other}.`) || other.startsWith(plain));
      if (after.all.has(plain) && !after.forced.has(path) && !isRelated) {
        replaces.delete(path);
        perhaps.add(plain);
      }
    }
  }
  return {
    replaces: [...replaces].sort(),
    perhaps: [...perhaps].filter((path) => !replaces.has(path)).sort(),
  };
}

/** Types whose schema the Go program cannot read, by hand from the same source. */
function unreadable(schemas: ReadonlyMap<string, Block>): {
  readonly replaces: ArgumentTable;
  readonly perhaps: ArgumentTable;
} {
  const destinations = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];
  return {
    replaces: {
      aws_spot_instance_request: spotInstanceArguments(
        schemas.get("aws_instance"),
        schemas.get("aws_spot_instance_request"),
      ),
      aws_verifiedpermissions_policy: ["definition.template_linked", "policy_store_id"],
    },
    perhaps: {
      aws_verifiedpermissions_policy: ["definition.static.statement"],
      aws_vpc_security_group_ingress_rule: destinations,
      aws_vpc_security_group_egress_rule: destinations,
    },
  };
}

const NOT_OF_SPOT_REQUESTS = ["tags", "tags_all", "volume_tags", "region", "id", "instance_market_options", "timeouts"];

/** A spot instance request has the arguments of an instance, and each of them replaces it. */
function spotInstanceArguments(instance: Block | undefined, request: Block | undefined): readonly string[] {
  const settable = Object.entries(instance?.attributes ?? {})
    .filter(([, { optional, required }]) => optional === true || required === true)
    .map(([name]) => name);
  const blocks = Object.keys(instance?.block_types ?? {});
  const own = ["instance_interruption_behavior", "launch_group", "valid_from", "valid_until"];
  const known = [...Object.keys(request?.attributes ?? {}), ...Object.keys(request?.block_types ?? {})];
  return [...new Set([...settable, ...blocks, ...own])]
    .filter((name) => known.includes(name) && !NOT_OF_SPOT_REQUESTS.includes(name))
    .sort();
}
