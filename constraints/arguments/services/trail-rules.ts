import { blocksOf, isSet, listOf, literalText, type Values } from "../../configuration/terraform-values";
import { type ArgumentRule, problemIf, type RuleProblem } from "../argument-rule";

/** Fields of an advanced selector that each category of events requires. */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  Management: [],
  Data: ["resources.type"],
  NetworkActivity: ["eventSource"],
};

/** Rules of CloudTrail. */
export const trailRules: readonly ArgumentRule[] = [
  {
    types: ["aws_cloudtrail"],
    page: "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html",
    check: (values) => {
      const { cloud_watch_logs_group_arn: group, cloud_watch_logs_role_arn: role } = values;
      return [
        ...problemIf(values.is_multi_region_trail === true && values.include_global_service_events === false, {
          argument: "include_global_service_events",
          problem: "a trail of all regions has the events of global services",
          value: false,
          remedy: "set it to true",
        }),
        ...problemIf(isGiven(group) !== isGiven(role), {
          argument: isGiven(group) ? "cloud_watch_logs_role_arn" : "cloud_watch_logs_group_arn",
          problem: "a log group and the role that writes to it need each other",
          remedy: "set both, or none",
        }),
      ];
    },
  },
  {
    types: ["aws_cloudtrail"],
    page: "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html",
    check: ({ advanced_event_selector }) => blocksOf(advanced_event_selector).flatMap(selectorProblems),
  },
];

/** The provider treats an empty text as absent. */
function isGiven(value: unknown): boolean {
  return isSet(value) && value !== "";
}

function selectorProblems({ field_selector }: Values): readonly RuleProblem[] {
  const argument = "advanced_event_selector.field_selector";
  const fields = blocksOf(field_selector);
  const names = fields.map(({ field }) => literalText(field));
  if (names.includes(undefined)) {
    return [];
  }
  const [category, ...others] = fields
    .filter(({ field }) => field === "eventCategory")
    .flatMap(({ equals }) => listOf(equals).map(literalText));
  const required = Object.hasOwn(CATEGORIES, category ?? "") ? CATEGORIES[category ?? ""] : undefined;
  return [
    ...problemIf(!names.includes("eventCategory") || others.length > 0 || (category !== undefined && !required), {
      argument,
      problem: `a selector has eventCategory with one of ${Object.keys(CATEGORIES).join(", ")}`,
      value: category,
      remedy: "set it",
    }),
    ...(required ?? [])
      .filter((name) => !names.includes(name))
      .map((name) => ({ argument, problem: `events of the category ${category} need ${name}`, remedy: "add it" })),
  ];
}
