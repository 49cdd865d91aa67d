import {
  blocksOf,
  isExpression,
  isObject,
  isSurelySet,
  literalNumber,
  literalText,
  type Values,
} from "../../configuration/terraform-values";
import { type ArgumentRule, problemIf, type RuleProblem } from "../argument-rule";

/** Storage classes that need objects of at least 30 days. */
const INFREQUENT_ACCESS = ["STANDARD_IA", "ONEZONE_IA"];
/** The order in which objects may change their storage class. */
const CLASSES = ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];

/** Rules of the lifecycle of objects in S3. */
export const lifecycleRules: readonly ArgumentRule[] = [
  {
    types: ["aws_s3_bucket_lifecycle_configuration"],
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html",
    check: ({ rule }) => [...blocksOf(rule).flatMap(lifecycleProblems), ...ruleIdProblems(blocksOf(rule))],
  },
];

function lifecycleProblems(rule: Values): readonly RuleProblem[] {
  const [expiration] = blocksOf(rule.expiration);
  const expires = literalNumber(expiration?.days);
  const transitions = blocksOf(rule.transition).flatMap(({ days, storage_class }) => {
    const number = literalNumber(days);
    return number === undefined ? [] : [{ days: number, storageClass: String(storage_class) }];
  });
  const actions = [
    "expiration",
    "transition",
    "noncurrent_version_expiration",
    "noncurrent_version_transition",
    "abort_incomplete_multipart_upload",
  ];
  return [
    ...transitionOrderProblems(transitions),
    ...filterProblems(rule),
    ...dateProblems(rule),
    ...blocksOf(rule.noncurrent_version_transition).flatMap(({ noncurrent_days: days, storage_class }) =>
      problemIf(INFREQUENT_ACCESS.includes(String(storage_class)) && (literalNumber(days) ?? 30) < 30, {
        argument: "rule.noncurrent_version_transition.noncurrent_days",
        problem: `objects move to ${String(storage_class)} after 30 days at the earliest`,
        value: literalNumber(days),
        remedy: "use 30 or more",
      }),
    ),
    ...transitions.flatMap(({ days, storageClass }) => [
      ...problemIf(expires !== undefined && days >= expires, {
        argument: "rule.transition.days",
        problem: `a transition must come before the expiration after ${expires} days`,
        value: days,
        remedy: "lower it, or remove the transition",
      }),
      ...problemIf(INFREQUENT_ACCESS.includes(storageClass) && days < 30, {
        argument: "rule.transition.days",
        problem: `objects move to ${storageClass} after 30 days at the earliest`,
        value: days,
        remedy: "use 30 or more",
      }),
    ]),
    ...problemIf(
      !actions.some((action) => isObject(rule[action]) || Array.isArray(rule[action]) || isExpression(rule[action])),
      {
        argument: "rule",
        problem: "a rule needs an action",
        remedy: `set one of ${actions.join(", ")}`,
      },
    ),
    ...problemIf(
      expiration !== undefined && isSurelySet(expiration.days) && expiration.expired_object_delete_marker === true,
      {
        argument: "rule.expiration.expired_object_delete_marker",
        problem: "cannot be set together with days",
        remedy: "keep one of them",
      },
    ),
  ];
}

interface Transition {
  readonly days: number;
  readonly storageClass: string;
}

/** Objects only go down the order of classes, and stay 30 days where access is infrequent. */
function transitionOrderProblems(transitions: readonly Transition[]): readonly RuleProblem[] {
  const sorted = [...transitions].sort((one, other) => one.days - other.days);
  return sorted.flatMap(({ days, storageClass }, at) => {
    const before = sorted[at - 1];
    if (before === undefined) {
      return [];
    }
    const falls = CLASSES.indexOf(before.storageClass) > CLASSES.indexOf(storageClass);
    const isEarly = INFREQUENT_ACCESS.includes(before.storageClass) && days < before.days + 30;
    return problemIf(CLASSES.includes(storageClass) && (falls || isEarly), {
      argument: falls ? "rule.transition.storage_class" : "rule.transition.days",
      problem: falls
        ? `objects do not move from ${before.storageClass} to ${storageClass}`
        : `objects stay in ${before.storageClass} for at least 30 days`,
      value: falls ? storageClass : days,
      remedy: falls ? "remove one of the two" : `use ${before.days + 30} or more`,
    });
  });
}

/** Parts of uploads and delete markers have no tags and no sizes. */
function filterProblems(rule: Values): readonly RuleProblem[] {
  const filters = blocksOf(rule.filter).flatMap((filter) => [filter, ...blocksOf(filter.and)]);
  const hasTags = filters.some(({ tag, tags }) => blocksOf(tag).length > 0 || isSurelySet(tags));
  const hasMarkers = blocksOf(rule.expiration).some((expiration) => expiration.expired_object_delete_marker === true);
  const actions = [
    ...(blocksOf(rule.abort_incomplete_multipart_upload).length > 0 ? ["rule.abort_incomplete_multipart_upload"] : []),
    ...(hasMarkers ? ["rule.expiration.expired_object_delete_marker"] : []),
  ];
  return [
    ...(hasTags ? actions : []).map((argument) => ({
      argument,
      problem: "cannot be set in a rule that filters by tags",
      remedy: "move it to a rule of its own",
    })),
    ...filters.flatMap(({ object_size_greater_than: least, object_size_less_than: most }) =>
      // 0 stands for no bound.
      problemIf((literalNumber(least) ?? 0) >= (literalNumber(most) || Number.POSITIVE_INFINITY), {
        argument: "rule.filter",
        problem: `no object is greater than ${String(least)} and less than ${String(most)} bytes`,
        remedy: "exchange the two",
      }),
    ),
  ];
}

function dateProblems(rule: Values): readonly RuleProblem[] {
  return ["expiration", "transition"].flatMap((name) =>
    blocksOf(rule[name]).flatMap(({ date, days }) => {
      const text = literalText(date);
      return [
        ...problemIf(text !== undefined && !/T00:00:00(?:\.0+)?(?:Z|\+00:00)$/.test(text), {
          argument: `rule.${name}.date`,
          problem: "must be midnight in UTC",
          value: text,
          remedy: "use a form such as 2027-01-01T00:00:00Z",
        }),
        ...problemIf(text !== undefined && (literalNumber(days) ?? 0) > 0, {
          argument: `rule.${name}.days`,
          problem: "cannot be set together with date",
          remedy: "keep one of them",
        }),
      ];
    }),
  );
}

function ruleIdProblems(rules: readonly Values[]): readonly RuleProblem[] {
  const ids = rules.map(({ id }) => literalText(id)).filter((id) => id !== undefined);
  return ids
    .filter((id, at) => ids.indexOf(id) < at)
    .map((id) => ({ argument: "rule.id", problem: "two rules have this id", value: id, remedy: "rename one" }));
}
