import type { DeclaredPipeline } from "../../../posture/declared-pipeline";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { valueTest } from "../../request-space/statements/distinctions";
import type { PermittedRequest } from "../roles/permitted-requests";
import { permittedUsesOfState } from "./permitted-uses-of-state";

/** Services, the names of their actions without prefix, and what these act on. */
type WriteTable = readonly (readonly [service: string, actions: string, resources: readonly string[]])[];

/** Whatever the request is about, in this account. */
const anything: readonly string[] = ["*"];

/**
 * What Terraform changes to create, update and destroy an environment, except in IAM. `{name}` is the declared prefix.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service
 */
const writesByService: WriteTable = [
  ["backup", "(Tag|Untag)Resource", anything],
  ["cloudformation", "ValidateTemplate", anything],
  [
    "cloudtrail",
    "(Create|Delete|Update)Trail|PutEventSelectors|(Start|Stop)Logging|(Add|Remove)Tags",
    ["trail/{name}-*"],
  ],
  ["cloudwatch", "DeleteAlarms|PutMetricAlarm|(Tag|Untag)Resource", ["alarm:{name}-*"]],
  ["codeartifact", "Create(Domain|Repository)", anything],
  [
    "codeartifact",
    "AssociateExternalConnection|AssociateWithDownstreamRepository|DisassociateExternalConnection|Delete(Domain|Repository)|(Delete|Put)(Domain|Repository)PermissionsPolicy|UpdateRepository|(Tag|Untag)Resource",
    ["domain/{name}", "repository/{name}/*"],
  ],
  ["config", "(Delete|Put)ConfigRule|(Tag|Untag)Resource", ["config-rule/*"]],
  ["ec2", "(Allocate|Release|Associate|Disassociate)Address|(Associate|Disassociate)RouteTable", anything],
  [
    "ec2",
    "(Attach|Detach)(InternetGateway|NetworkInterface|VpnGateway)|(Authorize|Revoke)SecurityGroup(In|E)gress",
    anything,
  ],
  [
    "ec2",
    "(Create|Delete)(FlowLogs|InternetGateway|NatGateway|NetworkAcl|NetworkAclEntry|NetworkInterface|Route|RouteTable|SecurityGroup|Subnet|Tags|TransitGatewayVpcAttachment|Vpc|VpcEndpoints?|VpnConnection|VpnConnectionRoute|VpnGateway)",
    anything,
  ],
  ["ec2", "CreateNetworkInterfacePermission|Replace(NetworkAclAssociation|Route|RouteTableAssociation)", anything],
  [
    "ec2",
    "Modify(InstanceAttribute|InstanceMetadataOptions|NetworkInterfaceAttribute|SecurityGroupRules|SubnetAttribute|TransitGatewayVpcAttachment|Volume|VpcAttribute|VpcBlockPublicAccessOptions|VpcEndpoint|VpnConnection|VpnConnectionOptions|VpnTunnelOptions)",
    anything,
  ],
  ["ec2", "(Run|Start|Stop|Terminate)Instances", anything],
  ["elasticfilesystem", "PutBackupPolicy", ["file-system/*"]],
  ["events", "(Delete|Disable|Enable|Put)Rule|PutTargets|RemoveTargets|(Tag|Untag)Resource", ["rule/{name}-*"]],
  ["lambda", "(Create|Delete)Function|(Delete|Put)Function(Concurrency|EventInvokeConfig)", ["function:{name}-*"]],
  ["lambda", "(Tag|Untag)Resource|UpdateFunction(Code|Configuration|EventInvokeConfig)", ["function:{name}-*"]],
  ["logs", "(Create|Delete|Update)LogDelivery|PutResourcePolicy", anything],
  [
    "logs",
    "(Associate|Disassociate)KmsKey|(Create|Delete)LogGroup|(Delete|Put)MetricFilter|PutRetentionPolicy|(Tag|Untag)Resource",
    ["log-group:/aws/vendedlogs/{name}/*", "log-group:/aws/lambda/{name}-*"],
  ],
  [
    "network-firewall",
    "AssociateFirewallPolicy|(Associate|Disassociate)Subnets|(Create|Delete)(Firewall|FirewallPolicy|RuleGroup|TLSInspectionConfiguration)|(Tag|Untag)Resource|Update(FirewallDeleteProtection|FirewallDescription|FirewallEncryptionConfiguration|FirewallPolicy|FirewallPolicyChangeProtection|LoggingConfiguration|RuleGroup|SubnetChangeProtection|TLSInspectionConfiguration)",
    ["firewall/{name}-*", "firewall-policy/{name}-*", "state*-rulegroup/{name}-*", "tls-configuration/{name}-*"],
  ],
  ["route53", "AssociateVPCWithHostedZone", anything],
  [
    "route53resolver",
    "(Associate|Disassociate)(FirewallRuleGroup|ResolverEndpointIpAddress|ResolverQueryLogConfig)|(Create|Delete)(FirewallDomainList|FirewallRule|FirewallRuleGroup|ResolverEndpoint|ResolverQueryLogConfig)|(Tag|Untag)Resource|Update(FirewallConfig|FirewallDomains|FirewallRule|FirewallRuleGroupAssociation|ResolverEndpoint)|ImportFirewallDomains",
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
    anything,
  ],
  ["sns", "(Create|Delete)Topic|SetTopicAttributes|(Tag|Untag)Resource", ["{name}-alerts"]],
  ["sqs", "(Create|Delete)Queue|SetQueueAttributes|(Tag|Untag)Queue", ["{name}-*"]],
  [
    "ssm",
    "AddTagsToResource|(Delete|Put)Parameter|RemoveTagsFromResource",
    ["parameter/studio-perimeter/{environment}/*"],
  ],
];

const bucketPurposes = ["access-logs", "data", "models", "templates", "trail"];

const bucketSettings =
  /^s3:((Create|Delete)Bucket|(Delete|Put)BucketPolicy|PutBucket(Logging|OwnershipControls|PublicAccessBlock|Tagging|Versioning)|Put(Encryption|Lifecycle)Configuration|(Tag|Untag)Resource)$/;

/** What an apply role may change in the account, except in IAM. */
export function permittedWritesOfApplies(
  model: PolicyModel,
  role: RoleWithPolicies,
  pipeline: DeclaredPipeline,
): readonly PermittedRequest[] {
  const { partition, account } = model.text;
  const { namePrefix, environment } = pipeline;
  const named = (pattern: string): string =>
    pattern.replace("{name}", namePrefix).replace("{environment}", environment);
  const buckets = bucketPurposes.map((purpose) => `arn:${partition}:s3:::${namePrefix}-${purpose}-${account}`);
  return [
    ...writesByService.map(([service, actions, resources]): PermittedRequest => {
      const pattern = new RegExp(`^${service}:(${actions})$`);
      const arns = resources.map((resource) => `arn:${partition}:${service}:*:${account}:${named(resource)}`);
      return resources === anything ? { actions: pattern } : { actions: pattern, resourceArns: arns };
    }),
    // AWS owns these rule groups, and nobody else changes them. A firewall policy that names one needs a permission on it.
    {
      actions: /^network-firewall:/,
      resourceArns: [`arn:${partition}:network-firewall:*:aws-managed:stateful-rulegroup/*`],
    },
    ...permittedUsesOfState(model, role, pipeline),
    // A name of a bucket contains no slash, so the second pattern names no other bucket.
    { actions: bucketSettings, resourceArns: buckets.flatMap((arn) => [arn, `${arn}/*`]) },
    { actions: /^s3:DeleteObject(Version)?$/, resourceArns: buckets.map((arn) => `${arn}/*`) },
    {
      actions: /^s3:PutObject(Tagging)?$/,
      resourceArns: [`arn:${partition}:s3:::${namePrefix}-templates-${account}/*`],
    },
    { actions: /^kms:CreateKey$/ },
    {
      actions:
        /^kms:((Create|Delete|Update)Alias|CreateGrant|(Disable|Enable)Key(Rotation)?|PutKeyPolicy|ScheduleKeyDeletion|(Tag|Untag)Resource|UpdateKeyDescription)$/,
      resourceArns: [`arn:${partition}:kms:*:${account}:key/*`],
      when: [valueTest("aws:resourcetag/environment", [environment])],
    },
    {
      actions: /^kms:(Create|Delete|Update)Alias$/,
      resourceArns: [`arn:${partition}:kms:*:${account}:alias/${namePrefix}-*`],
    },
  ];
}
