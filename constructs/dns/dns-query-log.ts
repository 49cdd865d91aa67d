import { Route53ResolverQueryLogConfig } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config";
import { Route53ResolverQueryLogConfigAssociation } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config-association";
import { Construct } from "constructs";
import { logEventAlarm } from "../monitoring/alarms";
import { encryptedLogGroup } from "../monitoring/log-group";

export interface DnsQueryLogProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly vpcId: string;
  /** ARN of the key that encrypts the log. */
  readonly logsKeyArn: string;
  /** Days that queries are kept: one of CloudWatch's values. */
  readonly logRetentionDays: number;
  /**
   * Topics told when many names are refused.
   * @default - nobody is told
   */
  readonly alarmTopicArns?: readonly string[];
}

/** Refused names in five minutes that a forgotten update check or telemetry call may cause. */
const BLOCKED_QUERIES_THRESHOLD = 10;

/**
 * Every DNS query of a VPC in an encrypted log group, with what the DNS firewall did to it, and an alarm on refusals.
 *
 * Resolver logs what it does not answer from its cache. The alarm counts log events and not the service's metric: the
 * event names the query and the interface that sent it, which is what whoever is woken asks first. Costs $0.50 per GB.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html
 */
export class DnsQueryLog extends Construct {
  constructor(scope: Construct, id: string, props: DnsQueryLogProps) {
    super(scope, id);
    const logGroup = encryptedLogGroup(this, "queries", { ...props, logType: "dns-query" });
    const config = new Route53ResolverQueryLogConfig(this, "destination", {
      name: `${props.name}-dns-query`,
      destinationArn: logGroup.arn,
    });
    new Route53ResolverQueryLogConfigAssociation(this, "vpc", {
      resolverQueryLogConfigId: config.id,
      resourceId: props.vpcId,
    });
    logEventAlarm(this, "blocked", {
      alarmName: `${props.name}-dns-blocked`,
      description: "Names outside the DNS allow-list are asked for: see the query log for names and sources.",
      namespace: props.name,
      metricName: "DnsQueriesBlocked",
      logGroup,
      filterPattern: '{ $.firewall_rule_action = "BLOCK" }',
      threshold: BLOCKED_QUERIES_THRESHOLD,
      alarmTopicArns: props.alarmTopicArns,
    });
  }
}
