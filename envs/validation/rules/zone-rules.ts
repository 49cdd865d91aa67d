import { shown } from "../faults/fault";
import { entriesOf, type Rule, repeated } from "../faults/partial-environment";

const inTheRegion: Rule = ({ known: { region, availabilityZones } }) =>
  region === undefined
    ? []
    : entriesOf(availabilityZones)
        .filter(({ value }) => value.slice(0, -1) !== region)
        .map(({ index, value }) => ({
          field: `availabilityZones[${index}]`,
          wrong: `is not in ${region}`,
          got: shown(value),
          todo: `use zones such as ${region}a, or change the region`,
        }));

const listedOnce: Rule = ({ known: { availabilityZones } }) =>
  repeated(entriesOf(availabilityZones), (zone) => zone).map(({ index, value }) => ({
    field: `availabilityZones[${index}]`,
    wrong: "is listed twice",
    got: shown(value),
    todo: "list every zone once",
  }));

const enoughForResilience: Rule = ({ known: { availabilityZones, resilience } }) => {
  const count = new Set(availabilityZones).size;
  return resilience === "multi-zone" && count === 1
    ? [
        {
          field: "resilience",
          wrong: "promises to survive the loss of a zone, with 1 zone",
          got: shown(resilience),
          todo: 'list 2 zones or more, or use "single-zone"',
        },
      ]
    : [];
};

/** Rules about the zones of an environment. */
export const zoneRules: readonly Rule[] = [inTheRegion, listedOnce, enoughForResilience];
