import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { attachPolicies } from "../iam/attached-policies";
import { policyDocument, type Statement } from "../iam/policy-document";
import type { TokenCaller, TokenIssuer } from "./token-issuer";

/**
 * Adds the OIDC provider of an issuer to the account. It has no thumbprint: AWS verifies the issuer's certificate with its own list of
 * certificate authorities. A server with a certificate of a private authority needs a provider of its own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html
 */
export function addOidcProvider(scope: Construct, { id, host, audiences }: TokenIssuer): IamOpenidConnectProvider {
  return new IamOpenidConnectProvider(scope, id, { url: `https://${host}`, clientIdList: [...audiences] });
}

/** Props of {@link TokenRole}. */
export interface TokenRoleProps {
  /** Name of the role. */
  readonly name: string;
  /** Description of the role in IAM. */
  readonly description: string;
  /** Host of the issuer, as in {@link TokenIssuer}. */
  readonly host: string;
  /** ARN of the issuer's OIDC provider. */
  readonly providerArn: string;
  /** The tokens that may assume the role. */
  readonly callers: readonly TokenCaller[];
  /** Policy id -> statements. */
  readonly statementsByPolicy: Readonly<Record<string, readonly Statement[]>>;
  /** Maximum session duration in seconds. It must exceed the duration of an apply. */
  readonly maxSessionSeconds: number;
}

/** An IAM role that jobs with listed tokens assume, without stored credentials. */
export class TokenRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: TokenRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name: props.name,
      description: props.description,
      assumeRolePolicy: policyDocument(tokenTrustStatements(props)),
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
 * A subject is compared exactly, and a prefix only where the issuer has no subject of its own for the jobs of every branch. A pattern
 * such as `repo:owner/name:*` would allow every branch and pull request to apply.
 */
function tokenTrustStatements({ host, providerArn, callers }: TokenRoleProps): readonly Statement[] {
  return callers.map((caller, at) => ({
    Sid: `JobAssumesRole${at === 0 ? "" : at + 1}`,
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: conditionOf(host, caller),
  }));
}

function conditionOf(host: string, caller: TokenCaller): NonNullable<Statement["Condition"]> {
  const audience = { [`${host}:aud`]: caller.audience };
  if ("subjectPrefix" in caller) {
    return { StringEquals: audience, StringLike: { [`${host}:sub`]: `${caller.subjectPrefix}*` } };
  }
  const workflow = caller.workflow === undefined ? {} : { [`${host}:job_workflow_ref`]: caller.workflow };
  return { StringEquals: { ...audience, [`${host}:sub`]: caller.subject, ...workflow } };
}
