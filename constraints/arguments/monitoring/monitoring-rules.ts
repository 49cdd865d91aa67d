import { listOf, literalText, type Values } from "../../configuration/terraform-values";
import { type ArgumentRule, problemIf, type RuleProblem } from "../argument-rule";
import { filterPatternProblem } from "./filter-pattern";

/** Services that an alarm can call. */
const ACTION_SERVICES = ["sns", "autoscaling", "automate", "swf", "lambda", "ssm", "ssm-incidents", "aiops"];

/** Rules of alarms, and of filters of log events. */
export const monitoringRules: readonly ArgumentRule[] = [
  {
    types: ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"],
    page: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
    check: (values) => ["alarm_actions", "ok_actions", "insufficient_data_actions"].flatMap(actionProblems(values)),
  },
  {
    types: ["aws_cloudwatch_log_metric_filter", "aws_cloudwatch_log_subscription_filter"],
    page: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html",
    check: (values, type) => {
      const argument = type === "aws_cloudwatch_log_metric_filter" ? "pattern" : "filter_pattern";
      const pattern = literalText(values[argument]);
      const problem = pattern === undefined ? undefined : filterPatternProblem(pattern);
      return problem === undefined
        ? []
        : [{ argument, problem, value: pattern, remedy: "correct the pattern by the syntax in the page" }];
    },
  },
];

function actionProblems(values: Values): (argument: string) => readonly RuleProblem[] {
  return (argument) =>
    listOf(values[argument])
      .flatMap((action) => literalText(action) ?? [])
      .flatMap((value) => {
        const [, , service = ""] = value.split(":");
        return problemIf(value.startsWith("arn:") && !ACTION_SERVICES.includes(service), {
          argument,
          problem: `an alarm does not call ${service}`,
          value,
          remedy: `use an ARN of ${ACTION_SERVICES.join(", ")}`,
        });
      });
}
