import type { DeployedService } from "./service-permissions";

const notebooks: DeployedService = {
  types: ["aws_sagemaker_notebook_instance", "aws_sagemaker_notebook_instance_lifecycle_configuration"],
  resources: ({ name, account }) => [
    account.arn("sagemaker", `notebook-instance/${name}-*`),
    account.arn("sagemaker", `notebook-instance-lifecycle-config/${name}-*`),
  ],
  reads: [
    "sagemaker:DescribeNotebookInstance",
    "sagemaker:DescribeNotebookInstanceLifecycleConfig",
    "sagemaker:ListTags",
  ],
  readsAnywhere: [],
  writes: [
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
  writesAnywhere: [],
};

const schedules: DeployedService = {
  types: ["aws_scheduler_schedule"],
  resources: ({ name, account }) => [account.arn("scheduler", `schedule/default/${name}-*`)],
  reads: ["scheduler:GetSchedule"],
  readsAnywhere: [],
  writes: ["scheduler:CreateSchedule", "scheduler:DeleteSchedule", "scheduler:UpdateSchedule"],
  writesAnywhere: [],
};

/** The machine with a browser. Images are AWS's, and named by no account. */
const machines: DeployedService = {
  types: ["aws_instance"],
  resources: ({ account }) => [account.arn("ec2", "*"), `arn:${account.partition}:ec2:${account.region}::image/*`],
  reads: [],
  readsAnywhere: [
    "ec2:DescribeImages",
    "ec2:DescribeInstanceAttribute",
    "ec2:DescribeInstanceCreditSpecifications",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeInstances",
    "ec2:DescribeVolumes",
  ],
  writes: [
    "ec2:ModifyInstanceAttribute",
    "ec2:ModifyInstanceMetadataOptions",
    "ec2:ModifyVolume",
    "ec2:RunInstances",
    "ec2:StartInstances",
    "ec2:StopInstances",
    "ec2:TerminateInstances",
  ],
  writesAnywhere: [],
};

/** The public parameters that name AWS's images. */
const images: DeployedService = {
  types: [],
  resources: ({ account }) => [`arn:${account.partition}:ssm:${account.region}::parameter/aws/service/*`],
  reads: ["ssm:GetParameter"],
  readsAnywhere: [],
  writes: [],
  writesAnywhere: [],
};

/** What joins the VPC to the corporate network. */
const joints: DeployedService = {
  types: [
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_vpn_connection",
    "aws_vpn_connection_route",
    "aws_vpn_gateway",
    "aws_vpn_gateway_attachment",
  ],
  resources: ({ account }) => [account.arn("ec2", "*")],
  reads: [],
  readsAnywhere: [
    "ec2:DescribeTransitGatewayVpcAttachments",
    "ec2:DescribeTransitGateways",
    "ec2:DescribeVpnConnections",
    "ec2:DescribeVpnGateways",
    "ec2:GetTransitGatewayRouteTableAssociations",
    "ec2:GetTransitGatewayRouteTablePropagations",
  ],
  writes: [
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
  writesAnywhere: [],
};

/** Resolver makes the addresses with the rights of whoever creates the endpoint. */
const resolverEndpoint: DeployedService = {
  types: ["aws_route53_resolver_endpoint"],
  resources: ({ account }) => [account.arn("route53resolver", "*"), account.arn("ec2", "*")],
  reads: ["route53resolver:GetResolverEndpoint", "route53resolver:ListResolverEndpointIpAddresses"],
  readsAnywhere: [],
  writes: [
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:ModifyNetworkInterfaceAttribute",
    "route53resolver:AssociateResolverEndpointIpAddress",
    "route53resolver:CreateResolverEndpoint",
    "route53resolver:DeleteResolverEndpoint",
    "route53resolver:DisassociateResolverEndpointIpAddress",
    "route53resolver:UpdateResolverEndpoint",
  ],
  writesAnywhere: [],
};

/** Reading only, as for roles. */
const instanceProfiles: DeployedService = {
  types: ["aws_iam_instance_profile"],
  resources: ({ name, account }) => [account.iamArn(`instance-profile/${name}-*`)],
  reads: ["iam:GetInstanceProfile"],
  readsAnywhere: [],
  writes: [],
  writesAnywhere: [],
};

export const DEPLOYED_ACCESS = {
  notebooks,
  schedules,
  machines,
  images,
  joints,
  resolver_endpoint: resolverEndpoint,
  instance_profiles: instanceProfiles,
} as const;
