import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";

/** Props of the policies of a package domain and its repositories. */
export interface PackagePoliciesProps {
  /** The only role that reads packages. */
  readonly executionRoleArn: string;
  /** Interface endpoints of CodeArtifact, its API and its repositories: the only way in. */
  readonly endpointIds: readonly string[];
  /** ARN patterns of those who publish packages of the company, from wherever they build. */
  readonly publisherArns: readonly string[];
}

/** What a package client calls to read; `package` actions serve the API, `ReadFromRepository` serves pip. */
const REPOSITORY_READ_ACTIONS = ["codeartifact:GetRepositoryEndpoint", "codeartifact:ReadFromRepository"];
const PACKAGE_READ_ACTIONS = [
  "codeartifact:GetPackageVersionAsset",
  "codeartifact:GetPackageVersionReadme",
  "codeartifact:ReadFromRepository",
];

/** Who gets a token for the domain: the role, and publishers where there are any; the role through the endpoints only. */
export function packageDomainStatements(props: PackagePoliciesProps): readonly Statement[] {
  return [
    {
      Sid: "RoleGetsToken",
      Effect: "Allow",
      Principal: { AWS: props.executionRoleArn },
      Action: "codeartifact:GetAuthorizationToken",
      Resource: "*",
    },
    ...denyOtherReaders("Token", ["codeartifact:GetAuthorizationToken"], props),
  ];
}

/**
 * Who reads a repository. The Denies name reading alone, so that neither Terraform's refresh nor the owner is locked out.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html
 */
export function packageRepositoryStatements(props: PackagePoliciesProps): readonly Statement[] {
  return [
    {
      Sid: "RoleReads",
      Effect: "Allow",
      Principal: { AWS: props.executionRoleArn },
      Action: REPOSITORY_READ_ACTIONS,
      Resource: "*",
    },
    ...denyOtherReaders("Reading", PACKAGE_READ_ACTIONS, props),
  ];
}

/** What the role holds by itself; a token of CodeArtifact is a bearer token of STS, and that one has no resource. */
export function packageReaderStatements(domainArn: string, repositoryArns: readonly string[]): readonly Statement[] {
  return [
    { Sid: "GetPackageToken", Effect: "Allow", Action: "codeartifact:GetAuthorizationToken", Resource: domainArn },
    { Sid: "ReadPackages", Effect: "Allow", Action: REPOSITORY_READ_ACTIONS, Resource: repositoryArns },
    {
      Sid: "GetPackageBearerToken",
      Effect: "Allow",
      Action: "sts:GetServiceBearerToken",
      Resource: "*",
      Condition: { StringEquals: { "sts:AWSServiceName": "codeartifact.amazonaws.com" } },
    },
  ];
}

function denyOtherReaders(what: string, actions: readonly string[], props: PackagePoliciesProps): readonly Statement[] {
  const { executionRoleArn, endpointIds, publisherArns } = props;
  const notPublisher: Conditions =
    publisherArns.length > 0 ? { ArnNotLike: { "aws:PrincipalArn": publisherArns } } : {};
  const deny = (sid: string, condition: Conditions): Statement => ({
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: actions,
    Resource: "*",
    Condition: condition,
  });
  return [
    deny(
      `Deny${what}OutsideEndpoints`,
      mergeConditions({ StringNotEquals: { "aws:SourceVpce": endpointIds } }, notPublisher),
    ),
    deny(`Deny${what}ByOthers`, { ArnNotLike: { "aws:PrincipalArn": [executionRoleArn, ...publisherArns] } }),
  ];
}
