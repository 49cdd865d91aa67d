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
  alarmTopicsAreInRegion,
];
