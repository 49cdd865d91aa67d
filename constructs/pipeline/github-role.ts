import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { attachPolicies } from "../iam/attached-policies";
import { policyDocument, type Statement } from "../iam/policy-document";

/** Who signs the tokens of GitHub Actions. */
export const GITHUB_OIDC_ISSUER = "token.actions.githubusercontent.com";

const STS_AUDIENCE = "sts.amazonaws.com";

/**
 * Lets an account trust GitHub's tokens. No thumbprint: AWS checks GitHub's certificate against its own root authorities and
 * looks at none.
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
  readonly name: string;
  readonly description: string;
  readonly providerArn: string;
  /** The one subject that may assume the role, whole: `repo:<owner>/<name>:pull_request`, or `...:environment:<name>`. */
  readonly subject: string;
  /** Concern -> statements. */
  readonly statementsByPolicy: Readonly<Record<string, readonly Statement[]>>;
  /** Longest session. An apply is not done when its credentials run out. */
  readonly maxSessionSeconds: number;
}

/** A role that one kind of GitHub Actions job assumes, by a token and no stored key. */
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
 * The subject is compared whole: a pattern such as `repo:owner/name:*` would let any branch, and any pull request, apply.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
function githubTrustStatement({ providerArn, subject }: GithubRoleProps): Statement {
  return {
    Sid: "GithubJobAssumesRole",
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { [`${GITHUB_OIDC_ISSUER}:aud`]: STS_AUDIENCE, [`${GITHUB_OIDC_ISSUER}:sub`]: subject },
    },
  };
}
