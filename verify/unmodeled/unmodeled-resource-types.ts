import type { Resource } from "../terraform/terraform-configuration";
import { allTopics, type GapTopic, type ModelGap, modelGap } from "./model-gap";

/** Types of resources with an effect that no model reads, the topics that they affect, and what they can do. */
type UnmodeledType = readonly [types: RegExp, topics: readonly GapTopic[], doing: string];

const provisioningTypes: readonly UnmodeledType[] = [
  [/^aws_cloudformation_stack/, allTopics, "creates the resources of its template"],
  [/^aws_cloudcontrolapi_resource$/, allTopics, "can create a resource of any type"],
  [/^aws_servicecatalog_provisioned_product$/, allTopics, "creates the resources of its product"],
  [/^aws_lambda_invocation$/, allTopics, "invokes a Lambda function during the apply"],
  [
    /^aws_ssm_(?:association|maintenance_window_task)$/,
    ["network", "identities"],
    "runs commands on instances and invokes functions",
  ],
  [/^aws_fms_policy$/, ["network", "names"], "changes firewalls and their rules"],
];

/** Types that run code outside Studio's VPC, or in it with an endpoint of their own. */
const computeTypes: readonly UnmodeledType[] = [
  [
    /^aws_(?:autoscaling_group|spot_fleet_request|ec2_fleet)$/,
    ["network"],
    "starts instances in subnets that it chooses",
  ],
  [
    /^aws_(?:appstream_(?:fleet|image_builder)|cloud9_environment_ec2|workspaces_\w+|workspacesweb_\w+)$/,
    ["network"],
    "starts instances with network access of their own",
  ],
  [
    /^aws_(?:elastic_beanstalk_environment|ecs_(?:service|task_set)|eks_\w+|batch_\w+|codebuild_(?:project|fleet)|apprunner_service)$/,
    ["network"],
    "runs code with network access and endpoints of its own",
  ],
  [
    /^aws_(?:glue_(?:job|dev_endpoint|connection)|emr_\w+|emrserverless_\w+|synthetics_canary|imagebuilder_\w+|codepipeline|mwaa_environment|dms_replication_\w+|lightsail_\w+|amplify_\w+)$/,
    ["network"],
    "runs code with network access and endpoints of its own",
  ],
];

const ingressTypes: readonly UnmodeledType[] = [
  [/^aws_lambda_function_url$/, ["network"], "accepts requests from the internet"],
  [/^aws_(?:api_gateway|apigatewayv2|appsync)_/, ["network"], "accepts requests and forwards them"],
  [
    /^aws_vpclattice_(?:resource_gateway|service_network_\w+_association)$/,
    ["network"],
    "allows connections from other networks",
  ],
  [/^aws_network_interface_permission$/, ["network"], "allows another account to use a network interface"],
  [/^aws_ec2_traffic_mirror_(?:session|target)$/, ["network"], "copies packets to its target"],
  [
    /^aws_ram_(?:\w+_association|\w+_associations_exclusive)$/,
    ["network", "names", "data"],
    "shares resources with other accounts",
  ],
  [/^aws_route53profiles_/, ["names"], "applies the DNS settings of a profile to a VPC"],
  [/^aws_service_discovery_private_dns_namespace$/, ["names"], "answers DNS queries in a VPC"],
];

/** Types that forward what they receive outside the VPC, so that no route table restricts the destination. */
const dataForwardingTypes: readonly UnmodeledType[] = [
  [/^aws_sns_topic_subscription$/, ["data"], "sends messages to its endpoint"],
  [/^aws_kinesis_firehose_/, ["data"], "delivers records to its destination"],
  [/^aws_cloudwatch_event_(?:api_destination|target|connection)$/, ["data"], "sends events to its target"],
  [/^aws_cloudwatch_metric_stream$/, ["data"], "sends metrics to its destination"],
  [
    /^aws_(?:pipes_pipe|sfn_\w+|appflow_\w+|mskconnect_connector|kinesisanalytics\w*|iot_topic_rule\w*|transfer_connector)$/,
    ["data"],
    "forwards its input to services and addresses that it configures",
  ],
  [/^aws_cloudwatch_log_(?:subscription_filter|account_policy|delivery)/, ["data"], "sends logs to its destination"],
];

const dataSharingTypes: readonly UnmodeledType[] = [
  [/^aws_efs_(?:replication_configuration|file_system_policy)$/, ["data"], "shares or copies home directories"],
  [/^aws_(?:backup_plan|backup_vault_policy|datasync_task|oam_link)$/, ["data"], "copies or shares data"],
  [
    /^aws_ecr_(?:replication_configuration|repository_policy|registry_policy)$/,
    ["data"],
    "shares or copies container images",
  ],
  [/^aws_ecrpublic_/, ["data"], "publishes container images"],
  [/^aws_sagemaker_model_package_group_policy$/, ["data"], "shares models"],
  [/^aws_sagemaker_(?:flow_definition|workforce|human_task_ui)$/, ["data"], "shows data to people that it defines"],
  [
    /^aws_s3_(?:directory_bucket|access_point|bucket_object_lambda)|^aws_s3control_/,
    ["data"],
    "gives another access path to objects",
  ],
  [/^aws_s3_object_copy$/, ["data"], "copies an object to its destination"],
  [
    /^aws_(?:ami_launch_permission|ami_copy|ebs_snapshot_copy|snapshot_create_volume_permission)$/,
    ["data"],
    "shares or copies volumes",
  ],
];

const identityTypes: readonly UnmodeledType[] = [
  [/^aws_iam_(?:user|group|access_key|service_specific_credential)/, ["identities"], "grants permissions to IAM users"],
  [/^aws_ssoadmin_/, ["identities"], "grants permissions to IAM Identity Center users"],
  [/^aws_rolesanywhere_/, ["identities"], "issues role credentials to holders of a certificate"],
];

const unmodeledResourceTypes = [
  ...provisioningTypes,
  ...computeTypes,
  ...ingressTypes,
  ...dataForwardingTypes,
  ...dataSharingTypes,
  ...identityTypes,
];

/** Data sources that run a program or call another system when Terraform reads them. */
const unmodeledDataSources: readonly UnmodeledType[] = [
  [/^external$/, allTopics, "runs a program"],
  [/^http$/, allTopics, "sends a request to a host outside AWS"],
  [/^aws_lambda_invocation$/, allTopics, "invokes a Lambda function during the apply"],
];

/** The gaps of a resource of a type that no model reads. */
export function unmodeledResourceGaps(resource: Resource): readonly ModelGap[] {
  const table = resource.mode === "managed" ? unmodeledResourceTypes : unmodeledDataSources;
  return table.flatMap(([pattern, topics, doing]) =>
    pattern.test(resource.type)
      ? [modelGap(topics, `${resource.address} ${doing}; this is not modeled`, resource)]
      : [],
  );
}
