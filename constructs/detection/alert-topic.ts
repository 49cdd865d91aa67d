import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { EncryptionKey } from "../encryption/encryption-key";
import { policyDocument, type Statement } from "../iam/policy-document";
import { denyAllPrincipals } from "../storage/bucket-policy";

/** Props of {@link AlertTopic}. */
export interface AlertTopicProps {
  /** The topic is `<name>-alerts`. */
  readonly context: PerimeterContext;
}

/**
 * An encrypted SNS topic to which only EventBridge publishes, and only for rules of this environment. The people who are
 * responsible for alerts subscribe outside the stack.
 *
 * Costs $1 a month for its key.
 */
export class AlertTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { context }: AlertTopicProps) {
    super(scope, id);
    const { name, account } = context;
    const topicName = `${name}-alerts`;
    const key = new EncryptionKey(this, "key", {
      context,
      description: `Alerts of ${name}`,
      purpose: "alerts",
      sourceArn: account.arn("sns", topicName),
    });
    const topic = new SnsTopic(this, "topic", { name: topicName, kmsMasterKeyId: key.keyId });
    new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: policyDocument(alertTopicStatements(topic.arn, account.arn("events", `rule/${name}-*`))),
    });
    this.arn = topic.arn;
  }
}

/**
 * Without the last two statements, every principal of the account could publish what looks like an alert.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
function alertTopicStatements(topicArn: string, ruleArns: string): readonly Statement[] {
  return [
    {
      Sid: "AllowRulesToPublish",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: { ArnLike: { "aws:SourceArn": ruleArns } },
    },
    denyAllPrincipals("DenyOtherPublishers", "sns:Publish", topicArn, {
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    }),
    denyAllPrincipals("DenyInsecureTransport", "sns:Publish", topicArn, { Bool: { "aws:SecureTransport": "false" } }),
  ];
}
