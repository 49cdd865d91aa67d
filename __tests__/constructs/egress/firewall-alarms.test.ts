import { argumentsByName, resourceAt } from "../fixtures/resource-lookup";
import { LOGS_KEY_ARN } from "../fixtures/sample-context";
import { synthesizeEgress } from "../fixtures/sample-egress";

const TOPIC = "arn:aws:sns:eu-west-1:111122223333:security";
const json = synthesizeEgress({}, 2, {
  logging: { keyArn: LOGS_KEY_ARN, retentionDays: 90, alarmTopicArns: [TOPIC] },
});

test("refused attempts are counted from the ALERT log and watched", () => {
  expect(resourceAt(json, "aws_cloudwatch_log_metric_filter.egress_firewall_alarms_denials_count")).toMatchObject({
    log_group_name: "${aws_cloudwatch_log_group.egress_firewall_logs_alerts.name}",
    pattern: '{ $.event.alert.action = "blocked" }',
    metric_transformation: { namespace: "studio-perimeter-test", name: "FirewallDenials" },
  });
  expect(resourceAt(json, "aws_cloudwatch_metric_alarm.egress_firewall_alarms_denials")).toMatchObject({
    namespace: "studio-perimeter-test",
    metric_name: "FirewallDenials",
  });
});

test.each([
  ["dropped", "DroppedPackets", 1],
  ["stream_exceptions", "StreamExceptionPolicyPackets", 2],
])("%s are watched in each zone", (id, metricName, periods) => {
  for (const zone of ["a", "b"]) {
    expect(resourceAt(json, `aws_cloudwatch_metric_alarm.egress_firewall_alarms_${id}_${zone}`)).toMatchObject({
      namespace: "AWS/NetworkFirewall",
      metric_name: metricName,
      evaluation_periods: periods,
      dimensions: {
        FirewallName: "${aws_networkfirewall_firewall.egress_firewall_firewall.name}",
        AvailabilityZone: `eu-west-1${zone}`,
        Engine: "Stateful",
      },
    });
  }
});

test("every alarm tells the topics", () => {
  const alarms = Object.values(argumentsByName(json, "aws_cloudwatch_metric_alarm"));

  expect(alarms).toHaveLength(5);
  expect(alarms.filter(({ alarm_actions }) => JSON.stringify(alarm_actions) !== JSON.stringify([TOPIC]))).toEqual([]);
});

test("alarm names differ, because the account has one namespace for them", () => {
  const names = Object.values(argumentsByName(json, "aws_cloudwatch_metric_alarm")).map((alarm) => alarm.alarm_name);

  expect(new Set(names).size).toBe(names.length);
});
