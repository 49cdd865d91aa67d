import { encryptedLogGroup } from "../../../constructs/monitoring/log-group";
import { synthesizeInBareStack } from "../fixtures/bare-stack";
import { resourceAt } from "../fixtures/resource-lookup";
import { LOGS_KEY_ARN, sampleContext } from "../fixtures/sample-context";

test("a log group has the key, the retention and a name that AWS services may write to", () => {
  const json = synthesizeInBareStack((stack) => {
    encryptedLogGroup(stack, "records", {
      context: sampleContext(stack, {
        logging: { keyArn: LOGS_KEY_ARN, retentionDays: 400, alarmTopicArns: [] },
      }),
      logType: "vpc-flow",
    });
  });

  expect(resourceAt(json, "aws_cloudwatch_log_group.records")).toEqual({
    name: "/aws/vendedlogs/studio-perimeter-test/vpc-flow",
    kms_key_id: "arn:aws:kms:eu-west-1:111122223333:key/logs",
    retention_in_days: 400,
  });
});
