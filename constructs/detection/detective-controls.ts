import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { ConfigConfigRule } from "@cdktf/provider-aws/lib/config-config-rule";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { AlertTopic } from "./alert-topic";
import { type ConfigRule, configRules } from "./config-rules";
import { type EventPattern, watchedEvents } from "./watched-events";

/** Props of {@link DetectiveControls}. */
export interface DetectiveControlsProps {
  /** Rules and topic are named after it. */
  readonly context: PerimeterContext;
  /** Ids of the subnets in which Studio and its jobs may run. */
  readonly subnetIds: readonly string[];
  /** Whether the environment has a network firewall. */
  readonly hasFirewall: boolean;
  /** Whether AWS Config rules are added. The account needs a recorder. */
  readonly configRules: boolean;
}

/**
 * Controls that find what preventive controls should have stopped, and tell an SNS topic: EventBridge rules about API calls,
 * and, if asked for, AWS Config rules about resources.
 *
 * Costs $1 a month for the key of the topic. Rules about events of AWS are free; AWS Config costs $0.001 for each evaluation of
 * a rule, and what its recorder costs.
 *
 * @see https://aws.amazon.com/config/pricing/
 */
export class DetectiveControls extends Construct {
  /** ARN of the topic that receives alerts. */
  readonly topicArn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DetectiveControlsProps,
  ) {
    super(scope, id);
    const { context, subnetIds, hasFirewall } = props;
    this.topicArn = new AlertTopic(this, "alerts", { context }).arn;
    for (const { name, description, pattern } of watchedEvents({ subnetIds, bucketNamePrefix: `${context.name}-` })) {
      this.addEventRule(name, description, pattern);
    }
    if (props.configRules) {
      for (const rule of configRules(subnetIds, hasFirewall)) {
        this.addConfigRule(rule);
      }
      this.addEventRule("config-rules-violated", "A resource violates an AWS Config rule of the perimeter", {
        source: ["aws.config"],
        "detail-type": ["Config Rules Compliance Change"],
        detail: {
          configRuleName: [{ prefix: `${context.name}-` }],
          newEvaluationResult: { complianceType: ["NON_COMPLIANT"] },
        },
      });
    }
  }

  private addEventRule(name: string, description: string, pattern: EventPattern): void {
    const rule = new CloudwatchEventRule(this, `${name.replaceAll("-", "_")}_rule`, {
      name: `${this.props.context.name}-${name}`,
      description,
      eventPattern: JSON.stringify(pattern),
      state: "ENABLED",
    });
    new CloudwatchEventTarget(this, `${name.replaceAll("-", "_")}_alert`, {
      rule: rule.name,
      targetId: "alert",
      arn: this.topicArn,
    });
  }

  private addConfigRule(rule: ConfigRule): void {
    const { name, description, resourceTypes } = rule;
    new ConfigConfigRule(this, `${name.replaceAll("-", "_")}_check`, {
      name: `${this.props.context.name}-${name}`,
      description,
      ...(resourceTypes === undefined ? {} : { scope: { complianceResourceTypes: [...resourceTypes] } }),
      ...(rule.kind === "managed"
        ? {
            source: { owner: "AWS", sourceIdentifier: rule.identifier },
            ...(rule.parameters === undefined ? {} : { inputParameters: JSON.stringify(rule.parameters) }),
          }
        : {
            source: {
              owner: "CUSTOM_POLICY",
              sourceDetail: [{ messageType: "ConfigurationItemChangeNotification" }],
              customPolicyDetails: { policyRuntime: "guard-2.x.x", policyText: rule.policy },
            },
          }),
    });
  }
}
