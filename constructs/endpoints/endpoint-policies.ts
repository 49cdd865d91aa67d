import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions, trustedScopeConditions } from "../iam/trusted-scope";
import { awsOwnedStatements } from "./aws-owned-resource-statements";
import { type EndpointName, type EndpointPolicyClass, endpointCatalogEntry } from "./endpoint-catalog";
import type { EndpointPolicyContext } from "./endpoint-policy-context";

/** What pip and its login helper call; publishing is not among them. */
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
 * Policy of an endpoint: bounds what may travel through it, whoever's credentials are used. It grants nothing.
 *
 * Both sides are bound. With the caller's side alone, data leaves into a foreign account's bucket, log group or image; with
 * the resource's side alone, keys pasted into a notebook take it out.
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

function trustedPrincipalAndResource({ trustedScope: owner, account }: EndpointPolicyContext): Conditions {
  const { principal, resource } = trustedScopeConditions(owner, account);
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
 * The Studio interface asks for these two actions and no others. The domain's id is unknown until the domain exists, which
 * in turn needs the endpoint: any domain of the account is named instead.
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
 * The interface of notebook instances asks for nothing but what opens it.
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

/** The token goes to the caller and names no resource, whose account a request may therefore lack: hence IfExists. */
function packageTokenStatement({ trustedScope: owner, account }: EndpointPolicyContext): Statement {
  const { principal, resource } = trustedScopeConditions(owner, account);
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
