import facts from "./region-facts.data.json";

/** A package that facts come from. */
interface RegionSource {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** What one region has. */
export interface RegionFacts {
  /** Letters of its Availability Zones. @default - not known */
  readonly zones?: string;
  /** CloudFormation resource types of our stacks that the region does not have. */
  readonly lacks: readonly string[];
  /** Letters of the zones that offer an instance type, by type or by family. @default - not known */
  readonly instances?: Readonly<Record<string, string>>;
}

/** The generated table of regions. */
interface RegionTable {
  /** Day of the extraction. */
  readonly extracted: string;
  readonly sources: readonly RegionSource[];
  readonly regions: Readonly<Record<string, RegionFacts>>;
  /** Regions that lack a service, by the name of its API endpoint. */
  readonly services: Readonly<Record<string, readonly string[]>>;
}

/** The table that `npm run aws-schemas` extracted. */
export const regionTable: RegionTable = facts as unknown as RegionTable;

/** Every region of every partition. */
export const regionNames: readonly string[] = Object.keys(regionTable.regions);
