import {
  INSTANCE_USES,
  type InstanceUse,
  instanceTypesOf,
  instanceTypesRead,
  isInstanceTypeOf,
  zonesOfInstanceType,
} from "../../../aws/instance-types";
import { regionTable } from "../../../aws/regions/region-facts";
import { closestWord } from "../../schema/closest-word";
import {
  duplicateEntries,
  type IndexedEntry,
  indexedEntries,
  type PartialEnvironment,
  type ValidationRule,
} from "../issues/partial-environment";
import { formatValue } from "../issues/validation-issue";

/** The types that an environment lists for a use. */
function listedTypes(
  { validValues: { studio } }: PartialEnvironment,
  use: InstanceUse,
): readonly IndexedEntry<string>[] {
  return indexedEntries(studio?.instanceTypes?.[use]);
}

const instanceTypesExist: ValidationRule = (environment) =>
  INSTANCE_USES.flatMap((use) =>
    listedTypes(environment, use)
      .filter(({ value }) => !isInstanceTypeOf(use, value))
      .map(({ index, value }) => ({
        field: `studio.instanceTypes.${use}[${index}]`,
        problem: `is no instance type for ${use} (table of ${instanceTypesRead})`,
        got: formatValue(value),
        fix: `use a type such as ${closestWord(value, instanceTypesOf(use)) ?? "ml.m5.large"}`,
      })),
  );

const instanceTypesAreOffered: ValidationRule = (environment) => {
  const { region, availabilityZones } = environment.validValues;
  if (region === undefined) {
    return [];
  }
  const letters = indexedEntries(availabilityZones).map(({ value }) => value.slice(-1));
  return INSTANCE_USES.flatMap((use) =>
    listedTypes(environment, use)
      .filter(({ value }) => isInstanceTypeOf(use, value))
      .flatMap(({ index, value }) => {
        const offered = zonesOfInstanceType(region, value);
        const isOffered =
          offered === undefined ||
          (letters.length === 0 ? offered !== "" : letters.some((zone) => offered.includes(zone)));
        return isOffered
          ? []
          : [
              {
                field: `studio.instanceTypes.${use}[${index}]`,
                problem: `is offered in no zone of ${offered === "" ? region : "the environment"} (table of ${regionTable.extracted})`,
                got: formatValue(value),
                fix: offered === "" ? "use another type" : `use another type, or a zone of ${offered}`,
              },
            ];
      }),
  );
};

const instanceTypesAreUnique: ValidationRule = (environment) =>
  INSTANCE_USES.flatMap((use) =>
    duplicateEntries(listedTypes(environment, use), (type) => type).map(({ index, value }) => ({
      field: `studio.instanceTypes.${use}[${index}]`,
      problem: "is listed twice",
      got: formatValue(value),
      fix: "list every type once",
    })),
  );

/** Rules about the instance types that users may use. */
export const instanceTypeRules: readonly ValidationRule[] = [
  instanceTypesExist,
  instanceTypesAreOffered,
  instanceTypesAreUnique,
];
