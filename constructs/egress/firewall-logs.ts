import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { NetworkfirewallLoggingConfiguration } from "@cdktf/provider-aws/lib/networkfirewall-logging-configuration";
import { Construct } from "constructs";
import { encryptedLogGroup } from "../monitoring/log-group";

export interface FirewallLogsProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly firewallArn: string;
  /** ARN of the key that encrypts both logs. */
  readonly logsKeyArn: string;
  /** Days that both logs are kept: one of CloudWatch's values. */
  readonly logRetentionDays: number;
}

/**
 * The firewall's two logs, each in an encrypted log group: ALERT has a line for each connection that a rule passed or
 * refused, FLOW one for each direction of every flow once it ends. Costs $0.50 per GB written.
 *
 * The delivery refers to the firewall, so Terraform ends it first: a firewall that still logs cannot be deleted.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging.html
 */
export class FirewallLogs extends Construct {
  /** What starts logging; traffic should wait for it. */
  readonly delivery: NetworkfirewallLoggingConfiguration;
  readonly alerts: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: FirewallLogsProps) {
    super(scope, id);
    this.alerts = encryptedLogGroup(this, "alerts", { ...props, logType: "firewall-alert" });
    const flows = encryptedLogGroup(this, "flows", { ...props, logType: "firewall-flow" });
    this.delivery = new NetworkfirewallLoggingConfiguration(this, "delivery", {
      firewallArn: props.firewallArn,
      loggingConfiguration: {
        logDestinationConfig: [
          { logType: "ALERT", logDestinationType: "CloudWatchLogs", logDestination: { logGroup: this.alerts.name } },
          { logType: "FLOW", logDestinationType: "CloudWatchLogs", logDestination: { logGroup: flows.name } },
        ],
      },
    });
  }
}
