import type { Statement } from "../../iam/policy-document";
import type { CapabilityProps } from "./capability";

/** Verbs of the MLflow API, without those that open its user interface. */
const API_VERBS = [
  ...["Create", "Delete", "EndTrace", "Finalize", "Get", "List", "Log", "Rename", "Restore", "Search", "Set"],
  ...["StartTrace", "Transition", "Update"],
] as const;

/**
 * Permissions for the API of MLflow tracking servers that are named after the environment. An operator creates the servers.
 *
 * AWS reads `aws:SourceVpce` in MLflow requests, so credentials of the role work only through the environment's endpoint.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/mlflow-private-link-restrict.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/mlflow-private-link-policy.html
 */
export function mlflowStatements({
  account,
  name,
  namePrefix,
  mlflowEndpointId,
}: CapabilityProps): readonly Statement[] {
  if (mlflowEndpointId === undefined) {
    throw new Error(`${name}: the capability mlflow needs the endpoint experiments; add it and pass its id`);
  }
  return [
    {
      Sid: "UseOwnTrackingServers",
      Effect: "Allow",
      Action: API_VERBS.map((verb) => `sagemaker-mlflow:${verb}*`),
      Resource: account.arn("sagemaker", `mlflow-tracking-server/${name}-*`),
      Condition: { StringEquals: { "aws:SourceVpce": mlflowEndpointId } },
    },
    {
      Sid: "DescribeTrackingServers",
      Effect: "Allow",
      Action: "sagemaker:DescribeMlflowTrackingServer",
      Resource: account.arn("sagemaker", `mlflow-tracking-server/${namePrefix === "" ? "*" : `${name}-*`}`),
    },
    { Sid: "ListTrackingServers", Effect: "Allow", Action: "sagemaker:ListMlflowTrackingServers", Resource: "*" },
  ];
}
