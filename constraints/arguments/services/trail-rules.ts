import { blocksOf, isSet, listOf, literalText, type Values } from "../../configuration/terraform-values";
import { misspelledName } from "../../misspelling";
import { type ArgumentRule, problemIf, type RuleProblem } from "../argument-rule";
import dataEvents from "./data-event-types.json";

/** Types of which a selector without fields can log data events. */
const BASIC_TYPES = ["AWS::DynamoDB::Table", "AWS::Lambda::Function", "AWS::S3::Object"];
/** Services whose types of data events have not changed for years. To the others AWS adds types. */
const SETTLED_SERVICES = ["AWS::DynamoDB::", "AWS::Lambda::", "AWS::S3::"];
const FIELDS = [
  ...["eventCategory", "readOnly", "eventSource", "eventName", "eventType", "resources.type", "resources.ARN"],
  ...["userIdentity.arn", "sessionCredentialFromConsole", "errorCode", "vpcEndpointId"],
];
/** Fields that may only be compared by `equals`. */
const EQUAL_FIELDS = ["eventCategory", "readOnly", "resources.type"];
const OTHER_OPERATORS = ["not_equals", "starts_with", "not_starts_with", "ends_with", "not_ends_with"];

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
    check: ({ advanced_event_selector }) =>
      blocksOf(advanced_event_selector).flatMap((selector) => [
        ...selectorProblems(selector),
        ...blocksOf(selector.field_selector).flatMap(fieldProblems),
      ]),
  },
  {
    types: ["aws_cloudtrail"],
    page: "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html",
    check: ({ advanced_event_selector, event_selector }) => [
      ...problemIf(blocksOf(advanced_event_selector).length > 0 && blocksOf(event_selector).length > 0, {
        argument: "event_selector",
        problem: "a trail has event selectors or advanced ones, not both",
        remedy: "keep one of them",
      }),
      ...blocksOf(event_selector)
        .flatMap(({ data_resource }) => blocksOf(data_resource))
        .flatMap(({ type }) => literalText(type) ?? [])
        .filter((type) => !BASIC_TYPES.includes(type))
        .map((value) => ({
          argument: "event_selector.data_resource.type",
          problem: "needs an advanced event selector",
          value,
          remedy: `use advanced_event_selector, or one of ${BASIC_TYPES.join(", ")}`,
        })),
    ],
  },
];

/** A field that CloudTrail has, compared as it may be, with a type that has data events. */
function fieldProblems(selector: Values): readonly RuleProblem[] {
  const argument = "advanced_event_selector.field_selector";
  const field = literalText(selector.field);
  if (field === undefined) {
    return [];
  }
  const meant = FIELDS.includes(field) ? undefined : misspelledName(field, FIELDS);
  const operator = EQUAL_FIELDS.includes(field)
    ? OTHER_OPERATORS.find((name) => listOf(selector[name]).length > 0)
    : undefined;
  const types = field === "resources.type" ? listOf(selector.equals).flatMap((type) => literalText(type) ?? []) : [];
  return [
    ...problemIf(meant !== undefined, {
      argument,
      problem: "CloudTrail has no such field",
      value: field,
      remedy: `use ${meant}`,
    }),
    ...problemIf(operator !== undefined, {
      argument,
      problem: `${field} is compared by equals only`,
      value: operator,
      remedy: "use equals",
    }),
    ...types.flatMap(typeProblems(argument)),
  ];
}

function typeProblems(argument: string): (type: string) => readonly RuleProblem[] {
  return (type) => {
    const { types } = dataEvents;
    const meant = misspelledName(type, types);
    const service = SETTLED_SERVICES.find((prefix) => type.startsWith(prefix));
    const hasForm = /^AWS::\w+::?\w+$/.test(type);
    const known = types.filter((name) => service !== undefined && name.startsWith(service));
    return problemIf(!types.includes(type) && (!hasForm || meant !== undefined || service !== undefined), {
      argument,
      problem: "is no type of data events",
      value: type,
      remedy: `use ${[meant ?? known].flat().join(" or ") || "a type such as AWS::S3::Object"}`,
    });
  };
}

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
