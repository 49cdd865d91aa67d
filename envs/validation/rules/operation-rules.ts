import { shown } from "../faults/fault";
import { entriesOf, type Rule } from "../faults/partial-environment";

const protectedBucketsKeepTheirContent: Rule = ({ known: { protections, forceDestroyBuckets } }) =>
  protections && forceDestroyBuckets
    ? [
        {
          field: "forceDestroyBuckets",
          wrong: "contradicts protections",
          got: shown(forceDestroyBuckets),
          todo: "set one of the two to false",
        },
      ]
    : [];

/** An alarm can only call a topic of its own region. */
const topicsAreInTheRegion: Rule = ({ known: { region, alarmTopicArns } }) =>
  region === undefined
    ? []
    : entriesOf(alarmTopicArns)
        .filter(({ value }) => value.split(":")[3] !== region)
        .map(({ index, value }) => ({
          field: `alarmTopicArns[${index}]`,
          wrong: `is not in ${region}`,
          got: shown(value),
          todo: `use a topic in ${region}`,
        }));

/** Rules about running and ending an environment. */
export const operationsRules: readonly Rule[] = [protectedBucketsKeepTheirContent, topicsAreInTheRegion];
