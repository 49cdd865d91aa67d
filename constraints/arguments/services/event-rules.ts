import {
  blocksOf,
  isObject,
  isSet,
  isSurelySet,
  literalNumber,
  literalText,
} from "../../configuration/terraform-values";
import { type ArgumentRule, problemIf, type RuleProblem } from "../argument-rule";
import { scheduleProblem } from "./schedule-expression";

/** Rules of EventBridge, its Scheduler, and messages. */
export const eventRules: readonly ArgumentRule[] = [
  {
    types: ["aws_cloudwatch_event_rule"],
    page: "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
    check: ({ event_pattern: pattern, schedule_expression: schedule }) => [
      ...problemIf(!isSet(pattern) && !isSet(schedule), {
        argument: "event_pattern",
        problem: "a rule needs a pattern or a schedule",
        remedy: "set event_pattern or schedule_expression",
      }),
      ...patternProblems(literalText(pattern)),
      ...ruleScheduleProblems(literalText(schedule)),
    ],
  },
  {
    types: ["aws_scheduler_schedule"],
    page: "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_FlexibleTimeWindow.html",
    check: ({ flexible_time_window }) =>
      blocksOf(flexible_time_window).flatMap(({ mode, maximum_window_in_minutes: minutes }) => [
        ...problemIf(mode === "FLEXIBLE" && !isSet(minutes), {
          argument: "flexible_time_window.maximum_window_in_minutes",
          problem: "is required for the mode FLEXIBLE",
          remedy: "set 1 to 1440",
        }),
        ...problemIf(mode === "OFF" && isSurelySet(minutes), {
          argument: "flexible_time_window.maximum_window_in_minutes",
          problem: "must not be set for the mode OFF",
          value: literalNumber(minutes),
          remedy: "remove it, or use FLEXIBLE",
        }),
      ]),
  },
  {
    types: ["aws_sns_topic", "aws_sqs_queue"],
    page: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/creating-sqs-standard-queues.html",
    check: ({ name, fifo_topic, fifo_queue }) => {
      const text = literalText(name);
      const isFifo = fifo_topic === true || fifo_queue === true;
      return problemIf(text !== undefined && text.endsWith(".fifo") !== isFifo, {
        argument: "name",
        problem: isFifo
          ? "a FIFO topic or queue has a name that ends in .fifo"
          : "only a FIFO topic or queue may end in .fifo",
        value: text,
        remedy: isFifo ? "append .fifo" : "rename it, or make it FIFO",
      });
    },
  },
  {
    types: ["aws_sqs_queue"],
    page: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
    check: ({ redrive_policy: policy, sqs_managed_sse_enabled, kms_master_key_id }) => {
      const parsed = jsonOf(literalText(policy));
      const count = isObject(parsed) ? literalNumber(parsed.maxReceiveCount) : undefined;
      return [
        ...problemIf(count !== undefined && (count < 1 || count > 1000), {
          argument: "redrive_policy",
          problem: "maxReceiveCount must be 1 to 1000",
          value: count,
          remedy: "use a number in that range",
        }),
        ...problemIf(sqs_managed_sse_enabled === true && isSurelySet(kms_master_key_id) && kms_master_key_id !== "", {
          argument: "sqs_managed_sse_enabled",
          problem: "a queue is encrypted with keys of SQS or with a key of KMS, not both",
          value: true,
          remedy: "remove one of them",
        }),
      ];
    },
  },
];

const INVALID = Symbol("not JSON");

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return INVALID;
  }
}

/** A pattern is an object whose leaves are lists of values. */
function patternProblems(text: string | undefined): readonly RuleProblem[] {
  const pattern = jsonOf(text);
  if (pattern === undefined) {
    return [];
  }
  const argument = "event_pattern";
  if (!isObject(pattern)) {
    return [
      { argument, problem: "is no JSON object", value: text, remedy: 'use a form such as {"source": ["aws.kms"]}' },
    ];
  }
  const field = wrongField(pattern, "");
  return field === undefined
    ? []
    : [
        {
          argument,
          problem: `the field ${field} must hold a list`,
          remedy: 'use a form such as {"source": ["aws.kms"]}',
        },
      ];
}

function wrongField(pattern: object, prefix: string): string | undefined {
  for (const [name, value] of Object.entries(pattern)) {
    const path = `${prefix}${name}`;
    const isList = Array.isArray(value) && value.length > 0;
    const inner = isObject(value) && name !== "$or" ? wrongField(value, `${path}.`) : isList ? undefined : path;
    if (inner !== undefined) {
      return inner;
    }
  }
  return undefined;
}

/** Rules of EventBridge have no `at(...)`, which its Scheduler has. */
function ruleScheduleProblems(schedule: string | undefined): readonly RuleProblem[] {
  const problem =
    schedule === undefined
      ? undefined
      : schedule.startsWith("at(")
        ? "a rule has no schedule of one time"
        : scheduleProblem(schedule);
  return problem === undefined
    ? []
    : [{ argument: "schedule_expression", problem, value: schedule, remedy: "use rate(...) or cron(...)" }];
}
