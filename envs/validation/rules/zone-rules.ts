import { duplicateEntries, indexedEntries, type ValidationRule } from "../issues/partial-environment";
import { formatValue } from "../issues/validation-issue";

const zonesAreInRegion: ValidationRule = ({ validValues: { region, availabilityZones } }) =>
  region === undefined
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

/** Rules about the zones of an environment. */
export const zoneRules: readonly ValidationRule[] = [zonesAreInRegion, zonesAreUnique, zonesSatisfyResilience];
