import { tagsAtCreation } from "../../iam/owner-tag";
import type { Statement } from "../../iam/policy-document";
import type { CapabilityProps } from "./capability";

/** Kinds of stored definitions of monitoring jobs: API name -> type in ARNs. */
const DEFINITIONS = {
  DataQualityJobDefinition: "data-quality-job-definition",
  ModelBiasJobDefinition: "model-bias-job-definition",
  ModelExplainabilityJobDefinition: "model-explainability-job-definition",
  ModelQualityJobDefinition: "model-quality-job-definition",
} as const;

/**
 * Permissions for Model Monitor. The denials of jobs apply to definitions and schedules: both need the network and the keys.
 *
 * A schedule that names a stored definition carries no condition key, so it is denied. A schedule contains its definition instead.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor.html
 */
export function modelMonitorStatements({ account, namePrefix }: CapabilityProps): readonly Statement[] {
  const names = Object.keys(DEFINITIONS);
  const ofType = (type: string) => account.arn("sagemaker", `${type}/${namePrefix}*`);
  const schedules = ofType("monitoring-schedule");
  const resources = [schedules, ...Object.values(DEFINITIONS).map(ofType)];
  const on = (verb: string) => [...names, "MonitoringSchedule"].map((name) => `sagemaker:${verb}${name}`);
  return [
    {
      Sid: "MonitorModels",
      Effect: "Allow",
      Action: [
        ...["Create", "Delete", "Describe"].flatMap(on),
        ...["Start", "Stop", "Update"].map((verb) => `sagemaker:${verb}MonitoringSchedule`),
      ],
      Resource: resources,
    },
    {
      Sid: "ListMonitors",
      Effect: "Allow",
      Action: [
        ...names.map((name) => `sagemaker:List${name}s`),
        "sagemaker:ListMonitoringAlertHistory",
        "sagemaker:ListMonitoringAlerts",
        "sagemaker:ListMonitoringExecutions",
        "sagemaker:ListMonitoringSchedules",
      ],
      Resource: "*",
    },
    {
      Sid: "TagMonitorsAtCreation",
      Effect: "Allow",
      Action: "sagemaker:AddTags",
      Resource: resources,
      Condition: tagsAtCreation(...[...names, "MonitoringSchedule"].map((name) => `Create${name}`)),
    },
  ];
}
