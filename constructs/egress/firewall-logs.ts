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
  /**
   * Whether the firewall decrypts TLS, and so logs its errors.
   * @default false
   */
  readonly decryptsTls?: boolean;
}

/**
 * The ALERT and FLOW logs of a firewall, and its TLS log if it decrypts TLS, each in an encrypted log group. Costs $0.50 per GB ingested.
 *
 * ALERT has one event per connection that a rule passed or denied. FLOW has one event per direction of a finished flow.
 * TLS has one event per connection of which the server name or the certificate was refused. The logging configuration refers to the
 * firewall, so Terraform deletes it first: AWS refuses to delete a firewall that logs.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging.html
 */
export class FirewallLogs extends Construct {
  /** The logging configuration. Routes depend on it, so that no traffic passes unlogged. */
  readonly delivery: NetworkfirewallLoggingConfiguration;
  /** Log group of the ALERT log. */
  readonly alerts: CloudwatchLogGroup;
  /** Log group of the TLS log, if the firewall decrypts TLS. */
  readonly tlsErrors: CloudwatchLogGroup | undefined;

  constructor(scope: Construct, id: string, props: FirewallLogsProps) {
    super(scope, id);
    const { context, decryptsTls = false } = props;
    this.alerts = encryptedLogGroup(this, "alerts", { context, logType: "firewall-alert" });
    const flows = encryptedLogGroup(this, "flows", { context, logType: "firewall-flow" });
    this.tlsErrors = decryptsTls ? encryptedLogGroup(this, "tls", { context, logType: "firewall-tls" }) : undefined;
    const groupOfType = { ALERT: this.alerts, FLOW: flows, ...(this.tlsErrors && { TLS: this.tlsErrors }) };
    this.delivery = new NetworkfirewallLoggingConfiguration(this, "delivery", {
      firewallArn: props.firewallArn,
      loggingConfiguration: {
        logDestinationConfig: Object.entries(groupOfType).map(([logType, group]) => ({
          logType,
          logDestinationType: "CloudWatchLogs",
          logDestination: { logGroup: group.name },
        })),
      },
    });
  }
}
