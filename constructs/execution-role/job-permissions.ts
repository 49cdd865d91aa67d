import type { Account } from "../account";
import type { Statement } from "../iam/policy-document";

/** Props of {@link jobPermissions}. */
export interface JobPermissionsProps {
  readonly account: Account;
  /** The only role that a job may run as: the role of the user who starts it. */
  readonly executionRoleArn: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** Resource type of a job in its ARN -> what a user does with it. */
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

/** Actions on lists name no resource. */
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
 * What a user does with jobs, models and endpoints of this account and region.
 *
 * Job names are not bound to a prefix: the SageMaker SDK makes them from the image's name. Two environments in one account
 * therefore see each other's jobs; an account of its own keeps them apart.
 */
export function jobPermissions(props: JobPermissionsProps): readonly Statement[] {
  const jobArns = Object.keys(JOB_ACTIONS_BY_RESOURCE_TYPE).map((type) => props.account.arn("sagemaker", `${type}/*`));
  const actions = Object.values(JOB_ACTIONS_BY_RESOURCE_TYPE).flat();
  const creations = actions.filter((action) => action.startsWith("Create"));
  return [
    { Sid: "RunJobs", Effect: "Allow", Action: actions.map(sageMakerAction), Resource: jobArns },
    { Sid: "ListJobs", Effect: "Allow", Action: JOB_LIST_ACTIONS.map(sageMakerAction), Resource: "*" },
    {
      Sid: "TagJobsAtCreation",
      Effect: "Allow",
      Action: "sagemaker:AddTags",
      Resource: jobArns,
      Condition: { StringEquals: { "sagemaker:TaggingAction": creations } },
    },
    {
      Sid: "RunJobsAsOneself",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: props.executionRoleArn,
      Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    },
    ...networkInterfaceStatements(props),
  ];
}

/**
 * The network interfaces that SageMaker makes for a job with the rights of the job's role.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
 */
function networkInterfaceStatements(props: JobPermissionsProps): readonly Statement[] {
  const { account } = props;
  const interfaces = account.arn("ec2", "network-interface/*");
  return [
    {
      Sid: "JoinOwnSubnets",
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterface",
      Resource: [
        interfaces,
        ...props.subnetIds.map((id) => account.arn("ec2", `subnet/${id}`)),
        ...props.securityGroupIds.map((id) => account.arn("ec2", `security-group/${id}`)),
      ],
    },
    {
      Sid: "HandleInterfacesOfOwnVpc",
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
      Sid: "SeeNetwork",
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
