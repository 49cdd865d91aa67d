import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { logEventAlarm, sumAlarm } from "../monitoring/alarms";
import { zoneSuffix } from "../network/availability-zone";

/** Props of {@link FirewallAlarms}. */
export interface FirewallAlarmsProps {
  readonly context: Pick<PerimeterContext, "name" | "logging">;
  /** Name of the firewall. */
  readonly firewallName: string;
  /** Availability Zones of the firewall's endpoints. */
  readonly availabilityZones: readonly string[];
  /** Log group of the firewall's ALERT log. */
  readonly alerts: CloudwatchLogGroup;
  /** Log group of the firewall's TLS log, if it decrypts TLS. */
  readonly tlsErrors?: CloudwatchLogGroup | undefined;
}

/** Alarms on metrics of the stateful engine, one per Availability Zone, so that an alarm identifies the faulty zone. */
const ZONE_ALARMS = [
  {
    id: "dropped",
    metricName: "DroppedPackets",
    threshold: 100,
    evaluationPeriods: 1,
    meaning: "The firewall drops many packets. Check for traffic with UDP, ICMP or an unknown protocol.",
  },
  {
    id: "stream_exceptions",
    metricName: "StreamExceptionPolicyPackets",
    threshold: 0,
    evaluationPeriods: 2,
    meaning:
      "The firewall sees connections without their first packets. Check that both directions use the firewall endpoint of this zone.",
  },
] as const;

/** Number of denied connections in five minutes that a forgotten update check or telemetry call may cause. */
const DENIED_CONNECTIONS_THRESHOLD = 10;

/**
 * Alarms on denied connections, dropped packets and stream exceptions of a firewall.
 *
 * Denied connections are counted from the ALERT log: it has one event per attempt, with rule, domain name and source. The
 * service's metrics count packets without a cause. Each alarm costs $0.10 a month.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/monitoring-cloudwatch.html
 */
export class FirewallAlarms extends Construct {
  constructor(scope: Construct, id: string, props: FirewallAlarmsProps) {
    super(scope, id);
    const { context, firewallName } = props;
    const { name } = context;
    const { alarmTopicArns } = context.logging;
    logEventAlarm(this, "denials", {
      alarmName: `${name}-firewall-denials`,
      description: "Studio tries to reach domains outside the allow-list. See the ALERT log for domains and sources.",
      namespace: name,
      metricName: "FirewallDenials",
      logGroup: props.alerts,
      filterPattern: '{ $.event.alert.action = "blocked" }',
      threshold: DENIED_CONNECTIONS_THRESHOLD,
      alarmTopicArns,
    });
    if (props.tlsErrors !== undefined) {
      logEventAlarm(this, "forged_names", {
        alarmName: `${name}-firewall-forged-names`,
        description:
          "A program shows a server name that the certificate of its server does not prove. See the TLS log.",
        namespace: name,
        metricName: "FirewallForgedNames",
        logGroup: props.tlsErrors,
        filterPattern: '{ $.event.tls_error.error_message = "*" }',
        threshold: 0,
        alarmTopicArns,
      });
    }
    for (const availabilityZone of props.availabilityZones) {
      const suffix = zoneSuffix(availabilityZone);
      for (const alarm of ZONE_ALARMS) {
        sumAlarm(this, `${alarm.id}_${suffix}`, {
          alarmName: `${name}-firewall-${alarm.id.replace("_", "-")}-${suffix}`,
          description: alarm.meaning,
          namespace: "AWS/NetworkFirewall",
          metricName: alarm.metricName,
          dimensions: { FirewallName: firewallName, AvailabilityZone: availabilityZone, Engine: "Stateful" },
          threshold: alarm.threshold,
          evaluationPeriods: alarm.evaluationPeriods,
          alarmTopicArns,
        });
      }
    }
  }
}
