import type { IAccount } from "../context/account";
import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";

/** What a key encrypts. Determines who may use it. */
export type KeyPurpose = "logs" | "buckets" | "studio" | "packages" | "queues" | "trail" | "alerts";

/** Props of {@link keyPolicyStatements}. */
export interface KeyPolicyProps {
  readonly purpose: KeyPurpose;
  readonly account: IAccount;
  /**
   * ARN of the resource for which an AWS service uses the key with its service principal. Keys of trails and topics need it.
   * @default - every log group of the account for `logs`; no resource for other purposes
   */
  readonly sourceArn?: string;
  /**
   * ARN patterns of the only principals that may disable the key or schedule its deletion.
   * @default - every principal of the account with permission to administer the key
   */
  readonly custodians?: readonly string[];
}

/**
 * Users of a key by purpose.
 *
 * A Deny statement also affects grants, and AWS does not document which principal decrypts a volume or home directory through
 * a grant. Keys that are used through grants therefore have no Deny: direct use is not allowed by any statement instead.
 */
const KEY_USERS_BY_PURPOSE = {
  logs: { viaServices: [], serviceStatements: logServiceStatements, usesGrants: false },
  buckets: { viaServices: ["s3"], usesGrants: false },
  studio: { viaServices: ["sagemaker", "elasticfilesystem", "ec2"], usesGrants: true },
  packages: { viaServices: ["codeartifact"], usesGrants: true },
  queues: { viaServices: ["sqs"], usesGrants: false },
  alerts: { viaServices: [], serviceStatements: alertServiceStatements, usesGrants: false },
  trail: { viaServices: ["s3"], serviceStatements: trailServiceStatements, usesGrants: false },
} as const satisfies Readonly<Record<KeyPurpose, KeyUsers>>;

interface KeyUsers {
  /** Services that use the key with the caller's permissions, as named in `kms:ViaService`. */
  readonly viaServices: readonly string[];
  /**
   * Statements for a service that uses the key with its service principal.
   * @default - no service does
   */
  readonly serviceStatements?: (props: KeyPolicyProps) => readonly Statement[];
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
export function keyPolicyStatements(props: KeyPolicyProps): readonly Statement[] {
  const { purpose, account, custodians = [] } = props;
  const users: KeyUsers = KEY_USERS_BY_PURPOSE[purpose];
  return [
    administrationStatement(account),
    ...(users.viaServices.length > 0 ? viaServiceStatements(users, account) : []),
    ...(users.serviceStatements?.(props) ?? []),
    ...(users.usesGrants ? [] : [denyDirectUseStatement(users, account)]),
    ...(custodians.length > 0 ? [denyDestructionStatement(custodians)] : []),
  ];
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
function logServiceStatements({ account, sourceArn }: KeyPolicyProps): readonly Statement[] {
  const logGroups = sourceArn ?? account.arn("logs", "log-group:*");
  return [
    {
      Sid: "CloudWatchLogsUsesKeyForLogGroups",
      Effect: "Allow",
      Principal: { Service: account.serviceHost("logs") },
      Action: DATA_ACTIONS,
      Resource: "*",
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": logGroups } },
    },
  ];
}

/**
 * CloudTrail encrypts log files and digest files. It also needs `kms:Decrypt` for a bucket with an S3 Bucket Key.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
function trailServiceStatements(props: KeyPolicyProps): readonly Statement[] {
  return [
    {
      Sid: "CloudTrailUsesKeyForItsTrail",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceArn": requireSourceArn(props) } },
    },
  ];
}

/**
 * EventBridge publishes to an encrypted topic. It sends no source account and no source ARN to KMS, but SNS sends the ARN of the
 * topic as encryption context.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
function alertServiceStatements(props: KeyPolicyProps): readonly Statement[] {
  return [
    {
      Sid: "EventBridgeUsesKeyForItsTopic",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": requireSourceArn(props) } },
    },
  ];
}

function requireSourceArn({ purpose, sourceArn }: KeyPolicyProps): string {
  if (sourceArn === undefined) {
    throw new Error(`key of purpose ${purpose}: sourceArn is missing; pass the ARN of the resource that uses the key`);
  }
  return sourceArn;
}

function denyDirectUseStatement(users: KeyUsers, account: IAccount): Statement {
  const hosts = viaServiceHosts(users, account);
  return {
    Sid: "DenyDirectUse",
    Effect: "Deny",
    Principal: "*",
    Action: [...DATA_ACTIONS, "kms:CreateGrant"],
    Resource: "*",
    Condition: mergeConditions(
      hosts.length === 0 ? {} : { StringNotEquals: { "kms:ViaService": hosts } },
      users.serviceStatements === undefined ? {} : { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
    ),
  };
}

/** What is encrypted with a disabled or deleted key cannot be read, and CloudTrail stops delivering. */
function denyDestructionStatement(custodians: readonly string[]): Statement {
  return {
    Sid: "DenyDestruction",
    Effect: "Deny",
    Principal: "*",
    Action: ["kms:DisableKey", "kms:ScheduleKeyDeletion"],
    Resource: "*",
    Condition: { ArnNotLike: { "aws:PrincipalArn": custodians } },
  };
}

function viaServiceHosts(users: KeyUsers, account: IAccount): readonly string[] {
  return users.viaServices.map((service) => account.serviceHost(service));
}
