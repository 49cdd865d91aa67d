import type { IAccount } from "../context/account";
import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";

/** What a key encrypts. Determines who may use it. */
export type KeyPurpose = "logs" | "buckets" | "studio" | "packages" | "queues";

/**
 * Users of a key by purpose.
 *
 * A Deny statement also affects grants, and AWS does not document which principal decrypts a volume or home directory through
 * a grant. Keys that are used through grants therefore have no Deny: direct use is not allowed by any statement instead.
 */
const KEY_USERS_BY_PURPOSE = {
  logs: { viaServices: [], servicePrincipal: "logs", usesGrants: false },
  buckets: { viaServices: ["s3"], servicePrincipal: undefined, usesGrants: false },
  studio: { viaServices: ["sagemaker", "elasticfilesystem", "ec2"], servicePrincipal: undefined, usesGrants: true },
  packages: { viaServices: ["codeartifact"], servicePrincipal: undefined, usesGrants: true },
  queues: { viaServices: ["sqs"], servicePrincipal: undefined, usesGrants: false },
} as const satisfies Readonly<Record<KeyPurpose, KeyUsers>>;

interface KeyUsers {
  /** Services that use the key with the caller's permissions, as named in `kms:ViaService`. */
  readonly viaServices: readonly string[];
  /** A service that uses the key with its service principal. */
  readonly servicePrincipal: string | undefined;
  /** Whether the services create grants for later use. */
  readonly usesGrants: boolean;
}

const DATA_ACTIONS = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"];

/** Actions that Terraform and administrators need. None of them decrypts data or grants use of the key to others. */
const ADMINISTRATION_ACTIONS = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListAliases",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

/**
 * Key policy: the account administers the key, AWS services use it, and no principal decrypts data with it directly.
 *
 * The common grant of `kms:*` to the account root would leave the decision to IAM policies alone. The administrative actions
 * are therefore listed one by one, and use is delegated to IAM only for calls through the services of the key's purpose.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function keyPolicyStatements(purpose: KeyPurpose, account: IAccount): readonly Statement[] {
  const users: KeyUsers = KEY_USERS_BY_PURPOSE[purpose];
  const statements = [administrationStatement(account)];
  if (users.viaServices.length > 0) {
    statements.push(...viaServiceStatements(users, account));
  }
  if (users.servicePrincipal !== undefined) {
    statements.push(servicePrincipalStatement(users.servicePrincipal, account));
  }
  if (!users.usesGrants) {
    statements.push(denyDirectUseStatement(users, account));
  }
  return statements;
}

function administrationStatement(account: IAccount): Statement {
  return {
    Sid: "AccountAdministersKey",
    Effect: "Allow",
    Principal: { AWS: account.iamArn("root") },
    Action: ADMINISTRATION_ACTIONS,
    Resource: "*",
  };
}

function viaServiceStatements(users: KeyUsers, account: IAccount): Statement[] {
  const through: Conditions = {
    StringEquals: { "kms:ViaService": viaServiceHosts(users, account), "kms:CallerAccount": account.id },
  };
  const use: Statement = {
    Sid: "AccountUsesKeyThroughItsServices",
    Effect: "Allow",
    Principal: { AWS: account.iamArn("root") },
    Action: [...DATA_ACTIONS, "kms:DescribeKey"],
    Resource: "*",
    Condition: through,
  };
  const grant: Statement = {
    Sid: "ServicesCreateGrants",
    Effect: "Allow",
    Principal: { AWS: account.iamArn("root") },
    Action: "kms:CreateGrant",
    Resource: "*",
    Condition: mergeConditions(through, { Bool: { "kms:GrantIsForAWSResource": "true" } }),
  };
  return users.usesGrants ? [use, grant] : [use];
}

/**
 * CloudWatch Logs sends the log group's ARN as encryption context. The condition allows log groups of this account only. A
 * request for `kms:DescribeKey` has no encryption context, so the statement could not allow it.
 */
function servicePrincipalStatement(service: string, account: IAccount): Statement {
  return {
    Sid: "CloudWatchLogsUsesKeyForLogGroups",
    Effect: "Allow",
    Principal: { Service: serviceHost(service, account) },
    Action: DATA_ACTIONS,
    Resource: "*",
    Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": account.arn("logs", "log-group:*") } },
  };
}

function denyDirectUseStatement(users: KeyUsers, account: IAccount): Statement {
  const outside: Conditions =
    users.servicePrincipal === undefined
      ? { StringNotEquals: { "kms:ViaService": viaServiceHosts(users, account) } }
      : { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } };
  return {
    Sid: "DenyDirectUse",
    Effect: "Deny",
    Principal: "*",
    Action: [...DATA_ACTIONS, "kms:CreateGrant"],
    Resource: "*",
    Condition: outside,
  };
}

function viaServiceHosts(users: KeyUsers, account: IAccount): readonly string[] {
  return users.viaServices.map((service) => serviceHost(service, account));
}

function serviceHost(service: string, account: IAccount): string {
  return `${service}.${account.region}.amazonaws.com`;
}
