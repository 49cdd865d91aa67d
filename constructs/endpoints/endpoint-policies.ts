import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions, trustedScopeConditions } from "../iam/trusted-scope";
import { type AwsOwnedResourceContext, awsOwnedStatements } from "./aws-owned-resource-statements";
import { type EndpointName, type EndpointPolicyClass, endpointCatalogEntry } from "./endpoint-catalog";

/** Inputs of the endpoint policies of one environment. */
export type EndpointPolicyContext = AwsOwnedResourceContext;

/** Actions that pip and `aws codeartifact login` use. Publishing is not included. */
const PACKAGE_ACTIONS = [
  "codeartifact:DescribePackage",
  "codeartifact:DescribePackageVersion",
  "codeartifact:GetAuthorizationToken",
  "codeartifact:GetPackageVersionAsset",
  "codeartifact:GetRepositoryEndpoint",
  "codeartifact:ListPackageVersions",
  "codeartifact:ListPackages",
  "codeartifact:ReadFromRepository",
];

/**
 * Endpoint policy of a service: it restricts the requests through the endpoint for all credentials, and grants nothing.
 *
 * It restricts both principal and resource. A policy that restricts only the principal would allow to write data to resources
 * of other accounts. A policy that restricts only the resource would allow access with credentials of other accounts.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function endpointPolicyStatements(name: EndpointName, context: EndpointPolicyContext): readonly Statement[] {
  return STATEMENTS_BY_POLICY_CLASS[endpointCatalogEntry(name).policyClass](name, context);
}

type EndpointStatementGenerator = (name: EndpointName, context: EndpointPolicyContext) => readonly Statement[];

const STATEMENTS_BY_POLICY_CLASS: Readonly<Record<EndpointPolicyClass, EndpointStatementGenerator>> = {
  own: (name, context) => [trustedAccessStatement(name, context)],
  "own-and-aws": (name, context) => [trustedAccessStatement(name, context), ...awsOwnedStatements(name, context)],
  portal: (name, context) => [name === "notebook" ? notebookPortalStatement(context) : studioPortalStatement(context)],
  packages: (_name, context) => [packageReadStatement(context), packageTokenStatement(context)],
};

function trustedPrincipalAndResource({ trustedScope, account }: EndpointPolicyContext): Conditions {
  const { principal, resource } = trustedScopeConditions(trustedScope, account);
  return mergeConditions(principal, resource);
}

function trustedAccessStatement(name: EndpointName, context: EndpointPolicyContext): Statement {
  return {
    Sid: "AllowOurPrincipalsToOurResources",
    Effect: "Allow",
    Principal: "*",
    Action: endpointCatalogEntry(name).iamPrefixes.map((prefix) => `${prefix}:*`),
    Resource: "*",
    Condition: trustedPrincipalAndResource(context),
  };
}

/**
 * The Studio user interface needs only these two actions. The resource is any domain of the account, because the domain is
 * created after the endpoint.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-interface-endpoint.html
 */
function studioPortalStatement(context: EndpointPolicyContext): Statement {
  const { account } = context;
  return {
    Sid: "AllowOurPrincipalsToOpenOurStudio",
    Effect: "Allow",
    Principal: "*",
    Action: ["sagemaker:CreateApp", "sagemaker:CreatePresignedDomainUrl"],
    Resource: [account.arn("sagemaker", "app/*/*"), account.arn("sagemaker", "user-profile/*/*")],
    Condition: trustedPrincipalAndResource(context),
  };
}

/**
 * The user interface of notebook instances needs only this action.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-interface-endpoint.html
 */
function notebookPortalStatement(context: EndpointPolicyContext): Statement {
  return {
    Sid: "AllowOurPrincipalsToOpenOurNotebooks",
    Effect: "Allow",
    Principal: "*",
    Action: "sagemaker:CreatePresignedNotebookInstanceUrl",
    Resource: context.account.arn("sagemaker", "notebook-instance/*"),
    Condition: trustedPrincipalAndResource(context),
  };
}

/** @see https://docs.aws.amazon.com/codeartifact/latest/ug/create-vpc-endoint-policy.html */
function packageReadStatement(context: EndpointPolicyContext): Statement {
  return {
    Sid: "AllowOurPrincipalsToReadOurPackages",
    Effect: "Allow",
    Principal: "*",
    Action: PACKAGE_ACTIONS,
    Resource: "*",
    Condition: trustedPrincipalAndResource(context),
  };
}

/** The action has no resource, so a request may lack the resource account: hence `StringEqualsIfExists`. */
function packageTokenStatement({ trustedScope, account }: EndpointPolicyContext): Statement {
  const { principal, resource } = trustedScopeConditions(trustedScope, account);
  return {
    Sid: "AllowOurPrincipalsToGetPackageTokens",
    Effect: "Allow",
    Principal: "*",
    Action: "sts:GetServiceBearerToken",
    Resource: "*",
    Condition: mergeConditions(
      principal,
      { StringEquals: { "sts:AWSServiceName": "codeartifact.amazonaws.com" } },
      { StringEqualsIfExists: { ...resource.StringEquals } },
    ),
  };
}
