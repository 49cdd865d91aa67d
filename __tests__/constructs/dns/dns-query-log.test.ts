import { DnsQueryLog } from "../../../constructs/dns/dns-query-log";
import { synthesizeInBareStack } from "../fixtures/bare-stack";
import { resourceAt } from "../fixtures/resource-lookup";
import { LOGS_KEY_ARN, sampleContext } from "../fixtures/sample-context";

const TOPIC = "arn:aws:sns:eu-west-1:111122223333:security";
const json = synthesizeInBareStack((stack) => {
  new DnsQueryLog(stack, "query_log", {
    context: sampleContext(stack, {
      logging: { keyArn: LOGS_KEY_ARN, retentionDays: 400, alarmTopicArns: [TOPIC] },
    }),
    vpcId: "vpc-1",
  });
});

test("every query of the VPC is logged, encrypted and kept as long as the environment says", () => {
  expect(resourceAt(json, "aws_route53_resolver_query_log_config_association.query_log_vpc")).toEqual({
    resolver_query_log_config_id: "${aws_route53_resolver_query_log_config.query_log_destination.id}",
    resource_id: "vpc-1",
  });
  expect(resourceAt(json, "aws_route53_resolver_query_log_config.query_log_destination").destination_arn).toBe(
    "${aws_cloudwatch_log_group.query_log_queries.arn}",
  );
  expect(resourceAt(json, "aws_cloudwatch_log_group.query_log_queries")).toMatchObject({
    kms_key_id: "arn:aws:kms:eu-west-1:111122223333:key/logs",
    retention_in_days: 400,
  });
});

test("refused names are counted from the log and watched", () => {
  expect(resourceAt(json, "aws_cloudwatch_log_metric_filter.query_log_blocked_count")).toMatchObject({
    log_group_name: "${aws_cloudwatch_log_group.query_log_queries.name}",
    pattern: '{ $.firewall_rule_action = "BLOCK" }',
  });
  expect(resourceAt(json, "aws_cloudwatch_metric_alarm.query_log_blocked")).toMatchObject({
    namespace: "studio-perimeter-test",
    metric_name: "DnsQueriesBlocked",
    alarm_actions: [TOPIC],
  });
});
