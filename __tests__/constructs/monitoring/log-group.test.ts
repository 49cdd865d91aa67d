import { encryptedLogGroup } from "../../../constructs/monitoring/log-group";
import { synthesizeInBareStack } from "../fixtures/bare-stack";
import { resourceAt } from "../fixtures/resource-lookup";

test("a log group has the key, the retention and a name that AWS services may write to", () => {
  const json = synthesizeInBareStack((stack) => {
    encryptedLogGroup(stack, "records", {
      name: "studio-perimeter-test",
      logType: "vpc-flow",
      logsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/logs",
      logRetentionDays: 400,
    });
  });

  expect(resourceAt(json, "aws_cloudwatch_log_group.records")).toEqual({
    name: "/aws/vendedlogs/studio-perimeter-test/vpc-flow",
    kms_key_id: "arn:aws:kms:eu-west-1:111122223333:key/logs",
    retention_in_days: 400,
  });
});
