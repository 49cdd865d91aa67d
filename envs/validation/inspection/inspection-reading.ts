import {
  inspectionEnvironmentSchema,
  type WrittenInspectionEnvironment,
} from "../../schema/inspection/inspection-environment";
import {
  type DeepPartial,
  indexedEntries,
  type PartialEnvironment,
  readValidParts,
} from "../issues/partial-environment";
import type { ValidationIssue } from "../issues/validation-issue";
import { addressRules } from "../rules/address-rules";
import { egressRules } from "../rules/egress-rules";
import { operationsRules } from "../rules/operations-rules";
import { inspectionRegionRules } from "../rules/regions/zone-rules";

/** The valid parts of an inspection environment that may be invalid elsewhere. */
export type PartialInspection = DeepPartial<WrittenInspectionEnvironment>;

/** The valid parts of an inspection environment. */
export function readPartialInspection(input: unknown): PartialInspection {
  return readValidParts(inspectionEnvironmentSchema, input) as PartialInspection;
}

/** Fields of an inspection environment, by the path that the rules of environments know them by. */
const RENAMED_FIELDS: readonly (readonly [from: string, to: string])[] = [
  ["egress.allowList", "allowList.entries"],
  ["egress.rules", "rules"],
  ["egress.managedRuleGroups", "managedRuleGroups"],
  ["egress.tlsInspection", "tlsInspection"],
];

/** An inspection environment, as the rules of environments read one with inspected egress. */
export function asEnvironment(inspection: PartialInspection): PartialEnvironment {
  const { allowList, rules, managedRuleGroups, tlsInspection } = inspection;
  const { name, region, account, vpcCidr, availabilityZones, resilience, deployers, alarmTopicArns } = inspection;
  const entries = allowList?.kind === "own" ? allowList.entries : [];
  return {
    validValues: {
      ...{ name, region, account, vpcCidr, availabilityZones, resilience, deployers, alarmTopicArns },
      egress: { kind: "inspected", allowList: entries, rules, managedRuleGroups, tlsInspection },
    },
    validFields: {},
  };
}

/** Issues that the rules of environments find, with the field paths of an inspection environment. */
export function commonIssues(inspection: PartialInspection, today: string): readonly ValidationIssue[] {
  const reading = asEnvironment(inspection);
  return [
    ...[...inspectionRegionRules, ...addressRules, ...egressRules, ...operationsRules]
      .flatMap((rule) => rule(reading, today))
      .map((issue) => renamed(issue, RENAMED_FIELDS)),
    ...indexedEntries(inspection.spokes).flatMap(({ index, value }) => spokeListIssues(index, value, today)),
  ];
}

type PartialSpoke = NonNullable<NonNullable<PartialInspection["spokes"]>[number]>;

/** The rules of allow-lists, for that of one spoke. */
function spokeListIssues(index: number, spoke: PartialSpoke, today: string): readonly ValidationIssue[] {
  if (spoke.kind !== "vpc") {
    return [];
  }
  const reading: PartialEnvironment = {
    validValues: { egress: { kind: "central", allowList: spoke.allowList ?? [] } },
    validFields: {},
  };
  const paths = [["egress.allowList", `spokes[${index}].allowList`]] as const;
  return egressRules.flatMap((rule) => rule(reading, today)).map((issue) => renamed(issue, paths));
}

function renamed(issue: ValidationIssue, paths: typeof RENAMED_FIELDS): ValidationIssue {
  const [from = "", to = ""] = paths.find(([prefix]) => issue.field.startsWith(prefix)) ?? [];
  return { ...issue, field: `${to}${issue.field.slice(from.length)}` };
}
