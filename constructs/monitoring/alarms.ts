import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";

/** A metric whose sum over five minutes is watched. */
export interface SumAlarmProps {
  /** Name of the alarm, unique in account and region. */
  readonly alarmName: string;
  /** What it means and what to look at first; sent with the alarm. */
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  /** @default - a metric without dimensions */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** The highest sum in five minutes that is still no alarm. */
  readonly threshold: number;
  /**
   * Five-minute periods in a row that must exceed it.
   * @default 1
   */
  readonly evaluationPeriods?: number;
  /**
   * Topics told when the alarm begins and ends.
   * @default - nobody is told; the alarm is seen in CloudWatch only
   */
  readonly alarmTopicArns?: readonly string[];
}

/** Log events that are counted, and the alarm on their number. */
export interface LogEventAlarmProps extends Omit<SumAlarmProps, "dimensions"> {
  readonly logGroup: CloudwatchLogGroup;
  /** CloudWatch Logs filter pattern that an event must match. */
  readonly filterPattern: string;
}

const PERIOD_SECONDS = 300;

/** An alarm on a sum over five minutes; no data is no alarm. Costs $0.10 a month. */
export function sumAlarm(scope: Construct, id: string, props: SumAlarmProps): CloudwatchMetricAlarm {
  const topics = [...(props.alarmTopicArns ?? [])];
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: props.alarmName,
    alarmDescription: props.description,
    namespace: props.namespace,
    metricName: props.metricName,
    ...(props.dimensions === undefined ? {} : { dimensions: { ...props.dimensions } }),
    statistic: "Sum",
    period: PERIOD_SECONDS,
    evaluationPeriods: props.evaluationPeriods ?? 1,
    comparisonOperator: "GreaterThanThreshold",
    threshold: props.threshold,
    treatMissingData: "notBreaching",
    alarmActions: topics,
    okActions: topics,
  });
}

/** Counts the events of a log group that match a pattern, as the metric `metricName`, and watches their number. */
export function logEventAlarm(scope: Construct, id: string, props: LogEventAlarmProps): CloudwatchMetricAlarm {
  const { logGroup, filterPattern: pattern, ...alarm } = props;
  new CloudwatchLogMetricFilter(scope, `${id}_count`, {
    name: props.alarmName,
    logGroupName: logGroup.name,
    pattern,
    metricTransformation: { namespace: props.namespace, name: props.metricName, value: "1", defaultValue: "0" },
  });
  return sumAlarm(scope, id, alarm);
}
