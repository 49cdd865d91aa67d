import type { Resource } from "../terraform/terraform-configuration";
import { allTopics, type ClaimTopic, type ModelGap, modelGap } from "./model-gap";

/** Resources whose doing no model reads: what they are about, and what they may do. */
type UnmodeledType = readonly [types: RegExp, topics: readonly ClaimTopic[], doing: string];

const provisioningTypes: readonly UnmodeledType[] = [
  [/^aws_cloudformation_stack/, allTopics, "creates what its template says"],
  [/^aws_cloudcontrolapi_resource$/, allTopics, "creates any kind of resource"],
  [/^aws_servicecatalog_provisioned_product$/, allTopics, "creates what its product says"],
  [/^aws_lambda_invocation$/, allTopics, "runs code with a role of its own"],
  [
    /^aws_ssm_(?:association|maintenance_window_task)$/,
    ["network", "identities"],
    "runs commands on machines and functions",
  ],
  [/^aws_fms_policy$/, ["network", "names"], "rewrites firewalls and their rules"],
];

/** What runs code away from Studio's VPC, or in it behind a door of its own. */
const computeTypes: readonly UnmodeledType[] = [
  [/^aws_(?:autoscaling_group|spot_fleet_request|ec2_fleet)$/, ["network"], "starts machines in subnets of its choice"],
  [
    /^aws_(?:appstream_(?:fleet|image_builder)|cloud9_environment_ec2|workspaces_\w+|workspacesweb_\w+)$/,
    ["network"],
    "starts machines with networks of their own",
  ],
  [
    /^aws_(?:elastic_beanstalk_environment|ecs_(?:service|task_set)|eks_\w+|batch_\w+|codebuild_(?:project|fleet)|apprunner_service)$/,
    ["network"],
    "runs code in networks and with doors of its choice",
  ],
  [
    /^aws_(?:glue_(?:job|dev_endpoint|connection)|emr_\w+|emrserverless_\w+|synthetics_canary|imagebuilder_\w+|codepipeline|mwaa_environment|dms_replication_\w+|lightsail_\w+|amplify_\w+)$/,
    ["network"],
    "runs code in networks and with doors of its choice",
  ],
];

const ingressTypes: readonly UnmodeledType[] = [
  [/^aws_lambda_function_url$/, ["network"], "lets callers in from the internet"],
  [/^aws_(?:api_gateway|apigatewayv2|appsync)_/, ["network"], "lets callers in, and passes on what they send"],
  [/^aws_vpclattice_(?:resource_gateway|service_network_\w+_association)$/, ["network"], "lets other networks in"],
  [/^aws_network_interface_permission$/, ["network"], "lets another account use an interface"],
  [/^aws_ec2_traffic_mirror_(?:session|target)$/, ["network"], "copies packets to where it says"],
  [
    /^aws_ram_(?:\w+_association|\w+_associations_exclusive)$/,
    ["network", "names", "data"],
    "shares resources with other accounts",
  ],
  [/^aws_route53profiles_/, ["names"], "brings DNS rules of its own to a VPC"],
  [/^aws_service_discovery_private_dns_namespace$/, ["names"], "answers for names in a VPC"],
];

/** Whoever may hand these something hands it on, over a network of AWS's own: a way out past every route table. */
const dataForwardingTypes: readonly UnmodeledType[] = [
  [/^aws_sns_topic_subscription$/, ["data"], "sends messages to where it says"],
  [/^aws_kinesis_firehose_/, ["data"], "delivers records to where it says"],
  [/^aws_cloudwatch_event_(?:api_destination|target|connection)$/, ["data"], "sends events to where it says"],
  [/^aws_cloudwatch_metric_stream$/, ["data"], "sends metrics to where it says"],
  [
    /^aws_(?:pipes_pipe|sfn_\w+|appflow_\w+|mskconnect_connector|kinesisanalytics\w*|iot_topic_rule\w*|transfer_connector)$/,
    ["data"],
    "passes what it is given to services and addresses of its choice",
  ],
  [/^aws_cloudwatch_log_(?:subscription_filter|account_policy|delivery)/, ["data"], "sends logs to where it says"],
];

const dataSharingTypes: readonly UnmodeledType[] = [
  [/^aws_efs_(?:replication_configuration|file_system_policy)$/, ["data"], "opens or copies home directories"],
  [/^aws_(?:backup_plan|backup_vault_policy|datasync_task|oam_link)$/, ["data"], "copies data to where it says"],
  [/^aws_ecr_(?:replication_configuration|repository_policy|registry_policy)$/, ["data"], "opens or copies images"],
  [/^aws_ecrpublic_/, ["data"], "publishes images"],
  [/^aws_sagemaker_model_package_group_policy$/, ["data"], "opens models"],
  [/^aws_sagemaker_(?:flow_definition|workforce|human_task_ui)$/, ["data"], "shows data to people of its choice"],
  [
    /^aws_s3_(?:directory_bucket|access_point|bucket_object_lambda)|^aws_s3control_/,
    ["data"],
    "opens another way to objects",
  ],
  [/^aws_s3_object_copy$/, ["data"], "copies an object to where it says"],
  [
    /^aws_(?:ami_launch_permission|ami_copy|ebs_snapshot_copy|snapshot_create_volume_permission)$/,
    ["data"],
    "opens or copies volumes",
  ],
];

const identityTypes: readonly UnmodeledType[] = [
  [
    /^aws_iam_(?:user|group|access_key|service_specific_credential)/,
    ["identities"],
    "gives people rights of their own",
  ],
  [/^aws_ssoadmin_/, ["identities"], "gives people rights of their own"],
  [/^aws_rolesanywhere_/, ["identities"], "hands out roles to who holds a certificate"],
];

const unmodeledResourceTypes = [
  ...provisioningTypes,
  ...computeTypes,
  ...ingressTypes,
  ...dataForwardingTypes,
  ...dataSharingTypes,
  ...identityTypes,
];

/** Data sources that do more than read: the apply itself runs them. */
const unmodeledDataSources: readonly UnmodeledType[] = [
  [/^external$/, allTopics, "runs a program"],
  [/^http$/, allTopics, "asks somebody outside of AWS"],
  [/^aws_lambda_invocation$/, allTopics, "runs code with a role of its own"],
];

/** What the resource does, and nobody reads. */
export function unmodeledResourceGaps(resource: Resource): readonly ModelGap[] {
  const table = resource.mode === "managed" ? unmodeledResourceTypes : unmodeledDataSources;
  return table.flatMap(([pattern, topics, doing]) =>
    pattern.test(resource.type)
      ? [modelGap(topics, `${resource.address} ${doing}, which is not read here`, resource)]
      : [],
  );
}
