import { Route53ResolverQueryLogConfig } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config";
import { Route53ResolverQueryLogConfigAssociation } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config-association";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { logEventAlarm } from "../monitoring/alarms";
import { encryptedLogGroup } from "../monitoring/log-group";

/** Props of {@link DnsQueryLog}. */
export interface DnsQueryLogProps {
  readonly context: Pick<PerimeterContext, "name" | "logging">;
  /** Id of the VPC whose queries are logged. */
  readonly vpcId: string;
}

/** Number of blocked queries in five minutes that a forgotten update check or telemetry call may cause. */
const BLOCKED_QUERIES_THRESHOLD = 10;

/**
 * Query log of a VPC with the action of the DNS firewall, in an encrypted log group, and an alarm on blocked queries.
 *
 * Queries that the resolver answers from its cache are not logged. The alarm counts log events instead of the service's
 * metric, because an event contains the queried name and the network interface. Costs $0.50 per GB ingested.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html
 */
export class DnsQueryLog extends Construct {
  constructor(scope: Construct, id: string, props: DnsQueryLogProps) {
    super(scope, id);
    const { name, logging } = props.context;
    const logGroup = encryptedLogGroup(this, "queries", { context: props.context, logType: "dns-query" });
    const config = new Route53ResolverQueryLogConfig(this, "destination", {
      name: `${name}-dns-query`,
      destinationArn: logGroup.arn,
    });
    new Route53ResolverQueryLogConfigAssociation(this, "vpc", {
      resolverQueryLogConfigId: config.id,
      resourceId: props.vpcId,
    });
    logEventAlarm(this, "blocked", {
      alarmName: `${name}-dns-blocked`,
      description:
        "Queries for domains outside the DNS allow-list are blocked. See the query log for domains and sources.",
      namespace: name,
      metricName: "DnsQueriesBlocked",
      logGroup,
      filterPattern: '{ $.firewall_rule_action = "BLOCK" }',
      threshold: BLOCKED_QUERIES_THRESHOLD,
      alarmTopicArns: logging.alarmTopicArns,
    });
  }
}
