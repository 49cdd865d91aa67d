import { JOB_ACTION_CONDITION_KEYS } from "../execution-role/job-denials";
import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";

/**
 * Tag of principals whom service control policies do not bind: for an emergency. Deployers need none, since nothing here
 * refuses an update that leaves a setting as it is; the published samples do.
 */
export const EXCLUSION_TAG = "studio-perimeter-exclude";

/** What names subnets when it is created, beside the jobs of the guards' table. */
const OTHER_SUBNET_ACTIONS = ["CreateCluster", "CreateDomain", "CreateJob", "CreateNotebookInstance"];

/**
 * Whatever account and role: SageMaker runs in a VPC, without an internet of its own, and notebooks without root.
 *
 * A key that is absent from a request is told from one with a wrong value. On creation AWS's default for an absent setting is
 * the open one, so absence is denied; on an update it leaves the setting as it is, so absence passes.
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

/** Every call that puts a tag on a principal or its session. */
const PRINCIPAL_TAGGING_ACTIONS = ["iam:CreateRole", "iam:CreateUser", "iam:TagRole", "iam:TagUser", "sts:TagSession"];

/**
 * URLs are created and used through an endpoint of a VPC, whichever. AWS asks again on each request of the session, so that a
 * URL that was carried out of the network is worth nothing. The console's own "Open Studio" is refused too.
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

/** What joins a VPC to something else, or takes away what looks at its traffic. */
const NETWORK_OPENING_ACTIONS = [
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
