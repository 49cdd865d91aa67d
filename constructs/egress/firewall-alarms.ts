import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { logEventAlarm, sumAlarm } from "../monitoring/alarms";
import { zoneSuffix } from "../network/availability-zone";

export interface FirewallAlarmsProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly firewallName: string;
  readonly availabilityZones: readonly string[];
  /** The firewall's ALERT log. */
  readonly alerts: CloudwatchLogGroup;
  /**
   * Topics told of each alarm.
   * @default - nobody is told
   */
  readonly alarmTopicArns?: readonly string[];
}

/** Metrics of the stateful engine that are watched in each zone: only the zone tells which column is at fault. */
const ZONE_ALARMS = [
  {
    id: "dropped",
    metricName: "DroppedPackets",
    threshold: 100,
    evaluationPeriods: 1,
    meaning: "The firewall drops more packets than stray ones: something tries UDP, ICMP or an unknown protocol.",
  },
  {
    id: "stream_exceptions",
    metricName: "StreamExceptionPolicyPackets",
    threshold: 0,
    evaluationPeriods: 2,
    meaning:
      "The firewall sees connections whose beginning it missed: check that both directions cross this zone's endpoint.",
  },
] as const;

/** Refusals in five minutes that a forgotten update check or telemetry call may cause. */
const DENIED_CONNECTIONS_THRESHOLD = 10;

/**
 * Alarms on what the firewall refuses and on what it cannot follow.
 *
 * Denials are counted from the ALERT log and not from the service's metrics: those count packets without a cause, the log
 * has one event for each refused attempt, with rule, name and source beside it.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/monitoring-cloudwatch.html
 */
export class FirewallAlarms extends Construct {
  constructor(scope: Construct, id: string, props: FirewallAlarmsProps) {
    super(scope, id);
    const { name, firewallName, alarmTopicArns } = props;
    logEventAlarm(this, "denials", {
      alarmName: `${name}-firewall-denials`,
      description: "Studio tries to reach what is not on the allow-list: see the ALERT log for names and sources.",
      namespace: name,
      metricName: "FirewallDenials",
      logGroup: props.alerts,
      filterPattern: '{ $.event.alert.action = "blocked" }',
      threshold: DENIED_CONNECTIONS_THRESHOLD,
      alarmTopicArns,
    });
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
