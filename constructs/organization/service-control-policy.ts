import { GUARDED_ACTIONS } from "../execution-role/job-network-and-key-conditions";
import { allOf } from "../iam/organization-scope";
import type { Conditions, Statement } from "../iam/policy-document";

/**
 * Tag of principals whom service control policies do not bind: for an emergency. Deployers need none, since nothing here
 * refuses an update that leaves a setting as it is; the published samples do.
 */
export const EXCLUSION_TAG = "studio-perimeter-exclude";

/** What names subnets when it is created, beside the jobs of the guards' table. */
const ALSO_IN_SUBNETS = ["CreateCluster", "CreateDomain", "CreateJob", "CreateNotebookInstance"];

/**
 * Whatever account and role: SageMaker runs in a VPC, without an internet of its own, and notebooks without root.
 *
 * A key that is absent from a request is told from one with a wrong value. On creation AWS's default for an absent setting is
 * the open one, so absence is denied; on an update it leaves the setting as it is, so absence passes.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export function sagemakerStaysInside(): readonly Statement[] {
  const jobs = Object.entries(GUARDED_ACTIONS).filter(([, { required }]) => required.includes("VpcSubnets"));
  const placed = [...jobs.map(([action]) => action), ...ALSO_IN_SUBNETS].sort();
  return [
    deny("DenyWorkOutsideAnyVpc", placed.map(sagemaker), { Null: { "sagemaker:VpcSubnets": "true" } }),
    deny("DenyDomainsWithInternet", [sagemaker("CreateDomain")], unless("AppNetworkAccessType", "VpcOnly")),
    deny("DenyOpeningDomains", [sagemaker("UpdateDomain")], whenGivenUnless("AppNetworkAccessType", "VpcOnly")),
    deny(
      "DenyNotebooksWithInternet",
      [sagemaker("CreateNotebookInstance")],
      unless("DirectInternetAccess", "Disabled"),
    ),
    deny("DenyNotebooksWithRoot", [sagemaker("CreateNotebookInstance")], unless("RootAccess", "Disabled")),
    deny("DenyGivingNotebooksRoot", [sagemaker("UpdateNotebookInstance")], whenGivenUnless("RootAccess", "Disabled")),
    deny("DenyHandingOutTheExclusion", TAGGING, { "ForAnyValue:StringEquals": { "aws:TagKeys": EXCLUSION_TAG } }),
  ];
}

/** Every call that puts a tag on a principal or its session. */
const TAGGING = ["iam:CreateRole", "iam:CreateUser", "iam:TagRole", "iam:TagUser", "sts:TagSession"];

/**
 * URLs are created and used through an endpoint of a VPC, whichever. AWS asks again on each request of the session, so that a
 * URL that was carried out of the network is worth nothing. The console's own "Open Studio" is refused too.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-interface-endpoint.html
 */
export function urlsStayInside(publicCidrs: readonly string[]): readonly Statement[] {
  const outside: Conditions = { Null: { "aws:SourceVpc": "true" } };
  const actions = ["CreatePresignedDomainUrl", "CreatePresignedNotebookInstanceUrl"].map(sagemaker);
  return [
    deny(
      "DenyUrlsOutsideAnyVpc",
      actions,
      publicCidrs.length === 0 ? outside : allOf(outside, { NotIpAddress: { "aws:SourceIp": publicCidrs } }),
    ),
  ];
}

/** What joins a VPC to something else, or takes away what looks at its traffic. */
const OPENINGS = [
  "ec2:AcceptVpcPeeringConnection",
  "ec2:AssociateClientVpnTargetNetwork",
  "ec2:AttachInternetGateway",
  "ec2:AttachVpnGateway",
  "ec2:CreateCarrierGateway",
  "ec2:CreateEgressOnlyInternetGateway",
  "ec2:CreateInstanceConnectEndpoint",
  "ec2:CreateInternetGateway",
  "ec2:CreateNatGateway",
  "ec2:CreateRoute",
  "ec2:CreateTransitGatewayVpcAttachment",
  "ec2:CreateVpcEndpoint",
  "ec2:CreateVpcPeeringConnection",
  "ec2:CreateVpnConnection",
  "ec2:DeleteFlowLogs",
  "ec2:ModifyVpcEndpoint",
  "ec2:ReplaceRoute",
  "network-firewall:AssociateFirewallPolicy",
  "network-firewall:DeleteFirewall*",
  "network-firewall:Update*",
  "route53resolver:AssociateResolverRule",
  "route53resolver:CreateResolverEndpoint",
  "route53resolver:Delete*",
  "route53resolver:Disassociate*",
  "route53resolver:UpdateFirewall*",
];

/** Only whoever deploys the perimeter opens it; an administrator of the account does not. */
export function networkStaysClosed(deployerArns: readonly string[]): readonly Statement[] {
  return [deny("DenyOpeningTheNetwork", OPENINGS, { ArnNotLike: { "aws:PrincipalArn": deployerArns } })];
}

function sagemaker(action: string): string {
  return `sagemaker:${action}`;
}

function unless(key: string, value: string): Conditions {
  return { StringNotEquals: { [`sagemaker:${key}`]: value } };
}

function whenGivenUnless(key: string, value: string): Conditions {
  return allOf({ Null: { [`sagemaker:${key}`]: "false" } }, unless(key, value));
}

function deny(sid: string, actions: readonly string[], condition: Conditions): Statement {
  return {
    Sid: sid,
    Effect: "Deny",
    Action: actions,
    Resource: "*",
    Condition: allOf(condition, { StringNotEquals: { [`aws:PrincipalTag/${EXCLUSION_TAG}`]: "true" } }),
  };
}
