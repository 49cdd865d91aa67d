import { excessOfPackageGroups, wordOfPrefix } from "../../../../constructs/studio/package-group-template";
import { resourceNamePrefix } from "../../../prefix";
import {
  duplicateEntries,
  indexedEntries,
  type PartialEnvironment,
  type ValidationRule,
} from "../../issues/partial-environment";
import { formatValue } from "../../issues/validation-issue";

/** The valid names of an environment, with their places in the lists. */
function namesOf({ packages }: PartialEnvironment["validValues"]) {
  return packages?.kind === "codeartifact"
    ? { publicNames: indexedEntries(packages.publicNames), ownNames: indexedEntries(packages.ownNames) }
    : { publicNames: [], ownNames: [] };
}

const namesAreListedOnce: ValidationRule = ({ validValues }) =>
  Object.entries(namesOf(validValues)).flatMap(([list, names]) =>
    duplicateEntries(names, (name) => name).map(({ index, value }) => ({
      field: `packages.${list}[${index}]`,
      problem: "is listed twice",
      got: formatValue(value),
      fix: "list every name once",
    })),
  );

/** A narrower public name would open what the company's prefix reserves. */
const publicNamesAreNotOwn: ValidationRule = ({ validValues }) => {
  const { publicNames, ownNames } = namesOf(validValues);
  return publicNames.flatMap(({ index, value }) => {
    const own = ownNames.find(({ value: reserved }) => reserves(reserved, value));
    return own === undefined
      ? []
      : [
          {
            field: `packages.publicNames[${index}]`,
            problem: `is a name of the company by packages.ownNames[${own.index}], ${own.value}`,
            got: formatValue(value),
            fix: "remove it from one of the two lists",
          },
        ];
  });
};

/** Whether every package of one name, or of a prefix, is of another one. */
function reserves(own: string, name: string): boolean {
  const word = wordOfPrefix(own);
  return own === name || name === word || (word !== undefined && name.startsWith(`${word}-`));
}

const groupsFitTemplate: ValidationRule = ({ validValues }) => {
  const { name, packages } = validValues;
  const { publicNames, ownNames } = namesOf(validValues);
  if (name === undefined) {
    return [];
  }
  const excess = excessOfPackageGroups(resourceNamePrefix(name), {
    ...(packages?.kind === "codeartifact" && packages.publicNames !== undefined
      ? { publicNames: publicNames.map(({ value }) => value) }
      : {}),
    ownNames: ownNames.map(({ value }) => value),
  });
  return excess <= 0
    ? []
    : [
        {
          field: "packages",
          problem: `has more names than a CloudFormation template takes: ${excess} bytes too many`,
          got: `${publicNames.length + ownNames.length} names`,
          fix: "use prefixes such as types-*, or approvers in place of publicNames",
        },
      ];
};

/** Rules about the names of packages. */
export const packageNameRules: readonly ValidationRule[] = [
  namesAreListedOnce,
  publicNamesAreNotOwn,
  groupsFitTemplate,
];
