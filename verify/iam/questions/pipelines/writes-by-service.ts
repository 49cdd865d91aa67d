import type { DeploymentKind } from "../../../posture/declared-pipeline";

/** Services, the names of their actions without prefix, and what these act on. `{name}` is the declared prefix. */
type WriteTable = readonly (readonly [service: string, actions: string, resources: ResourcesOfWrite])[];

/**
 * What actions act on.
 *
 * - `anything`: whatever the request is about, of a global service, whose requests name no Region of an environment.
 * - `request-in-region`: whatever the request is about, if the request goes to the Region. It may have no ARN.
 * - `anything-in-region`: VPC resources of the account, of which only the Region is known.
 * - a list: resources of the account in the Region, as the ends of their ARNs.
 */
type ResourcesOfWrite = "anything" | "request-in-region" | "anything-in-region" | readonly string[];

/** What every environment has: a VPC, a firewall of its own or of its DNS, logs, alarms and parameters. */
const writesOfEvery: WriteTable = [
  ["cloudwatch", "DeleteAlarms|PutMetricAlarm|(Tag|Untag)Resource", ["alarm:{name}-*"]],
  ["ec2", "(Allocate|Release|Associate|Disassociate)Address|(Associate|Disassociate)RouteTable", "anything-in-region"],
  ["ec2", "(Attach|Detach)InternetGateway|RevokeSecurityGroup(In|E)gress", "anything-in-region"],
  [
    "ec2",
    "(Create|Delete)(FlowLogs|InternetGateway|NatGateway|Route|RouteTable|Subnet|Tags|TransitGatewayVpcAttachment|Vpc)",
    "anything-in-region",
  ],
  ["ec2", "DeleteNetworkAclEntry|Replace(NetworkAclAssociation|Route|RouteTableAssociation)", "anything-in-region"],
  ["ec2", "Modify(SubnetAttribute|TransitGatewayVpcAttachment|VpcAttribute)", "anything-in-region"],
  ["logs", "(Create|Delete|Update)LogDelivery|PutResourcePolicy", "request-in-region"],
  [
    "logs",
    "(Associate|Disassociate)KmsKey|(Create|Delete)LogGroup|(Delete|Put)MetricFilter|PutRetentionPolicy|(Tag|Untag)Resource",
    ["log-group:/aws/vendedlogs/{name}/*"],
  ],
  [
    "network-firewall",
    "AssociateFirewallPolicy|(Associate|Disassociate)Subnets|(Create|Delete)(Firewall|FirewallPolicy|RuleGroup|TLSInspectionConfiguration)|(Tag|Untag)Resource|Update(FirewallDeleteProtection|FirewallDescription|FirewallEncryptionConfiguration|FirewallPolicy|FirewallPolicyChangeProtection|LoggingConfiguration|RuleGroup|SubnetChangeProtection|TLSInspectionConfiguration)",
    ["firewall/{name}-*", "firewall-policy/{name}-*", "state*-rulegroup/{name}-*", "tls-configuration/{name}-*"],
  ],
  [
    "route53resolver",
    "(Associate|Disassociate)(FirewallRuleGroup|ResolverQueryLogConfig)|(Create|Delete)(FirewallDomainList|FirewallRule|FirewallRuleGroup|ResolverQueryLogConfig)|(Tag|Untag)Resource|Update(FirewallConfig|FirewallDomains|FirewallRule|FirewallRuleGroupAssociation)|ImportFirewallDomains",
    ["*"],
  ],
  [
    "ssm",
    "AddTagsToResource|(Delete|Put)Parameter|RemoveTagsFromResource",
    ["parameter/studio-perimeter/{environment}/*"],
  ],
];

const writesOfStudio: WriteTable = [
  ["backup", "(Tag|Untag)Resource", "request-in-region"],
  ["cloudformation", "ValidateTemplate", "request-in-region"],
  // A stack acts with the permissions of its caller. A role of its own would have to be passed.
  ["cloudformation", "(Create|Delete|Update)Stack", ["stack/{name}-packages/*"]],
  [
    "cloudtrail",
    "(Create|Delete|Update)Trail|PutEventSelectors|(Start|Stop)Logging|(Add|Remove)Tags",
    ["trail/{name}-*"],
  ],
  ["codeartifact", "Create(Domain|PackageGroup|Repository)", "request-in-region"],
  [
    "codeartifact",
    "AssociateExternalConnection|AssociateWithDownstreamRepository|DisassociateExternalConnection|Delete(Domain|Repository)|(Delete|Put)(Domain|Repository)PermissionsPolicy|UpdateRepository|(Tag|Untag)Resource",
    ["domain/{name}", "repository/{name}/*"],
  ],
  [
    "codeartifact",
    "(Delete|Update)PackageGroup|UpdatePackageGroupOriginConfiguration|(Tag|Untag)Resource",
    ["package-group/{name}/*"],
  ],
  ["config", "(Delete|Put)ConfigRule|(Tag|Untag)Resource", ["config-rule/*"]],
  ["ec2", "(Attach|Detach)(NetworkInterface|VpnGateway)|AuthorizeSecurityGroup(In|E)gress", "anything-in-region"],
  [
    "ec2",
    "(Create|Delete)(NetworkAcl|NetworkInterface|SecurityGroup|VpcEndpoints?|VpnConnection|VpnConnectionRoute|VpnGateway)",
    "anything-in-region",
  ],
  ["ec2", "CreateNetworkAclEntry|CreateNetworkInterfacePermission", "anything-in-region"],
  [
    "ec2",
    "Modify(InstanceAttribute|InstanceMetadataOptions|NetworkInterfaceAttribute|SecurityGroupRules|Volume|VpcEndpoint|VpnConnection|VpnConnectionOptions|VpnTunnelOptions)",
    "anything-in-region",
  ],
  // A setting of the account, with no ARN.
  ["ec2", "ModifyVpcBlockPublicAccessOptions", "request-in-region"],
  ["ec2", "(Run|Start|Stop|Terminate)Instances", "anything-in-region"],
  ["elasticfilesystem", "PutBackupPolicy", ["file-system/*"]],
  ["events", "(Delete|Disable|Enable|Put)Rule|PutTargets|RemoveTargets|(Tag|Untag)Resource", ["rule/{name}-*"]],
  ["lambda", "(Create|Delete)Function|(Delete|Put)Function(Concurrency|EventInvokeConfig)", ["function:{name}-*"]],
  ["lambda", "(Tag|Untag)Resource|UpdateFunction(Code|Configuration|EventInvokeConfig)", ["function:{name}-*"]],
  [
    "logs",
    "(Associate|Disassociate)KmsKey|(Create|Delete)LogGroup|(Delete|Put)MetricFilter|PutRetentionPolicy|(Tag|Untag)Resource",
    ["log-group:/aws/lambda/{name}-*"],
  ],
  ["route53", "AssociateVPCWithHostedZone", "anything"],
  [
    "route53resolver",
    "(Associate|Disassociate)ResolverEndpointIpAddress|(Create|Delete|Update)ResolverEndpoint",
    ["*"],
  ],
  ["sagemaker", "(Create|Delete|Update)(Domain|UserProfile)|(Add|Delete)Tags", ["domain/*", "user-profile/*"]],
  ["sagemaker", "(Create|Delete)StudioLifecycleConfig|(Add|Delete)Tags", ["studio-lifecycle-config/{name}-*"]],
  [
    "sagemaker",
    "(Create|Delete|Start|Stop|Update)NotebookInstance|(Create|Delete|Update)NotebookInstanceLifecycleConfig|(Add|Delete)Tags",
    ["notebook-instance/{name}-*", "notebook-instance-lifecycle-config/{name}-*"],
  ],
  ["scheduler", "(Create|Delete|Update)Schedule", ["schedule/default/{name}-*"]],
  [
    "servicecatalog",
    "(Associate|Disassociate)(PrincipalWith|PrincipalFrom|ProductWith|ProductFrom)Portfolio|(Create|Delete|Update)(Constraint|Portfolio|Product)|(Tag|Untag)Resource|UpdateProvisioningArtifact",
    "request-in-region",
  ],
  ["sns", "(Create|Delete)Topic|SetTopicAttributes|(Tag|Untag)Resource", ["{name}-alerts"]],
  ["sqs", "(Create|Delete)Queue|SetQueueAttributes|(Tag|Untag)Queue", ["{name}-*"]],
];

/** Who changes the tables of a transit gateway decides which packets pass the firewall. */
const writesOfInspection: WriteTable = [
  [
    "ec2",
    "(Create|Delete)(TransitGateway|TransitGatewayRoute|TransitGatewayRouteTable)|ModifyTransitGateway",
    "anything-in-region",
  ],
  ["ec2", "(Associate|Disassociate)TransitGatewayRouteTable", "anything-in-region"],
];

/**
 * What Terraform changes to create, update and destroy an environment of a kind, except in IAM, S3 and KMS.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service
 */
export function writesOfKind(kind: DeploymentKind): WriteTable {
  return [...writesOfEvery, ...(kind === "studio" ? writesOfStudio : writesOfInspection)];
}
