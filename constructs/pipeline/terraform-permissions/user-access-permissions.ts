import type { TerraformServicePermissions } from "./terraform-service-permissions";

const notebooks: TerraformServicePermissions = {
  resourceTypes: ["aws_sagemaker_notebook_instance", "aws_sagemaker_notebook_instance_lifecycle_configuration"],
  resourceArns: ({ name, account }) => [
    account.arn("sagemaker", `notebook-instance/${name}-*`),
    account.arn("sagemaker", `notebook-instance-lifecycle-config/${name}-*`),
  ],
  readActions: [
    "sagemaker:DescribeNotebookInstance",
    "sagemaker:DescribeNotebookInstanceLifecycleConfig",
    "sagemaker:ListTags",
  ],
  unscopedReadActions: [],
  writeActions: [
    "sagemaker:AddTags",
    "sagemaker:CreateNotebookInstance",
    "sagemaker:CreateNotebookInstanceLifecycleConfig",
    "sagemaker:DeleteNotebookInstance",
    "sagemaker:DeleteNotebookInstanceLifecycleConfig",
    "sagemaker:DeleteTags",
    "sagemaker:StartNotebookInstance",
    "sagemaker:StopNotebookInstance",
    "sagemaker:UpdateNotebookInstance",
    "sagemaker:UpdateNotebookInstanceLifecycleConfig",
  ],
  unscopedWriteActions: [],
};

const schedules: TerraformServicePermissions = {
  resourceTypes: ["aws_scheduler_schedule"],
  resourceArns: ({ name, account }) => [account.arn("scheduler", `schedule/default/${name}-*`)],
  readActions: ["scheduler:GetSchedule"],
  unscopedReadActions: [],
  writeActions: ["scheduler:CreateSchedule", "scheduler:DeleteSchedule", "scheduler:UpdateSchedule"],
  unscopedWriteActions: [],
};

/** The client instance. ARNs of AWS's images contain no account. */
const machines: TerraformServicePermissions = {
  resourceTypes: ["aws_instance"],
  resourceArns: ({ account }) => [account.arn("ec2", "*"), `arn:${account.partition}:ec2:${account.region}::image/*`],
  readActions: [],
  unscopedReadActions: [
    "ec2:DescribeImages",
    "ec2:DescribeInstanceAttribute",
    "ec2:DescribeInstanceCreditSpecifications",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeInstances",
    "ec2:DescribeVolumes",
  ],
  writeActions: [
    "ec2:ModifyInstanceAttribute",
    "ec2:ModifyInstanceMetadataOptions",
    "ec2:ModifyVolume",
    "ec2:RunInstances",
    "ec2:StartInstances",
    "ec2:StopInstances",
    "ec2:TerminateInstances",
  ],
  unscopedWriteActions: [],
};

/** Public SSM parameters with the ids of AWS's images. */
const images: TerraformServicePermissions = {
  resourceTypes: [],
  resourceArns: ({ account }) => [`arn:${account.partition}:ssm:${account.region}::parameter/aws/service/*`],
  readActions: ["ssm:GetParameter"],
  unscopedReadActions: [],
  writeActions: [],
  unscopedWriteActions: [],
};

/** The attachment to the corporate network. */
const joints: TerraformServicePermissions = {
  resourceTypes: [
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_vpn_connection",
    "aws_vpn_connection_route",
    "aws_vpn_gateway",
    "aws_vpn_gateway_attachment",
  ],
  resourceArns: ({ account }) => [account.arn("ec2", "*")],
  readActions: [],
  unscopedReadActions: [
    "ec2:DescribeTransitGatewayVpcAttachments",
    "ec2:DescribeTransitGateways",
    "ec2:DescribeVpnConnections",
    "ec2:DescribeVpnGateways",
    "ec2:GetTransitGatewayRouteTableAssociations",
    "ec2:GetTransitGatewayRouteTablePropagations",
  ],
  writeActions: [
    "ec2:AttachVpnGateway",
    "ec2:CreateTransitGatewayVpcAttachment",
    "ec2:CreateVpnConnection",
    "ec2:CreateVpnConnectionRoute",
    "ec2:CreateVpnGateway",
    "ec2:DeleteTransitGatewayVpcAttachment",
    "ec2:DeleteVpnConnection",
    "ec2:DeleteVpnConnectionRoute",
    "ec2:DeleteVpnGateway",
    "ec2:DetachVpnGateway",
    "ec2:ModifyTransitGatewayVpcAttachment",
    "ec2:ModifyVpnConnection",
    "ec2:ModifyVpnConnectionOptions",
    "ec2:ModifyVpnTunnelOptions",
  ],
  unscopedWriteActions: [],
};

/** Route 53 Resolver creates the network interfaces with the credentials of the principal that creates the endpoint. */
const resolverEndpoint: TerraformServicePermissions = {
  resourceTypes: ["aws_route53_resolver_endpoint"],
  resourceArns: ({ account }) => [account.arn("route53resolver", "*"), account.arn("ec2", "*")],
  readActions: ["route53resolver:GetResolverEndpoint", "route53resolver:ListResolverEndpointIpAddresses"],
  unscopedReadActions: [],
  writeActions: [
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:ModifyNetworkInterfaceAttribute",
    "route53resolver:AssociateResolverEndpointIpAddress",
    "route53resolver:CreateResolverEndpoint",
    "route53resolver:DeleteResolverEndpoint",
    "route53resolver:DisassociateResolverEndpointIpAddress",
    "route53resolver:UpdateResolverEndpoint",
  ],
  unscopedWriteActions: [],
};

/** Read actions only, as for roles. */
const instanceProfiles: TerraformServicePermissions = {
  resourceTypes: ["aws_iam_instance_profile"],
  resourceArns: ({ name, account }) => [account.iamArn(`instance-profile/${name}-*`)],
  readActions: ["iam:GetInstanceProfile"],
  unscopedReadActions: [],
  writeActions: [],
  unscopedWriteActions: [],
};

/** What Terraform needs for user access, by group. */
export const USER_ACCESS_PERMISSIONS = {
  notebooks,
  schedules,
  machines,
  images,
  joints,
  resolver_endpoint: resolverEndpoint,
  instance_profiles: instanceProfiles,
} as const;
