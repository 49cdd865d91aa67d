import type { Account } from "../account";
import { allOf } from "../iam/organization-scope";
import type { Conditions, Statement } from "../iam/policy-document";

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
const KEY_USERS = {
  logs: { delegates: [], principal: "logs", grants: false },
  buckets: { delegates: ["s3"], principal: undefined, grants: false },
  studio: { delegates: ["sagemaker", "elasticfilesystem", "ec2"], principal: undefined, grants: true },
  packages: { delegates: ["codeartifact"], principal: undefined, grants: true },
  queues: { delegates: ["sqs"], principal: undefined, grants: false },
} as const satisfies Readonly<Record<KeyPurpose, KeyUsers>>;

interface KeyUsers {
  readonly delegates: readonly string[];
  readonly principal: string | undefined;
  readonly grants: boolean;
}

const DATA_VERBS = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"];

/** Everything that Terraform and an administrator need, and nothing that reads data or hands the key on. */
const ADMINISTRATION = [
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
export function keyPolicy(purpose: KeyPurpose, account: Account): readonly Statement[] {
  const users: KeyUsers = KEY_USERS[purpose];
  const statements = [administration(account)];
  if (users.delegates.length > 0) {
    statements.push(...delegatedUse(users, account));
  }
  if (users.principal !== undefined) {
    statements.push(serviceUse(users.principal, account));
  }
  if (!users.grants) {
    statements.push(noDirectUse(users, account));
  }
  return statements;
}

function administration(account: Account): Statement {
  return {
    Sid: "AccountAdministersKey",
    Effect: "Allow",
    Principal: { AWS: account.iamArn("root") },
    Action: ADMINISTRATION,
    Resource: "*",
  };
}

function delegatedUse(users: KeyUsers, account: Account): Statement[] {
  const through: Conditions = {
    StringEquals: { "kms:ViaService": viaServices(users, account), "kms:CallerAccount": account.id },
  };
  const use: Statement = {
    Sid: "AccountUsesKeyThroughItsServices",
    Effect: "Allow",
    Principal: { AWS: account.iamArn("root") },
    Action: [...DATA_VERBS, "kms:DescribeKey"],
    Resource: "*",
    Condition: through,
  };
  const grant: Statement = {
    Sid: "ServicesGrantThemselves",
    Effect: "Allow",
    Principal: { AWS: account.iamArn("root") },
    Action: "kms:CreateGrant",
    Resource: "*",
    Condition: allOf(through, { Bool: { "kms:GrantIsForAWSResource": "true" } }),
  };
  return users.grants ? [use, grant] : [use];
}

/** CloudWatch Logs names the log group in the encryption context, so that the key serves this account's groups alone. */
function serviceUse(service: string, account: Account): Statement {
  return {
    Sid: "LogsServiceUsesKeyForLogGroups",
    Effect: "Allow",
    Principal: { Service: serviceHost(service, account) },
    Action: [...DATA_VERBS, "kms:DescribeKey"],
    Resource: "*",
    Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": account.arn("logs", "log-group:*") } },
  };
}

function noDirectUse(users: KeyUsers, account: Account): Statement {
  const outside: Conditions =
    users.principal === undefined
      ? { StringNotEquals: { "kms:ViaService": viaServices(users, account) } }
      : { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } };
  return {
    Sid: "DenyDirectUse",
    Effect: "Deny",
    Principal: "*",
    Action: [...DATA_VERBS, "kms:CreateGrant"],
    Resource: "*",
    Condition: outside,
  };
}

function viaServices(users: KeyUsers, account: Account): readonly string[] {
  return users.delegates.map((service) => serviceHost(service, account));
}

function serviceHost(service: string, account: Account): string {
  return `${service}.${account.region}.amazonaws.com`;
}
