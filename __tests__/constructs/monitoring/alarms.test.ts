import { logEventAlarm, sumAlarm } from "../../../constructs/monitoring/alarms";
import { encryptedLogGroup } from "../../../constructs/monitoring/log-group";
import { synthesizeInBareStack } from "../fixtures/bare-stack";
import { resourceAt } from "../fixtures/resource-lookup";
import { sampleContext } from "../fixtures/sample-context";

const alarm = {
  alarmName: "studio-perimeter-test-denials",
  description: "Something is refused.",
  namespace: "studio-perimeter-test",
  metricName: "Denials",
  threshold: 10,
  alarmTopicArns: [],
};

test("an alarm without topics exists, tells nobody and stays quiet while there is no data", () => {
  const json = synthesizeInBareStack((stack) => {
    sumAlarm(stack, "denials", alarm);
  });

  expect(resourceAt(json, "aws_cloudwatch_metric_alarm.denials")).toEqual({
    alarm_name: "studio-perimeter-test-denials",
    alarm_description: "Something is refused.",
    namespace: "studio-perimeter-test",
    metric_name: "Denials",
    statistic: "Sum",
    period: 300,
    evaluation_periods: 1,
    comparison_operator: "GreaterThanThreshold",
    threshold: 10,
    treat_missing_data: "notBreaching",
    alarm_actions: [],
    ok_actions: [],
  });
});

test("topics are told when an alarm begins and when it ends", () => {
  const topics = ["arn:aws:sns:eu-west-1:111122223333:security"];

  const json = synthesizeInBareStack((stack) => {
    sumAlarm(stack, "denials", {
      ...alarm,
      evaluationPeriods: 3,
      dimensions: { FirewallName: "egress" },
      alarmTopicArns: topics,
    });
  });

  expect(resourceAt(json, "aws_cloudwatch_metric_alarm.denials")).toMatchObject({
    evaluation_periods: 3,
    dimensions: { FirewallName: "egress" },
    alarm_actions: topics,
    ok_actions: topics,
  });
});

test("an alarm on log events watches the metric that its filter counts", () => {
  const json = synthesizeInBareStack((stack) => {
    const logGroup = encryptedLogGroup(stack, "log", {
      context: sampleContext(stack),
      logType: "x",
    });
    logEventAlarm(stack, "denials", { ...alarm, logGroup, filterPattern: '{ $.action = "blocked" }' });
  });

  const filter = resourceAt(json, "aws_cloudwatch_log_metric_filter.denials_count");
  const { namespace, metric_name } = resourceAt(json, "aws_cloudwatch_metric_alarm.denials");
  expect(filter).toEqual({
    name: "studio-perimeter-test-denials",
    log_group_name: "${aws_cloudwatch_log_group.log.name}",
    pattern: '{ $.action = "blocked" }',
    metric_transformation: { namespace, name: metric_name, value: "1", default_value: "0" },
  });
});
