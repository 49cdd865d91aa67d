import type { Resource, TerraformConfiguration } from "../terraform-configuration";
import { requireFreeNames } from "./join/joined-root";
import { type LookingRoot, linkedLookups, withLinkedMembers } from "./join/linked-lookups";
import { type ModuleSurroundings, readSynthesized } from "./read-synthesized";
import { isState } from "./state-tree";

/**
 * A configuration, plan or state together with synthesized root modules. Before the apply no ID connects them. A data source that certainly
 * finds a resource of the other root does.
 *
 * @throws when a name is taken, or the roots are in different Regions
 */
export function withJoinedRoots(
  main: TerraformConfiguration,
  { joined = [], applied }: ModuleSurroundings = {},
): TerraformConfiguration {
  const synthesized = joined.filter(({ json }) => !isState(json));
  if (synthesized.length === 0) {
    return main;
  }
  // Joined states are modules of the main root already, with names that were checked.
  requireFreeNames(
    main.resources.map(({ address }) => address),
    synthesized,
    main.source,
  );
  const others = synthesized.map(({ name, source, json, surroundings }) =>
    readSynthesized(json, source, surroundings, `module.${name}.`),
  );
  for (const other of others) {
    requireRegion(main, other);
  }
  // A state does not say what its data sources were asked for.
  const written = rootOf(applied === undefined ? main : readSynthesized(applied, main.source));
  const looking = [{ ...written, resources: inProvidersRegion(main) }, ...others.map(rootOf)];
  const links = linkedLookups(looking);
  const roots = [main, ...others];
  const unreadParts = roots.flatMap((root) => root.unreadParts ?? []);
  const defaultTags = roots.flatMap((root) => root.defaultTags ?? []);
  return {
    ...main,
    lookups: looking.flatMap(({ lookups }) => lookups),
    resources: roots.flatMap(({ resources }) =>
      resources.map((resource) => ({ ...resource, values: withLinkedMembers(resource.values, links) })),
    ),
    outputs: withLinkedMembers(main.outputs, links),
    joined: synthesized.map(({ name, source }) => ({ name, source })),
    ...(defaultTags.length > 0 && { defaultTags }),
    ...(unreadParts.length > 0 && { unreadParts }),
  };
}

function rootOf(root: TerraformConfiguration): LookingRoot {
  const { region, credentials, lookups, resources } = root;
  return {
    place: region === undefined ? undefined : `${region} ${credentials}`,
    lookups: lookups ?? resources.filter(({ mode }) => mode === "data"),
    resources: inProvidersRegion(root),
  };
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
