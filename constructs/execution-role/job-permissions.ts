import type { IAccount } from "../context/account";
import type { Statement } from "../iam/policy-document";

/** Props of {@link jobPermissions}. */
export interface JobPermissionsProps {
  readonly account: Pick<IAccount, "arn">;
  /** ARN of the only role that a job may run as. */
  readonly executionRoleArn: string;
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Ids of the subnets in which jobs may run. */
  readonly subnetIds: readonly string[];
  /** Ids of the security groups that jobs may use. */
  readonly securityGroupIds: readonly string[];
  /**
   * What the names of jobs, models and endpoints must start with, such as `risk-`.
   *
   * @default - any name
   */
  readonly namePrefix?: string;
}

/** Resource type in an ARN -> actions that users may call. */
const JOB_ACTIONS_BY_RESOURCE_TYPE: Readonly<Record<string, readonly string[]>> = {
  "automl-job": ["CreateAutoMLJob", "CreateAutoMLJobV2", "DescribeAutoMLJob", "DescribeAutoMLJobV2", "StopAutoMLJob"],
  endpoint: [
    "CreateEndpoint",
    "DeleteEndpoint",
    "DescribeEndpoint",
    "InvokeEndpoint",
    "InvokeEndpointAsync",
    "InvokeEndpointWithResponseStream",
    "UpdateEndpoint",
    "UpdateEndpointWeightsAndCapacities",
  ],
  "endpoint-config": ["CreateEndpointConfig", "DeleteEndpointConfig", "DescribeEndpointConfig"],
  "hyper-parameter-tuning-job": [
    "CreateHyperParameterTuningJob",
    "DescribeHyperParameterTuningJob",
    "ListTrainingJobsForHyperParameterTuningJob",
    "StopHyperParameterTuningJob",
  ],
  model: ["CreateModel", "DeleteModel", "DescribeModel"],
  "processing-job": ["CreateProcessingJob", "DescribeProcessingJob", "StopProcessingJob"],
  "training-job": ["CreateTrainingJob", "DescribeTrainingJob", "StopTrainingJob"],
  "transform-job": ["CreateTransformJob", "DescribeTransformJob", "StopTransformJob"],
};

/** List actions, which do not support resource-level permissions. */
const JOB_LIST_ACTIONS = [
  "ListAutoMLJobs",
  "ListCandidatesForAutoMLJob",
  "ListEndpointConfigs",
  "ListEndpoints",
  "ListHyperParameterTuningJobs",
  "ListModels",
  "ListProcessingJobs",
  "ListTrainingJobs",
  "ListTransformJobs",
];

/**
 * Permissions for jobs, models and endpoints of this account and region.
 *
 * Without teams, job names are not restricted to a prefix, because the SageMaker SDK derives them from the image name. Users of two
 * environments in one account can therefore see each other's jobs. Use one account per environment to separate them.
 */
export function jobPermissions(props: JobPermissionsProps): readonly Statement[] {
  const { account, namePrefix = "" } = props;
  const jobArns = Object.keys(JOB_ACTIONS_BY_RESOURCE_TYPE).map((type) =>
    account.arn("sagemaker", `${type}/${namePrefix}*`),
  );
  const actions = Object.values(JOB_ACTIONS_BY_RESOURCE_TYPE).flat();
  const creations = actions.filter((action) => action.startsWith("Create"));
  return [
    { Sid: "RunJobs", Effect: "Allow", Action: actions.map(sageMakerAction), Resource: jobArns },
    { Sid: "ListJobs", Effect: "Allow", Action: JOB_LIST_ACTIONS.map(sageMakerAction), Resource: "*" },
    {
      Sid: "ReadTags",
      Effect: "Allow",
      Action: "sagemaker:ListTags",
      Resource: namePrefix === "" ? account.arn("sagemaker", "*") : jobArns,
    },
    {
      Sid: "TagJobsAtCreation",
      Effect: "Allow",
      Action: "sagemaker:AddTags",
      Resource: jobArns,
      Condition: { StringEquals: { "sagemaker:TaggingAction": creations } },
    },
    {
      Sid: "PassExecutionRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: props.executionRoleArn,
      Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    },
    ...networkInterfaceStatements(props),
  ];
}

/**
 * Permissions for the network interfaces that SageMaker creates for a job, with the permissions of the job's role.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
 */
function networkInterfaceStatements(props: JobPermissionsProps): readonly Statement[] {
  const { account } = props;
  const interfaces = account.arn("ec2", "network-interface/*");
  return [
    {
      Sid: "CreateInterfacesInOwnSubnets",
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterface",
      Resource: [
        interfaces,
        ...props.subnetIds.map((id) => account.arn("ec2", `subnet/${id}`)),
        ...props.securityGroupIds.map((id) => account.arn("ec2", `security-group/${id}`)),
      ],
    },
    {
      Sid: "ManageInterfacesOfOwnVpc",
      Effect: "Allow",
      Action: [
        "ec2:CreateNetworkInterfacePermission",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteNetworkInterfacePermission",
      ],
      Resource: interfaces,
      Condition: { ArnEquals: { "ec2:Vpc": account.arn("ec2", `vpc/${props.vpcId}`) } },
    },
    {
      Sid: "DescribeNetwork",
      Effect: "Allow",
      Action: [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcEndpoints",
        "ec2:DescribeVpcs",
      ],
      Resource: "*",
    },
  ];
}

function sageMakerAction(action: string): string {
  return `sagemaker:${action}`;
}
