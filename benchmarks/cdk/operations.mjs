import { camelCased } from "./equivalent.mjs";

/** @type {Readonly<Record<string, import("./equivalent.mjs").Equivalent>>} */
export const operations = {
  aws_cloudwatch_log_group: {
    construct: "logs.CfnLogGroup",
    props: (values) => ({
      logGroupName: values.name,
      kmsKeyId: values.kms_key_id,
      retentionInDays: values.retention_in_days,
    }),
  },
  aws_cloudwatch_log_metric_filter: {
    construct: "logs.CfnMetricFilter",
    props: ({ metric_transformation: transformation, ...values }) => ({
      filterName: values.name,
      filterPattern: values.pattern,
      logGroupName: values.log_group_name,
      metricTransformations: [
        {
          metricName: transformation.name,
          metricNamespace: transformation.namespace,
          metricValue: transformation.value,
          defaultValue: Number(transformation.default_value),
        },
      ],
    }),
  },
  aws_cloudwatch_metric_alarm: {
    construct: "cloudwatch.CfnAlarm",
    props: ({ dimensions, ...values }) => ({
      ...camelCased(values),
      dimensions: Object.entries(dimensions ?? {}).map(([name, value]) => ({ name, value })),
    }),
  },
  aws_ssm_parameter: {
    construct: "ssm.CfnParameter",
    props: (values) => ({
      name: values.name,
      description: values.description,
      type: values.type,
      value: values.value,
    }),
  },
};
