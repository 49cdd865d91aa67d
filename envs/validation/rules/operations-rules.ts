import { wildcardPattern } from "../../../aws/wildcard-pattern";
import { resourceNamePrefix } from "../../prefix";
import { indexedEntries, type PartialEnvironment, type ValidationRule } from "../issues/partial-environment";
import { formatValue, type ValidationIssue } from "../issues/validation-issue";

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

/** A pattern that covers the execution role would exempt the code in Studio. */
const exemptRolesAreNotOfTheStack: ValidationRule = ({ validValues }) =>
  validValues.name === undefined
    ? []
    : exemptRolesCovering(validValues, `role/${resourceNamePrefix(validValues.name)}-execution`, "Studio");

/**
 * Patterns that cover an execution role, of roles that pass policies from any network: those of buckets, and of package repositories.
 *
 * @param role as `role/<path and name>`
 * @param owner what the role is of
 */
export function exemptRolesCovering(
  { deployers, breakGlass, packages }: PartialEnvironment["validValues"],
  role: string,
  owner: string,
): readonly ValidationIssue[] {
  const approvers = packages?.kind === "codeartifact" ? packages.approvers : undefined;
  return Object.entries({ deployers, breakGlass, "packages.approvers": approvers }).flatMap(([list, patterns]) =>
    indexedEntries(patterns)
      .filter(({ value }) => wildcardPattern(value).test(role))
      .map(({ index, value }) => ({
        field: `${list}[${index}]`,
        problem: `includes the execution role of ${owner}`,
        got: formatValue(value),
        fix: "name the roles without a wildcard",
      })),
  );
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
