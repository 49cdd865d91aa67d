import { partitionEndpointsRead, sourcesWithoutStudio } from "../../../../aws/partition-endpoints";
import { awsPartitions, partitionOfRegion } from "../../../../aws/partitions";
import { regionNames, regionTable } from "../../../../aws/regions/region-facts";
import { closestWord } from "../../../schema/closest-word";
import { duplicateEntries, indexedEntries, type ValidationRule } from "../../issues/partial-environment";
import { formatValue } from "../../issues/validation-issue";

const regionExists: ValidationRule = ({ validValues: { region } }) => {
  if (region === undefined || regionNames.includes(region)) {
    return [];
  }
  const area = region.split("-").slice(0, -1).join("-");
  const near = regionNames.filter((name) => name.startsWith(`${area}-`));
  const closest = closestWord(region, regionNames) ?? "eu-west-1";
  return [
    {
      field: "region",
      problem: `AWS has no such Region (table of ${regionTable.extracted})`,
      got: formatValue(region),
      fix: `use ${near.length > 0 ? near.join(", ") : `a Region such as ${closest}`}`,
    },
  ];
};

/** Partitions of which every name that Studio needs is known. */
const studioPartitions = awsPartitions.flatMap(({ name, sageMakerSuffix }) =>
  sageMakerSuffix === undefined ? [] : name,
);

const partitionHasStudio: ValidationRule = ({ validValues: { region } }) => {
  if (region === undefined || !regionNames.includes(region)) {
    return [];
  }
  const { name } = partitionOfRegion(region);
  return studioPartitions.includes(name)
    ? []
    : [
        {
          field: "region",
          problem: `is in the partition ${name}, where no source names the hosts of Studio: ${sourcesWithoutStudio} (read ${partitionEndpointsRead})`,
          got: formatValue(region),
          fix: `use a Region of ${studioPartitions.toReversed().join(", ")}`,
        },
      ];
};

/** A firewall between Studio and the internet has no use where there is no internet. */
const partitionHasInternet: ValidationRule = ({ validValues: { region } }) => {
  const { name, isIsolated } = partitionOfRegion(region ?? "");
  return region !== undefined && regionNames.includes(region) && isIsolated === true
    ? [
        {
          field: "region",
          problem: `is in the partition ${name}, which has no path to the internet`,
          got: formatValue(region),
          fix: "use a Region of another partition, or remove the environment",
        },
      ]
    : [];
};

const regionHasPackages: ValidationRule = ({ validValues: { region, packages } }) =>
  region !== undefined &&
  packages?.kind === "codeartifact" &&
  regionTable.regions[region]?.lacks.includes("AWS::CodeArtifact::Domain") === true
    ? [
        {
          field: "packages.kind",
          problem: `${region} has no CodeArtifact (table of ${regionTable.extracted})`,
          got: formatValue(packages.kind),
          fix: 'set packages to { kind: "none" }, or use another Region',
        },
      ]
    : [];

/** Zones of the right Region that the Region does not have. Not every Region has its zones in the table. */
const zonesExist: ValidationRule = ({ validValues: { region, availabilityZones } }) => {
  const letters = region === undefined ? undefined : regionTable.regions[region]?.zones;
  return letters === undefined
    ? []
    : indexedEntries(availabilityZones)
        .filter(({ value }) => value.slice(0, -1) === region && !letters.includes(value.slice(-1)))
        .map(({ index, value }) => ({
          field: `availabilityZones[${index}]`,
          problem: `${region} has no such zone (table of ${regionTable.extracted})`,
          got: formatValue(value),
          fix: `use ${[...letters].map((letter) => `${region}${letter}`).join(", ")}`,
        }));
};

/** Says nothing of a Region that AWS does not have: its zones may be right. */
const zonesAreInRegion: ValidationRule = ({ validValues: { region, availabilityZones } }) =>
  region === undefined || !regionNames.includes(region)
    ? []
    : indexedEntries(availabilityZones)
        .filter(({ value }) => value.slice(0, -1) !== region)
        .map(({ index, value }) => ({
          field: `availabilityZones[${index}]`,
          problem: `is not in ${region}`,
          got: formatValue(value),
          fix: `use zones such as ${region}a, or change the region`,
        }));

const zonesAreUnique: ValidationRule = ({ validValues: { availabilityZones } }) =>
  duplicateEntries(indexedEntries(availabilityZones), (zone) => zone).map(({ index, value }) => ({
    field: `availabilityZones[${index}]`,
    problem: "is listed twice",
    got: formatValue(value),
    fix: "list every zone once",
  }));

const zonesSatisfyResilience: ValidationRule = ({ validValues: { availabilityZones, resilience } }) => {
  const count = new Set(availabilityZones).size;
  return resilience === "multi-zone" && count === 1
    ? [
        {
          field: "resilience",
          problem: "needs at least 2 zones, but there is 1",
          got: formatValue(resilience),
          fix: 'list 2 zones or more, or use "single-zone"',
        },
      ]
    : [];
};

const zoneRules: readonly ValidationRule[] = [zonesAreInRegion, zonesExist, zonesAreUnique, zonesSatisfyResilience];

/** Rules about the Region and the zones of an environment with Studio. */
export const studioRegionRules: readonly ValidationRule[] = [
  regionExists,
  partitionHasStudio,
  regionHasPackages,
  ...zoneRules,
];

/** Rules about the Region and the zones of an inspection environment, which needs no host of Studio. */
export const inspectionRegionRules: readonly ValidationRule[] = [regionExists, partitionHasInternet, ...zoneRules];
