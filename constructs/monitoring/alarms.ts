import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";

/** Props of {@link sumAlarm}. */
export interface SumAlarmProps {
  /** Name of the alarm, unique in account and region. */
  readonly alarmName: string;
  /** What the alarm means and where to look first. Notifications contain it. */
  readonly description: string;
  /** CloudWatch namespace of the metric. */
  readonly namespace: string;
  /** Name of the metric. */
  readonly metricName: string;
  /**
   * Dimensions of the metric.
   * @default - none
   */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** The alarm starts when the sum over five minutes is greater than this number. */
  readonly threshold: number;
  /**
   * Number of consecutive five-minute periods that must exceed the threshold.
   * @default 1
   */
  readonly evaluationPeriods?: number;
  /** ARNs of the SNS topics that are notified when the alarm starts and ends. An empty list sends no notification. */
  readonly alarmTopicArns: readonly string[];
}

/** Props of {@link logEventAlarm}. */
export interface LogEventAlarmProps extends Omit<SumAlarmProps, "dimensions"> {
  /** Log group whose events are counted. */
  readonly logGroup: CloudwatchLogGroup;
  /** CloudWatch Logs filter pattern of the events that are counted. */
  readonly filterPattern: string;
}

const PERIOD_SECONDS = 300;

/** An alarm on the sum of a metric over five minutes. Missing data does not start the alarm. Costs $0.10 a month. */
export function sumAlarm(scope: Construct, id: string, props: SumAlarmProps): CloudwatchMetricAlarm {
  const topics = [...props.alarmTopicArns];
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

/** Counts the events of a log group that match a pattern as the metric `metricName`, and adds an alarm on their number. */
export function logEventAlarm(scope: Construct, id: string, props: LogEventAlarmProps): CloudwatchMetricAlarm {
  new CloudwatchLogMetricFilter(scope, `${id}_count`, {
    name: props.alarmName,
    logGroupName: props.logGroup.name,
    pattern: props.filterPattern,
    metricTransformation: { namespace: props.namespace, name: props.metricName, value: "1", defaultValue: "0" },
  });
  return sumAlarm(scope, id, {
    alarmName: props.alarmName,
    description: props.description,
    namespace: props.namespace,
    metricName: props.metricName,
    threshold: props.threshold,
    evaluationPeriods: props.evaluationPeriods,
    alarmTopicArns: props.alarmTopicArns,
  });
}
