import type { Account } from "../account";
import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";

/** What a key encrypts; decides who may use it. */
export type KeyPurpose = "logs" | "buckets" | "studio" | "packages" | "queues";

/**
 * Who uses a key of each purpose.
 *
 * - `delegate`: services that use the key with the rights of the caller, as `kms:ViaService` names them.
 * - `principal`: a service that uses the key as itself.
 * - `grants`: whether those services keep working later through a grant. A Deny reaches grants too, and AWS does not say by
 *   which principal a volume or home directory is decrypted through one; such keys therefore refuse direct use by absence.
 */
const KEY_USERS_BY_PURPOSE = {
  logs: { viaServices: [], servicePrincipal: "logs", usesGrants: false },
  buckets: { viaServices: ["s3"], servicePrincipal: undefined, usesGrants: false },
  studio: { viaServices: ["sagemaker", "elasticfilesystem", "ec2"], servicePrincipal: undefined, usesGrants: true },
  packages: { viaServices: ["codeartifact"], servicePrincipal: undefined, usesGrants: true },
  queues: { viaServices: ["sqs"], servicePrincipal: undefined, usesGrants: false },
} as const satisfies Readonly<Record<KeyPurpose, KeyUsers>>;

interface KeyUsers {
  readonly viaServices: readonly string[];
  readonly servicePrincipal: string | undefined;
  readonly usesGrants: boolean;
}

const DATA_ACTIONS = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"];

/** Everything that Terraform and an administrator need, and nothing that reads data or hands the key on. */
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
 * Policy of a key: the account administers it, its services use it, nobody reads data with it directly.
 *
 * Handing `kms:*` to the account root, as is common, makes every other statement void: IAM alone then decides. Leaving
 * verbs out of it altogether locks Terraform's refresh out. Administration is therefore listed verb by verb, and use is
 * delegated to IAM only where the call arrives through the service that the key is for.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function keyPolicyStatements(purpose: KeyPurpose, account: Account): readonly Statement[] {
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

function administrationStatement(account: Account): Statement {
  return {
    Sid: "AccountAdministersKey",
    Effect: "Allow",
    Principal: { AWS: account.iamArn("root") },
    Action: ADMINISTRATION_ACTIONS,
    Resource: "*",
  };
}

function viaServiceStatements(users: KeyUsers, account: Account): Statement[] {
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
    Sid: "ServicesGrantThemselves",
    Effect: "Allow",
    Principal: { AWS: account.iamArn("root") },
    Action: "kms:CreateGrant",
    Resource: "*",
    Condition: mergeConditions(through, { Bool: { "kms:GrantIsForAWSResource": "true" } }),
  };
  return users.usesGrants ? [use, grant] : [use];
}

/** CloudWatch Logs names the log group in the encryption context, so that the key serves this account's groups alone. */
function servicePrincipalStatement(service: string, account: Account): Statement {
  return {
    Sid: "LogsServiceUsesKeyForLogGroups",
    Effect: "Allow",
    Principal: { Service: serviceHost(service, account) },
    Action: [...DATA_ACTIONS, "kms:DescribeKey"],
    Resource: "*",
    Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": account.arn("logs", "log-group:*") } },
  };
}

function denyDirectUseStatement(users: KeyUsers, account: Account): Statement {
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

function viaServiceHosts(users: KeyUsers, account: Account): readonly string[] {
  return users.viaServices.map((service) => serviceHost(service, account));
}

function serviceHost(service: string, account: Account): string {
  return `${service}.${account.region}.amazonaws.com`;
}
