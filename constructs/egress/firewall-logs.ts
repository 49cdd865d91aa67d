import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { NetworkfirewallLoggingConfiguration } from "@cdktf/provider-aws/lib/networkfirewall-logging-configuration";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { encryptedLogGroup } from "../monitoring/log-group";

/** Props of {@link FirewallLogs}. */
export interface FirewallLogsProps {
  readonly context: Pick<PerimeterContext, "name" | "logging">;
  /** ARN of the firewall. */
  readonly firewallArn: string;
}

/**
 * The ALERT and FLOW logs of a firewall, each in an encrypted log group. Costs $0.50 per GB ingested.
 *
 * ALERT has one event per connection that a rule passed or denied. FLOW has one event per direction of a finished flow. The
 * logging configuration refers to the firewall, so Terraform deletes it first: AWS refuses to delete a firewall that logs.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging.html
 */
export class FirewallLogs extends Construct {
  /** The logging configuration. Routes depend on it, so that no traffic passes unlogged. */
  readonly delivery: NetworkfirewallLoggingConfiguration;
  /** Log group of the ALERT log. */
  readonly alerts: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: FirewallLogsProps) {
    super(scope, id);
    const { context } = props;
    this.alerts = encryptedLogGroup(this, "alerts", { context, logType: "firewall-alert" });
    const flows = encryptedLogGroup(this, "flows", { context, logType: "firewall-flow" });
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
