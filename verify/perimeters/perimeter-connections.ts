import { groupBy } from "../collections/group-by";
import { memoizeByText } from "../collections/memoize";
import { modulesOf, withoutInstanceKeys } from "../terraform/resource-address";
import { resourceTypeOf } from "../terraform/resource-types";
import type { Json, Resource, TerraformConfiguration } from "../terraform/terraform-configuration";
import { changesOnlyParents, parentsOf } from "../unmodeled/unresolved-parents";
import { mayOverlap } from "./address-overlap";
import { isInModule, mentionsOfResources } from "./perimeter-mentions";

/** What connects the perimeters of a root module, and what belongs to some of them alone. */
export interface PerimeterConnections {
  /** What connects a perimeter with others. */
  of(module: string): readonly PerimeterConnection[];
  /** The perimeters on which alone a resource outside of them acts; none if it may act on every perimeter. */
  actsOn(resource: Resource): readonly string[];
  /** Whether several perimeters may use a data source, wherever it is. */
  isShared(resource: Resource): boolean;
}

/** A resource that connects a perimeter with others. */
export interface PerimeterConnection {
  readonly address: string;
  readonly type: string;
  /** Addresses of the modules of the others. */
  readonly others: readonly string[];
}

/**
 * Types of resources outside of perimeters that several of them may use without being connected: they carry no packet, hold no data of
 * Studio, and permit nothing by themselves. Who may assume a role through an identity provider is decided at the role.
 */
const SHAREABLE_TYPES: ReadonlySet<string> = new Set([
  "aws_iam_openid_connect_provider",
  "aws_iam_saml_provider",
  "aws_sns_topic",
]);

/** Data sources that tell where the provider is. What they find is equal in every module. */
const PROVIDER_FACTS: ReadonlySet<string> = new Set(["aws_caller_identity", "aws_partition", "aws_region"]);

/** Topics of a network and its names. Resources that affect only these belong to a network, and act on what they refer to alone. */
export const NETWORK_TOPICS: ReadonlySet<string> = new Set(["network", "names", "firewall"]);

/** A resource that mentions another, or a perimeter. Ends are perimeters, and addresses outside of them. */
interface Edge {
  readonly ends: readonly [from: string, to: string];
  readonly resource: Resource;
}

/**
 * Finds what connects the perimeters of a root module: a reference from one to another, resources outside of them that both refer to or that
 * refer to both, over any number of resources, or the name of a resource of one in another.
 *
 * @param modules addresses of the perimeter modules
 */
export function perimeterConnections(
  { resources, lookups = [] }: TerraformConfiguration,
  modules: readonly string[],
): PerimeterConnections {
  // As written, a data source has no values of the provider, which look like references to those of other modules.
  const all = [...resources.filter(({ address }) => !lookups.some((one) => one.address === address)), ...lookups];
  const mentions = mentionsOfResources(all, modules);
  const shared = sharedAmong(all, mentions);
  const nodesOf = nodeFinder(all, modules, shared);
  const edges = all
    .filter(({ address }) => !shared.has(address))
    .flatMap((resource) => {
      const from = nodesOf(resource.address);
      return [...(mentions.get(resource.address) ?? [])]
        .flatMap(nodesOf)
        .flatMap((to) => from.map((one): Edge => ({ ends: [one, to], resource })))
        .filter(({ ends: [one, to] }) => one !== to);
    });
  const byAddress = new Map(all.map((resource) => [resource.address, resource]));
  return {
    of: (module) => connectionsOf(module, edges, { modules, byAddress }),
    actsOn: (resource) =>
      isActing(resource) && parentsOf(resource).every(isCertainParent)
        ? modules.filter((one) => [...(mentions.get(resource.address) ?? [])].some((to) => mayOverlap(to, one)))
        : [],
    isShared: ({ address, mode }) => mode === "data" && shared.has(address),
  };
}

/** Addresses of what several perimeters may use without being connected. */
function sharedAmong(
  all: readonly Resource[],
  mentions: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const used = new Set([...mentions.values()].flatMap((one) => [...one].map(withoutInstanceKeys)));
  const isShareable = ({ address, type, mode, values }: Resource): boolean => {
    const mentionsNothing = mentions.get(address)?.size === 0;
    if (mode === "data") {
      // A data source that refers to nothing only reads what belongs to others, as in a root module with one perimeter.
      return PROVIDER_FACTS.has(type) || (mentionsNothing && !JSON.stringify(values).includes("${"));
    }
    // A neutral resource may forward what it refers to, as terraform_data does.
    const forwards = !mentionsNothing && used.has(withoutInstanceKeys(address));
    return SHAREABLE_TYPES.has(type) || (resourceTypeOf(type)?.kind === "neutral" && !forwards);
  };
  return new Set(all.filter(isShareable).map(({ address }) => address));
}

/**
 * Finds the perimeters that an address may be in, and the resources outside of them that it may be. An address of which nothing is known is
 * an output of its module, which may be everything there.
 */
function nodeFinder(
  all: readonly Resource[],
  modules: readonly string[],
  shared: ReadonlySet<string>,
): (address: string) => readonly string[] {
  const addresses = [...new Set(all.map(({ address }) => address))];
  const byName = groupBy(addresses, withoutInstanceKeys);
  const outside = addresses.filter((address) => !modules.some((module) => isInModule(address, module)));
  return memoizeByText((address) => {
    const same = (byName.get(withoutInstanceKeys(address)) ?? []).filter((one) => mayOverlap(one, address));
    if (same.length > 0 && same.every((one) => shared.has(one))) {
      return [];
    }
    const inside = modules.filter((module) => mayOverlap(address, module));
    const whole = same.length > 0 ? address : modulesOf(address) || address;
    const others = outside.filter((one) => !shared.has(one) && mayOverlap(one, whole));
    return inside.length + others.length > 0 ? [...inside, ...others] : [withoutInstanceKeys(whole)];
  });
}

const openReference = /(?<![\w.-])(?:count|each|local|path|self|terraform|var)\.|\bdata\.[a-z]+_\w+\./;

/** Whether a resource certainly acts on what its argument refers to. A variable and a data source may be that of any perimeter. */
function isCertainParent(value: Json): boolean {
  return typeof value === "string" && value.includes("${") && !openReference.test(value);
}

/** Whether a resource acts on what it refers to, and on nothing else. */
function isActing({ type, mode }: Resource): boolean {
  return mode === "managed" && (isOfNetwork(type) || changesOnlyParents(type));
}

/**
 * Whether models read a type whose resources only carry packets or answer queries: no role and no data depends on what they connect. A type
 * that no model reads may run code with a role, as a project of CodeBuild does.
 */
export function isReadNetwork(type: string): boolean {
  return resourceTypeOf(type)?.kind === "modeled" && isOfNetwork(type);
}

/** Whether resources of a type can only affect a network. */
function isOfNetwork(type: string): boolean {
  const known = resourceTypeOf(type);
  return known !== undefined && known.kind !== "neutral" && known.topics.every((one) => NETWORK_TOPICS.has(one));
}

/** What is connected with a perimeter and others: one resource of all that can affect the same topics. */
function connectionsOf(
  module: string,
  edges: readonly Edge[],
  { modules, byAddress }: { readonly modules: readonly string[]; readonly byAddress: ReadonlyMap<string, Resource> },
): readonly PerimeterConnection[] {
  const reached = reachedFrom(module, edges);
  const others = modules.filter((other) => other !== module && reached.has(other));
  const used = others.length === 0 ? [] : edges.filter(({ ends: [from] }) => reached.has(from));
  // A resource outside of both says more than the argument that refers to it.
  const outside = used.flatMap(({ ends }) => ends.flatMap((end) => byAddress.get(end) ?? []));
  const all = [...outside, ...used.map(({ resource }) => resource)];
  const byTopics = groupBy(all, ({ type }) => `${isReadNetwork(type)} ${topicsOf(type)}`);
  return [...byTopics.values()].flatMap(([first]) =>
    first === undefined ? [] : [{ address: first.address, type: first.type, others }],
  );
}

/** What a type can affect, as a text. */
function topicsOf(type: string): string {
  const known = resourceTypeOf(type);
  return known === undefined || known.kind === "neutral" ? "every topic" : known.topics.join(" ");
}

function reachedFrom(start: string, edges: readonly Edge[]): ReadonlySet<string> {
  const reached = new Set([start]);
  // A set also visits what is added during the loop.
  for (const node of reached) {
    for (const { ends } of edges.filter((edge) => edge.ends.includes(node))) {
      for (const end of ends) {
        reached.add(end);
      }
    }
  }
  return reached;
}
