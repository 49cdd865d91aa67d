import facts from "./instance-types.data.json";
import { regionTable } from "./regions/region-facts";

/** What instances of SageMaker are used for. */
export type InstanceUse = keyof typeof facts.uses;

/** Every use, in the order of the table. */
export const INSTANCE_USES = Object.keys(facts.uses) as readonly InstanceUse[];

/** Day of the extraction, as YYYY-MM-DD. */
export const instanceTypesRead: string = facts.extracted;

const sizesByUse: Readonly<Record<InstanceUse, Readonly<Record<string, readonly string[] | undefined>>>> = facts.uses;

/** Family and size of `ml.m5.large` or `ml.m5.*`. */
function partsOf(pattern: string): readonly [family: string, size: string] {
  const [, family = "", size = ""] = pattern.split(".");
  return [family, size];
}

/** Every instance type of a use, as `ml.m5.large`. */
export function instanceTypesOf(use: InstanceUse): readonly string[] {
  return Object.entries(sizesByUse[use]).flatMap(([family, sizes = []]) => sizes.map((size) => `ml.${family}.${size}`));
}

/** Whether SageMaker has an instance of the type or family for a use: `ml.m5.large`, `ml.m5.*`. */
export function isInstanceTypeOf(use: InstanceUse, pattern: string): boolean {
  const [family, size] = partsOf(pattern);
  const sizes = sizesByUse[use][family] ?? [];
  return size === "*" ? sizes.length > 0 : sizes.includes(size);
}

/**
 * Letters of the zones of a region in which EC2 offers an instance type or any of a family. SageMaker runs its instances there too.
 *
 * `undefined` if the table does not tell: it has no instances of the region, or the type in no region.
 */
export function zonesOfInstanceType(region: string, pattern: string): string | undefined {
  const offered = regionTable.regions[region]?.instances;
  const isKnown = Object.values(regionTable.regions).some(
    ({ instances }) => instances !== undefined && lettersOf(instances, pattern) !== "",
  );
  return offered === undefined || !isKnown ? undefined : lettersOf(offered, pattern);
}

/** The table has one entry for a family of which all sizes are alike, and one for each size of another family. */
function lettersOf(instances: Readonly<Record<string, string>>, pattern: string): string {
  const [family, size] = partsOf(pattern);
  const entries =
    size === "*"
      ? Object.entries(instances).filter(([type]) => type === family || type.startsWith(`${family}.`))
      : [["", instances[family] ?? instances[`${family}.${size}`] ?? ""] as const];
  return [...new Set(entries.flatMap(([, letters]) => [...letters]))].sort().join("");
}
