import { resourceNamePrefix } from "../../prefix";
import { indexedEntries, type ValidationRule } from "../issues/partial-environment";
import { formatValue } from "../issues/validation-issue";

const protectedBucketsAreNotForceDestroyed: ValidationRule = ({ validValues: { protections, forceDestroyBuckets } }) =>
  protections && forceDestroyBuckets
    ? [
        {
          field: "forceDestroyBuckets",
          problem: "contradicts protections",
          got: formatValue(forceDestroyBuckets),
          fix: "set one of the two to false",
        },
      ]
    : [];

const protectedHomesAreRetained: ValidationRule = ({ validValues: { protections, efsRetention } }) =>
  protections && efsRetention === "Delete"
    ? [
        {
          field: "efsRetention",
          problem: "contradicts protections",
          got: formatValue(efsRetention),
          fix: "use Retain, or set protections to false",
        },
      ]
    : [];

/**
 * Deployers and break-glass roles pass the bucket policies from any network. A pattern that covers the execution role would
 * exempt the code in Studio.
 */
const exemptRolesAreNotOfTheStack: ValidationRule = ({ validValues: { name, deployers, breakGlass } }) =>
  name === undefined
    ? []
    : [
        ...indexedEntries(deployers).map((entry) => ({ ...entry, list: "deployers" })),
        ...indexedEntries(breakGlass).map((entry) => ({ ...entry, list: "breakGlass" })),
      ]
        .filter(({ value }) => matchesRolePattern(`role/${resourceNamePrefix(name)}-execution`, value))
        .map(({ list, index, value }) => ({
          field: `${list}[${index}]`,
          problem: "includes the execution role of Studio",
          got: formatValue(value),
          fix: "name the roles without a wildcard",
        }));

/** Whether a role, as `role/<path and name>`, matches a pattern with `*`. */
export function matchesRolePattern(role: string, pattern: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`).test(role);
}

/** CloudWatch alarms publish only to topics in their own Region. */
const alarmTopicsAreInRegion: ValidationRule = ({ validValues: { region, alarmTopicArns } }) =>
  region === undefined
    ? []
    : indexedEntries(alarmTopicArns)
        .filter(({ value }) => value.split(":")[3] !== region)
        .map(({ index, value }) => ({
          field: `alarmTopicArns[${index}]`,
          problem: `is not in ${region}`,
          got: formatValue(value),
          fix: `use a topic in ${region}`,
        }));

/** Rules about operating and destroying an environment. */
export const operationsRules: readonly ValidationRule[] = [
  protectedBucketsAreNotForceDestroyed,
  protectedHomesAreRetained,
  exemptRolesAreNotOfTheStack,
  alarmTopicsAreInRegion,
];
