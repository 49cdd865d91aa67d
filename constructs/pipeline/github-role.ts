import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { attachPolicies } from "../iam/attached-policies";
import { policyDocument, type Statement } from "../iam/policy-document";

/** Issuer of the OIDC tokens of GitHub Actions. */
export const GITHUB_OIDC_ISSUER = "token.actions.githubusercontent.com";

/** Audience of the tokens that AWS accepts. */
export const STS_AUDIENCE = "sts.amazonaws.com";

/**
 * Adds GitHub's OIDC provider to the account. It has no thumbprint: AWS verifies GitHub's certificate with its own list of
 * certificate authorities.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html
 */
export function addGithubOidcProvider(scope: Construct, id: string): IamOpenidConnectProvider {
  return new IamOpenidConnectProvider(scope, id, {
    url: `https://${GITHUB_OIDC_ISSUER}`,
    clientIdList: [STS_AUDIENCE],
  });
}

/** Props of {@link GithubRole}. */
export interface GithubRoleProps {
  /** Name of the role. */
  readonly name: string;
  /** Description of the role in IAM. */
  readonly description: string;
  /** ARN of GitHub's OIDC provider. */
  readonly providerArn: string;
  /**
   * The complete subjects of the tokens: `repo:<owner>/<name>:pull_request`, `repo:<owner>/<name>:ref:refs/heads/<branch>` or
   * `repo:<owner>/<name>:environment:<name>`.
   */
  readonly subjects: readonly string[];
  /** Policy id -> statements. */
  readonly statementsByPolicy: Readonly<Record<string, readonly Statement[]>>;
  /** Maximum session duration in seconds. It must exceed the duration of an apply. */
  readonly maxSessionSeconds: number;
}

/** An IAM role that GitHub Actions jobs with listed token subjects assume, without stored credentials. */
export class GithubRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: GithubRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name: props.name,
      description: props.description,
      assumeRolePolicy: policyDocument([githubTrustStatement(props)]),
      maxSessionDuration: props.maxSessionSeconds,
      forceDetachPolicies: true,
    });
    attachPolicies(this, {
      roleName: role.name,
      policyPrefix: props.name,
      statementsByPolicy: props.statementsByPolicy,
      additionalPolicyArns: [],
    });
    this.arn = role.arn;
  }
}

/**
 * A subject is compared exactly. A pattern such as `repo:owner/name:*` would allow every branch and pull request to apply.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
function githubTrustStatement({ providerArn, subjects }: GithubRoleProps): Statement {
  return {
    Sid: "GithubJobAssumesRole",
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${GITHUB_OIDC_ISSUER}:aud`]: STS_AUDIENCE,
        [`${GITHUB_OIDC_ISSUER}:sub`]: subjects.length === 1 ? (subjects[0] ?? "") : subjects,
      },
    },
  };
}
