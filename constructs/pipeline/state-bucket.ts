import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { EncryptionKey } from "../encryption/encryption-key";
import type { Statement } from "../iam/policy-document";
import { accessLogBucketStatements } from "../storage/access-log-policy";
import {
  denyAllPrincipals,
  OBJECT_ACTIONS,
  objectArnPattern,
  secureTransportStatements,
  unlessPrincipalArn,
  uploadEncryptionStatements,
} from "../storage/bucket-policy";
import { configureBucket } from "../storage/bucket-settings";

/** Object key of an environment's state in its bucket. */
export function stateKey(environment: string): string {
  return `studio-perimeter/${environment}.tfstate`;
}

/** Retention of the access logs of a state bucket, and of noncurrent versions of the state. */
export const STATE_LOG_RETENTION_DAYS = 400;

/** Props of {@link StateBucket}. */
export interface StateBucketProps {
  readonly context: Pick<PerimeterContext, "name" | "account">;
  /** Name of the environment, as in `dev`. */
  readonly environment: string;
  /**
   * Name of the bucket.
   *
   * @default `<name>-state-<account id>`
   */
  readonly bucketName?: string;
  /** ARN patterns of the only principals that may read and write the state, regardless of IAM policies. */
  readonly stateAccessArns: readonly string[];
}

/**
 * The S3 bucket of an environment's Terraform state, with its KMS key.
 *
 * State contains every value in plain text, so only the pipeline's roles and break-glass roles may access objects. Bucket
 * settings are controlled by IAM, so that the policy locks nobody out. Terraform locks the state with the object
 * `<state>.tflock`; noncurrent versions are kept for 400 days. A second bucket receives the access logs. Costs $1 a month for the
 * key.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export class StateBucket extends Construct {
  readonly arn: string;
  readonly bucketName: string;
  /** The name as it is declared, not as a reference to the bucket. */
  readonly declaredName: string;
  readonly keyArn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: StateBucketProps,
  ) {
    super(scope, id);
    const { name, account } = props.context;
    this.declaredName = props.bucketName ?? `${name}-state-${account.id}`;
    const key = new EncryptionKey(this, "key", {
      context: { name: `${name}-state`, account, protections: true },
      description: `Terraform state of ${name}`,
      purpose: "buckets",
    });
    const bucket = new S3Bucket(this, "bucket", {
      bucket: this.declaredName,
      lifecycle: { preventDestroy: true },
    });
    const settings = configureBucket(bucket, {
      policy: stateBucketStatements(bucket.arn, key.arn, props.stateAccessArns),
      encryption: { kind: "kms", keyArn: key.arn },
      noncurrentVersionDays: STATE_LOG_RETENTION_DAYS,
    });
    this.addAccessLogs(bucket, settings);
    this.arn = bucket.arn;
    this.bucketName = bucket.bucket;
    this.keyArn = key.arn;
  }

  /** Permissions to read the state, for a plan without a lock. */
  readStatements(): readonly Statement[] {
    return [
      this.bucketStatement("ListStateBucket", "s3:ListBucket", this.arn),
      this.bucketStatement("ReadState", "s3:GetObject", this.stateArn),
      this.keyStatement("DecryptState", ["kms:Decrypt"]),
    ];
  }

  /** Permissions to read, lock and write the state, but not to delete it. */
  writeStatements(): readonly Statement[] {
    return [
      ...this.readStatements(),
      this.bucketStatement("WriteState", "s3:PutObject", this.stateArn),
      this.bucketStatement("LockState", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], `${this.stateArn}.tflock`),
      this.keyStatement("EncryptState", ["kms:Encrypt", "kms:GenerateDataKey*"]),
    ];
  }

  private get stateArn(): string {
    return `${this.arn}/${stateKey(this.props.environment)}`;
  }

  private addAccessLogs(bucket: S3Bucket, settings: TerraformResource): void {
    const { name, account } = this.props.context;
    const logs = new S3Bucket(this, "access_logs", {
      bucket: `${name}-state-logs-${account.id}`,
      lifecycle: { preventDestroy: true },
    });
    const delivery = configureBucket(logs, {
      policy: accessLogBucketStatements({
        bucketArn: logs.arn,
        sourceArns: [bucket.arn],
        sourceAccountId: account.id,
        breakGlass: [],
      }),
      encryption: { kind: "s3" },
      objectExpirationDays: STATE_LOG_RETENTION_DAYS,
      noncurrentVersionDays: 90,
    });
    new S3BucketLoggingA(bucket, "logging", {
      bucket: bucket.id,
      targetBucket: logs.id,
      targetPrefix: "state/",
      dependsOn: [settings, delivery],
    });
  }

  /** Names of buckets are global, so the name alone does not say that the bucket is this account's. */
  private bucketStatement(sid: string, action: Statement["Action"], resource: string): Statement {
    return {
      Sid: sid,
      Effect: "Allow",
      Action: action,
      Resource: resource,
      Condition: { StringEquals: { "aws:ResourceAccount": this.props.context.account.id } },
    };
  }

  private keyStatement(sid: string, actions: readonly string[]): Statement {
    return {
      Sid: sid,
      Effect: "Allow",
      Action: actions,
      Resource: this.keyArn,
      Condition: { StringEquals: { "kms:ViaService": this.props.context.account.serviceHost("s3") } },
    };
  }
}

function stateBucketStatements(
  bucketArn: string,
  keyArn: string,
  stateUserArns: readonly string[],
): readonly Statement[] {
  const objects = objectArnPattern(bucketArn);
  return [
    ...secureTransportStatements(bucketArn),
    denyAllPrincipals("DenyStateToOthers", OBJECT_ACTIONS, objects, unlessPrincipalArn(stateUserArns)),
    ...uploadEncryptionStatements({ bucketArn, keyArn }),
  ];
}
