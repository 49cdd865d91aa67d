import { JOB_ACTION_CONDITION_KEYS } from "../execution-role/job-denials";
import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";

/**
 * Principal tag that exempts from the service control policies, for emergencies. Deployers do not need it, because updates
 * that do not change a setting are allowed.
 */
export const EXCLUSION_TAG = "studio-perimeter-exclude";

/** Create actions with subnets, in addition to those in {@link JOB_ACTION_CONDITION_KEYS}. */
const OTHER_SUBNET_ACTIONS = ["CreateCluster", "CreateDomain", "CreateJob", "CreateNotebookInstance"];

/**
 * Requires for every account and role that SageMaker resources run in a VPC, without direct internet access, and that
 * notebook instances have no root access.
 *
 * A create request without a setting is denied, because AWS's default is the open one. An update request without a setting is
 * allowed, because the setting does not change.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export function sageMakerVpcStatements(): readonly Statement[] {
  const jobs = Object.entries(JOB_ACTION_CONDITION_KEYS).filter(([, { required }]) => required.includes("VpcSubnets"));
  const placed = [...jobs.map(([action]) => action), ...OTHER_SUBNET_ACTIONS].sort();
  return [
    deny("DenyJobsWithoutVpc", placed.map(sageMakerAction), { Null: { "sagemaker:VpcSubnets": "true" } }),
    deny("DenyDomainsWithInternet", [sageMakerAction("CreateDomain")], unlessEquals("AppNetworkAccessType", "VpcOnly")),
    deny(
      "DenyOpeningDomains",
      [sageMakerAction("UpdateDomain")],
      ifPresentUnlessEquals("AppNetworkAccessType", "VpcOnly"),
    ),
    deny(
      "DenyNotebooksWithInternet",
      [sageMakerAction("CreateNotebookInstance")],
      unlessEquals("DirectInternetAccess", "Disabled"),
    ),
    deny("DenyNotebooksWithRoot", [sageMakerAction("CreateNotebookInstance")], unlessEquals("RootAccess", "Disabled")),
    deny(
      "DenyEnablingNotebookRoot",
      [sageMakerAction("UpdateNotebookInstance")],
      ifPresentUnlessEquals("RootAccess", "Disabled"),
    ),
    deny("DenyTaggingWithExclusion", PRINCIPAL_TAGGING_ACTIONS, {
      "ForAnyValue:StringEquals": { "aws:TagKeys": EXCLUSION_TAG },
    }),
  ];
}

/** Actions that tag a principal or its session. */
const PRINCIPAL_TAGGING_ACTIONS = ["iam:CreateRole", "iam:CreateUser", "iam:TagRole", "iam:TagUser", "sts:TagSession"];

/**
 * Requires that presigned URLs are requested and used through an endpoint of any VPC. AWS evaluates the policy on each request
 * that uses a URL, so a URL does not work outside. "Open Studio" in the AWS console is denied too.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-interface-endpoint.html
 */
export function presignedUrlVpcStatements(publicCidrs: readonly string[]): readonly Statement[] {
  const outside: Conditions = { Null: { "aws:SourceVpc": "true" } };
  const actions = ["CreatePresignedDomainUrl", "CreatePresignedNotebookInstanceUrl"].map(sageMakerAction);
  return [
    deny(
      "DenyUrlsOutsideAnyVpc",
      actions,
      publicCidrs.length === 0 ? outside : mergeConditions(outside, { NotIpAddress: { "aws:SourceIp": publicCidrs } }),
    ),
  ];
}

/** Actions that connect a VPC to another network, or remove the inspection of its traffic, also behind a transit gateway. */
const NETWORK_OPENING_ACTIONS = [
  "ec2:AcceptTransitGatewayVpcAttachment",
  "ec2:AcceptVpcPeeringConnection",
  "ec2:AssociateClientVpnTargetNetwork",
  "ec2:AssociateTransitGatewayRouteTable",
  "ec2:AttachInternetGateway",
  "ec2:AttachVpnGateway",
  "ec2:CreateCarrierGateway",
  "ec2:CreateEgressOnlyInternetGateway",
  "ec2:CreateInstanceConnectEndpoint",
  "ec2:CreateInternetGateway",
  "ec2:CreateNatGateway",
  "ec2:CreateRoute",
  "ec2:CreateTransitGatewayRoute",
  "ec2:CreateTransitGatewayVpcAttachment",
  "ec2:CreateVpcEndpoint",
  "ec2:CreateVpcPeeringConnection",
  "ec2:CreateVpnConnection",
  "ec2:DeleteFlowLogs",
  "ec2:DisassociateTransitGatewayRouteTable",
  "ec2:EnableTransitGatewayRouteTablePropagation",
  "ec2:ModifyVpcEndpoint",
  "ec2:ReplaceRoute",
  "ec2:ReplaceTransitGatewayRoute",
  "network-firewall:AssociateFirewallPolicy",
  "network-firewall:DeleteFirewall*",
  "network-firewall:Update*",
  "route53resolver:AssociateResolverRule",
  "route53resolver:CreateResolverEndpoint",
  "route53resolver:Delete*",
  "route53resolver:Disassociate*",
  "route53resolver:UpdateFirewall*",
];

/** Allows network changes only to deployers, not to other administrators of the account. */
export function networkOpeningDenials(deployerArns: readonly string[]): readonly Statement[] {
  return [deny("DenyNetworkChanges", NETWORK_OPENING_ACTIONS, { ArnNotLike: { "aws:PrincipalArn": deployerArns } })];
}

function sageMakerAction(action: string): string {
  return `sagemaker:${action}`;
}

function unlessEquals(key: string, value: string): Conditions {
  return { StringNotEquals: { [`sagemaker:${key}`]: value } };
}

function ifPresentUnlessEquals(key: string, value: string): Conditions {
  return mergeConditions({ Null: { [`sagemaker:${key}`]: "false" } }, unlessEquals(key, value));
}

function deny(sid: string, actions: readonly string[], condition: Conditions): Statement {
  return {
    Sid: sid,
    Effect: "Deny",
    Action: actions,
    Resource: "*",
    Condition: mergeConditions(condition, { StringNotEquals: { [`aws:PrincipalTag/${EXCLUSION_TAG}`]: "true" } }),
  };
}
