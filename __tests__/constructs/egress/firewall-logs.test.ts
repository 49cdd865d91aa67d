import { resourceAt } from "../fixtures/resource-lookup";
import { synthesizeEgress } from "../fixtures/sample-egress";

const json = synthesizeEgress();

test("alerts and flows are each logged to a group of their own", () => {
  const to = (logType: string, group: string) => ({
    log_type: logType,
    log_destination_type: "CloudWatchLogs",
    log_destination: { logGroup: `\${aws_cloudwatch_log_group.egress_firewall_logs_${group}.name}` },
  });

  expect(resourceAt(json, "aws_networkfirewall_logging_configuration.egress_firewall_logs_delivery")).toEqual({
    firewall_arn: "${aws_networkfirewall_firewall.egress_firewall_firewall.arn}",
    logging_configuration: { log_destination_config: [to("ALERT", "alerts"), to("FLOW", "flows")] },
  });
});

test.each(["alerts", "flows"])("the log of %s is encrypted and kept as long as the environment says", (content) => {
  expect(resourceAt(json, `aws_cloudwatch_log_group.egress_firewall_logs_${content}`)).toMatchObject({
    kms_key_id: "arn:aws:kms:eu-west-1:111122223333:key/logs",
    retention_in_days: 90,
  });
});
