import type { FactSource } from "../../constraints/schemas/schema-facts";
import type { TypesByRegion } from "./cloudformation-schemas";
import type { Wheel } from "./wheel";

/** Sources of the region table. */
export interface RegionSources {
  readonly botocore: Wheel;
  /** Zones and instance types of each region. */
  readonly moto: Wheel;
  readonly types: TypesByRegion;
  /** CloudFormation resource types of our stacks. */
  readonly ours: readonly string[];
  readonly packages: readonly FactSource[];
  readonly day: string;
}

interface Partition {
  readonly partition: string;
  readonly regions: Readonly<Record<string, unknown>>;
  readonly services: Readonly<Record<string, { readonly endpoints?: Readonly<Record<string, unknown>> }>>;
}

/** Partitions whose regions CloudFormation's lists, zones and instance types are kept for. */
const LISTED_PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];
/** Zones of a region that the table of zones does not name. */
const USUAL_ZONES = "abc";
/**
 * Zones that moto does not have. AWS says that Beijing has three, and public configurations name the third.
 *
 * @see https://docs.amazonaws.cn/en_us/aws/latest/userguide/general-info.html
 */
const NEWER_ZONES: Readonly<Record<string, string>> = { "cn-north-1": "d" };

/** The table of `constraints/regions`. */
export function extractRegions(sources: RegionSources): object {
  const partitions = partitionsOf(sources.botocore);
  const listed = partitions.filter(({ partition }) => LISTED_PARTITIONS.includes(partition));
  const zones = zonesOf(sources.moto);
  const offered = offeredInstances(sources.moto);
  const regions = partitions.flatMap((partition) =>
    Object.keys(partition.regions).map((region) => {
      const isKnown = listed.includes(partition);
      const letters = zones.get(region) ?? USUAL_ZONES;
      const types = isKnown ? sources.types.get(region) : undefined;
      return [
        region,
        {
          ...(isKnown ? { zones: letters } : {}),
          lacks: types === undefined ? [] : sources.ours.filter((type) => !types.has(type)),
          ...(offered.has(region) ? { instances: offered.get(region) } : {}),
        },
      ] as const;
    }),
  );
  return {
    extracted: sources.day,
    sources: sources.packages,
    regions: Object.fromEntries(regions),
    services: servicesOf(listed, sources.types),
  };
}

function partitionsOf(botocore: Wheel): readonly Partition[] {
  const [text = "{}"] = botocore.files((path) => path === "botocore/data/endpoints.json").values();
  return (JSON.parse(text) as { readonly partitions: readonly Partition[] }).partitions;
}

/** Letters by region, from the zones that moto's table and its lists of instance types name. */
function zonesOf(moto: Wheel): ReadonlyMap<string, string> {
  const files = moto.files((path) => /availability_zones_and_regions\.py$|offerings\/availability-zone\//.test(path));
  const zones = new Map<string, Set<string>>();
  for (const text of files.values()) {
    for (const [, region = "", letter = ""] of text.matchAll(/"([a-z]{2}(?:-[a-z]+)+-\d)([a-z])"/g)) {
      zones.set(region, (zones.get(region) ?? new Set()).add(letter));
    }
  }
  return new Map(
    [...zones].map(([region, letters]) => [region, [...letters, ...(NEWER_ZONES[region] ?? "")].sort().join("")]),
  );
}

/** Letters of the zones that offer each instance type; a family of which all sizes are alike is one entry. */
function offeredInstances(moto: Wheel): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const files = moto.files((path) => /offerings\/availability-zone\/.*\.json/.test(path));
  const regions = [...files].map(([path, text]) => {
    const offers = JSON.parse(text) as readonly { readonly InstanceType: string; readonly Location: string }[];
    const letters = new Map<string, string>();
    for (const { InstanceType, Location } of offers) {
      letters.set(InstanceType, [...(letters.get(InstanceType) ?? ""), Location.slice(-1)].sort().join(""));
    }
    return [/([\w-]+)\.json$/.exec(path)?.[1] ?? "", letters] as const;
  });
  const everyType = [...new Set(regions.flatMap(([, letters]) => [...letters.keys()]))].sort();
  const families = new Map<string, string[]>();
  for (const type of everyType) {
    families.set(familyOf(type), [...(families.get(familyOf(type)) ?? []), type]);
  }
  return new Map(
    regions.map(([region, letters]) => [
      region,
      Object.fromEntries([...families].flatMap(([family, types]) => offersOfFamily(family, types, letters))),
    ]),
  );
}

function offersOfFamily(
  family: string,
  types: readonly string[],
  letters: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  const offers = types.map((type) => [type, letters.get(type) ?? ""] as const);
  const [first = ""] = offers.map(([, zones]) => zones);
  const alike = offers.every(([, zones]) => zones === first);
  return (alike ? [[family, first] as const] : offers).filter(([, zones]) => zones !== "");
}

function familyOf(instanceType: string): string {
  return instanceType.slice(0, instanceType.indexOf("."));
}

/** A region has a service if botocore lists its endpoint, or CloudFormation has a resource type of that name there. */
function servicesOf(
  partitions: readonly Partition[],
  types: TypesByRegion,
): Readonly<Record<string, readonly string[]>> {
  const names = [...new Set(partitions.flatMap(({ services }) => Object.keys(services)))].sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      partitions.flatMap(({ regions, services }) => {
        const endpoints = services[name]?.endpoints ?? {};
        const isGlobal = Object.keys(endpoints).some((key) => key.includes("global"));
        return isGlobal
          ? []
          : Object.keys(regions).filter((region) => !(region in endpoints) && !hasNamespace(types.get(region), name));
      }),
    ]),
  );
}

function hasNamespace(types: ReadonlySet<string> | undefined, service: string): boolean {
  const plain = service.replaceAll(/[^a-z0-9]/g, "");
  return [...(types ?? [])].some((type) => type.split("::")[1]?.toLowerCase() === plain);
}
