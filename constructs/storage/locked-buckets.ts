import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import type { Precondition, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { Account } from "../account";
import { EncryptionKey } from "../encryption/encryption-key";
import { accessLogBucketStatements } from "./access-log-policy";
import { lockedBucketStatements } from "./bucket-policy";
import { configureBucket } from "./bucket-settings";
import { DeployerPrecondition } from "./deployer-precondition";

export interface LockedBucketsProps {
  /** Prefix of every name of the environment; bucket names are `<name>-<bucket>-<account id>`. */
  readonly name: string;
  readonly account: Account;
  /** S3 gateway endpoints through which data is reached, one for each VPC. */
  readonly s3EndpointIds: readonly string[];
  /** ARN patterns of the roles that plan, refresh and destroy the environment. */
  readonly deployers: readonly string[];
  /** ARN patterns of the roles that read data from outside in an emergency. */
  readonly breakGlass: readonly string[];
  /** Whether Terraform refuses to destroy the buckets and their key. */
  readonly protections: boolean;
  /** Whether destroying a bucket deletes what it holds. */
  readonly forceDestroy: boolean;
  /**
   * Whether calls that an AWS service forwards, such as Athena's, are let in. With it, stolen credentials read through such
   * a service from anywhere.
   * @default false
   */
  readonly allowForwardedAccess?: boolean;
  /**
   * Days that an overwritten or deleted version of data is kept.
   * @default 90
   */
  readonly noncurrentVersionDays?: number;
  /**
   * Days that access logs are kept.
   * @default 400
   */
  readonly accessLogRetentionDays?: number;
  /**
   * Names of further buckets whose access is logged here.
   * @default - none
   */
  readonly additionalLoggedBuckets?: readonly string[];
}

/**
 * The buckets `data` and `models`, reached through the environment's own S3 endpoint and in no other way, with their key and
 * the bucket that every access to them is logged to.
 *
 * Costs $1 a month for the key, storage, and $0.03 for 10,000 KMS requests, of which the bucket key saves nearly all.
 */
export class LockedBuckets extends Construct {
  readonly data: S3Bucket;
  readonly models: S3Bucket;
  readonly accessLogs: S3Bucket;
  readonly key: EncryptionKey;
  /** What must stand before access to a bucket can be logged. */
  readonly logDelivery: TerraformResource;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LockedBucketsProps,
  ) {
    super(scope, id);
    const { name, account, protections } = props;
    this.key = new EncryptionKey(this, "key", {
      name,
      account,
      description: `Objects in the locked buckets of ${name}`,
      purpose: "buckets",
      protections,
    });
    this.data = this.createBucket("data");
    this.models = this.createBucket("models");
    this.accessLogs = this.createBucket("access-logs");
    this.logDelivery = this.allowLogDelivery([this.data, this.models]);
    const { precondition } = new DeployerPrecondition(this, "deployer", props);
    this.attachLockedPolicy(this.data, precondition);
    this.attachLockedPolicy(this.models, precondition);
  }

  private createBucket(purpose: string): S3Bucket {
    const { name, account, forceDestroy, protections } = this.props;
    return new S3Bucket(this, purpose.replaceAll("-", "_"), {
      bucket: `${name}-${purpose}-${account.id}`,
      forceDestroy,
      lifecycle: { preventDestroy: protections },
    });
  }

  private allowLogDelivery(sources: readonly S3Bucket[]): TerraformResource {
    const { account, breakGlass, accessLogRetentionDays = 400, noncurrentVersionDays = 90 } = this.props;
    const others = (this.props.additionalLoggedBuckets ?? []).map((bucket) => account.s3Arn(bucket));
    return configureBucket(this.accessLogs, {
      policy: accessLogBucketStatements({
        bucketArn: this.accessLogs.arn,
        sourceArns: [...sources.map((source) => source.arn), ...others],
        sourceAccountId: account.id,
        breakGlass,
      }),
      encryption: { kind: "s3" },
      objectExpirationDays: accessLogRetentionDays,
      noncurrentVersionDays,
    });
  }

  private attachLockedPolicy(bucket: S3Bucket, precondition: Precondition): void {
    const {
      s3EndpointIds,
      deployers,
      breakGlass,
      allowForwardedAccess = false,
      noncurrentVersionDays = 90,
    } = this.props;
    const lock = { keyArn: this.key.arn, s3EndpointIds, deployers, breakGlass, allowForwardedAccess };
    const settled = configureBucket(bucket, {
      policy: lockedBucketStatements({ bucketArn: bucket.arn, ...lock }),
      precondition,
      encryption: { kind: "kms", keyArn: this.key.arn },
      noncurrentVersionDays,
    });
    new S3BucketLoggingA(bucket, "logging", {
      bucket: bucket.id,
      targetBucket: this.accessLogs.id,
      targetPrefix: `${bucket.node.id}/`,
      dependsOn: [settled, this.logDelivery],
    });
  }
}
