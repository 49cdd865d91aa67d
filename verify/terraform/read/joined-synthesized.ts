import { withoutDeclaredParts } from "../declared-parts";
import { isLiteralText, type JsonObject, type Resource, type TerraformConfiguration } from "../terraform-configuration";
import { type JoinedRoot, requireFreeNames } from "./join/joined-root";
import { knownLookups, knownOwnLookups, type ReadableRoot } from "./join/known-lookups";
import { withKnownMembers } from "./join/known-values";
import { linkedLookups, withLinkedMembers } from "./join/linked-lookups";
import { withReferences } from "./join/literal-ids";
import { withoutOverwrittenTags } from "./join/overwritten-tags";
import { readExistingStates } from "./read-state";
import { type ModuleSurroundings, readSynthesized } from "./read-synthesized";
import { isState } from "./state-tree";

/**
 * A configuration, plan or state together with synthesized root modules. Before the apply few IDs connect them: data sources do that
 * certainly find a resource of another root or read its output, and written IDs that a joined state has.
 *
 * @throws when a name is taken, or the roots are in different Regions
 */
export function withJoinedRoots(
  main: TerraformConfiguration,
  { joined = [], applied }: ModuleSurroundings = {},
): TerraformConfiguration {
  // A plan and a state are read together with the states that are joined with them.
  const states = main.form === "synthesized" ? joined.filter(({ json }) => isState(json)) : [];
  const synthesized = joined.filter(({ json }) => !isState(json));
  if (synthesized.length + states.length === 0) {
    return main;
  }
  // Joined states are modules of the main root already, with names that were checked.
  requireFreeNames(
    main.resources.map(({ address }) => address),
    [...synthesized, ...states],
    main.source,
  );
  const others = synthesized.map(({ name, source, json, surroundings }) =>
    readSynthesized(json, source, surroundings, `module.${name}.`),
  );
  for (const other of others) {
    requireRegion(main, other);
  }
  const { roots, existing } = withExisting([main, ...others], states);
  const [first = main] = roots;
  // A state does not say what its data sources were asked for.
  const written = rootOf(applied === undefined ? first : readSynthesized(applied, main.source));
  const lookedUp = [{ ...written, resources: inProvidersRegion(first) }, ...roots.slice(1).map(rootOf)];
  const { lookups, connect } = connected(...withoutOverwrittenTags(lookedUp, existing.resources));
  const unreadParts = [...roots, existing].flatMap((root) => root.unreadParts ?? []);
  const defaultTags = roots.flatMap((root) => root.defaultTags ?? []);
  return {
    ...main,
    lookups,
    resources: [...roots, existing].flatMap(({ resources }) =>
      resources.map((resource) => ({ ...resource, values: connect(resource.values) })),
    ),
    outputs: connect(first.outputs),
    joined: [...synthesized, ...states].map(({ name, source }) => ({ name, source })),
    ...(existing.accounts !== undefined && { accounts: existing.accounts }),
    ...(defaultTags.length > 0 && { defaultTags }),
    ...(unreadParts.length > 0 && { unreadParts }),
  };
}

/** A root module alone, with the parts of its own VPCs in place of the data sources that certainly find them. */
export function withOwnLookups(main: TerraformConfiguration): TerraformConfiguration {
  const root = rootOf(main);
  const known = knownOwnLookups(root);
  const links = linkedLookups([root]);
  if (known.size + links.size === 0) {
    return main;
  }
  const connect = (values: JsonObject): JsonObject => withLinkedMembers(withKnownMembers(values, known), links);
  return {
    ...main,
    resources: main.resources.map((resource) => ({ ...resource, values: connect(resource.values) })),
    outputs: connect(main.outputs),
  };
}

/** What joined states add to a configuration. */
type ExistingParts = Pick<TerraformConfiguration, "resources" | "unreadParts" | "accounts">;

/** The root modules with what exists of others: an ID that they write leads to it. */
function withExisting(
  roots: readonly TerraformConfiguration[],
  states: readonly JoinedRoot[],
): { readonly roots: readonly TerraformConfiguration[]; readonly existing: ExistingParts } {
  const [main] = roots;
  if (states.length === 0 || main === undefined) {
    return { roots, existing: { resources: [] } };
  }
  const files = states.map(({ source }) => source).join(", ");
  const { configuration, ids } = readExistingStates(states, main.source, accountOf(main));
  if (main.region === undefined || main.region !== configuration.region) {
    throw new Error(
      `--join ${files}: is not known to be in the Region of ${main.source}, got ${configuration.region ?? "several or none"} and ${main.region ?? "none"}; name the Region in the provider, or join a plan`,
    );
  }
  const unreadParts = withoutDeclaredParts(configuration.unreadParts ?? [], main.outputs);
  return { roots: roots.map((root) => withReferences(root, ids)), existing: { ...configuration, unreadParts } };
}

/** The account that the credentials of the provider name. */
function accountOf({ credentials = "" }: TerraformConfiguration): string | undefined {
  const [account, ...others] = new Set(credentials.match(/\b\d{12}\b/g) ?? []);
  return others.length === 0 ? account : undefined;
}

/** Steps that may each need what another one found: outputs of a third root module, subnets of a VPC that a data source finds. */
const MOST_STEPS = 8;

/** What connects root modules. */
interface Connection {
  /** The data sources, with what they are asked for once the root modules are connected. */
  readonly lookups: readonly Resource[];
  /** Arguments of a block with the values of data sources and the resources that they find. */
  readonly connect: (values: JsonObject) => JsonObject;
}

function connected(
  roots: readonly ReadableRoot[],
  existing: readonly Resource[],
  remainingSteps = MOST_STEPS,
): Connection {
  const known = knownLookups(roots, existing);
  const links = linkedLookups(roots, existing);
  const connect = (values: JsonObject): JsonObject => withLinkedMembers(withKnownMembers(values, known), links);
  const read = (resources: readonly Resource[]): readonly Resource[] =>
    resources.map((resource) => ({ ...resource, values: connect(resource.values) }));
  const next = roots.map((root) => ({
    ...root,
    lookups: read(root.lookups),
    resources: read(root.resources),
    outputs: connect(root.outputs),
  }));
  const isSettled = remainingSteps === 1 || JSON.stringify(next) === JSON.stringify(roots);
  return isSettled
    ? { lookups: next.flatMap(({ lookups }) => lookups), connect }
    : connected(next, existing, remainingSteps - 1);
}

function rootOf(root: TerraformConfiguration): ReadableRoot {
  const { region, credentials, lookups, resources, outputs, source, stateLocation: location } = root;
  return {
    place: placeOf(region, credentials),
    lookups: lookups ?? resources.filter(({ mode }) => mode === "data"),
    resources: inProvidersRegion(root),
    outputs,
    source: root.form === "synthesized" ? source : undefined,
    location,
  };
}

/** Account and Region of a root module. Two expressions of one text may have different values in two root modules. */
function placeOf(region: string | undefined, credentials = ""): string | undefined {
  return region === undefined || !isLiteralText(credentials) ? undefined : `${region} ${credentials}`;
}

/** The resources as if none named the Region of its provider: a plan and a state name it at each of them. */
function inProvidersRegion({ region, resources }: TerraformConfiguration): readonly Resource[] {
  return resources.map((resource) => {
    const { region: own, ...values } = resource.values;
    return own !== undefined && own === region ? { ...resource, values } : resource;
  });
}

/** Models read one Region. */
function requireRegion(main: TerraformConfiguration, other: TerraformConfiguration): void {
  if (main.region !== undefined && other.region !== undefined && main.region !== other.region) {
    throw new Error(
      `--join ${other.source}: is in another Region than ${main.source}, got ${other.region} and not ${main.region}; judge each alone`,
    );
  }
}
