import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";

/** Props of {@link packageDomainStatements} and {@link packageRepositoryStatements}. */
export interface PackagePoliciesProps {
  /** ARNs of the only roles that may read packages. */
  readonly readerArns: readonly string[];
  /** Ids of CodeArtifact's interface endpoints. The role may read packages only through them. */
  readonly endpointIds: readonly string[];
  /** ARN patterns of principals that publish the company's packages, from any network. */
  readonly publisherArns: readonly string[];
  /** ARN patterns of the only principals that put packages into repositories; with none, every principal that IAM allows to. */
  readonly approverArns: readonly string[];
}

/** Actions that package clients use to read. pip uses `ReadFromRepository`, API clients use the `GetPackage` actions. */
const REPOSITORY_READ_ACTIONS = ["codeartifact:GetRepositoryEndpoint", "codeartifact:ReadFromRepository"];
const PACKAGE_READ_ACTIONS = [
  "codeartifact:GetPackageVersionAsset",
  "codeartifact:GetPackageVersionReadme",
  "codeartifact:ReadFromRepository",
];

/** Actions that put packages into a repository, open it to packages of its upstreams, or publish again what an approver has archived. */
const PACKAGE_APPROVAL_ACTIONS = [
  "codeartifact:CopyPackageVersions",
  "codeartifact:PublishPackageVersion",
  "codeartifact:PutPackageMetadata",
  "codeartifact:PutPackageOriginConfiguration",
  "codeartifact:UpdatePackageVersionsStatus",
];

/** Domain policy: the execution role may get a token through the endpoints only; publishers may get one from any network. */
export function packageDomainStatements(props: PackagePoliciesProps): readonly Statement[] {
  return [
    {
      Sid: "RoleGetsToken",
      Effect: "Allow",
      Principal: { AWS: only(props.readerArns) },
      Action: "codeartifact:GetAuthorizationToken",
      Resource: "*",
    },
    ...denyOtherReaders("Token", ["codeartifact:GetAuthorizationToken"], props),
  ];
}

/**
 * Repository policy: the execution role may read packages. The Deny statements contain actions on packages only, so they lock out
 * neither Terraform nor the account owner.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html
 */
export function packageRepositoryStatements(props: PackagePoliciesProps): readonly Statement[] {
  const { readerArns, approverArns } = props;
  const reads: Statement = {
    Sid: "RoleReads",
    Effect: "Allow",
    Principal: { AWS: only(readerArns) },
    Action: REPOSITORY_READ_ACTIONS,
    Resource: "*",
  };
  const approvals: Statement = {
    Sid: "DenyPackagesWithoutApproval",
    Effect: "Deny",
    Principal: "*",
    Action: PACKAGE_APPROVAL_ACTIONS,
    Resource: "*",
    Condition: { ArnNotLike: { "aws:PrincipalArn": approverArns } },
  };
  return [
    ...(readerArns.length > 0 ? [reads] : []),
    ...denyOtherReaders("Reading", PACKAGE_READ_ACTIONS, props),
    ...(approverArns.length > 0 ? [approvals] : []),
  ];
}

/** Identity policy of the execution role. A CodeArtifact token is an STS bearer token, an action without a resource. */
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
  const { readerArns, endpointIds, publisherArns } = props;
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
    deny(`Deny${what}ByOthers`, { ArnNotLike: { "aws:PrincipalArn": [...readerArns, ...publisherArns] } }),
  ];
}

/** One ARN alone, or the list. */
function only(arns: readonly string[]): string | readonly string[] {
  const [first, ...more] = arns;
  return first === undefined || more.length > 0 ? arns : first;
}
