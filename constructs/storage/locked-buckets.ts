import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { EncryptionKey } from "../encryption/encryption-key";
import { accessLogBucketStatements } from "./access-log-policy";
import { lockedBucketStatements } from "./bucket-policy";
import { configureBucket } from "./bucket-settings";
import { DeployerCheck } from "./deployer-check";

/** Props of {@link LockedBuckets}. */
export interface LockedBucketsProps {
  /** Bucket names are `<name>-<bucket>-<account id>`. Access logs expire after its log retention. */
  readonly context: PerimeterContext;
  /** Ids of the S3 gateway endpoints through which objects may be accessed, one per VPC. */
  readonly s3EndpointIds: readonly string[];
  /** ARN patterns of the roles that run Terraform. */
  readonly deployers: readonly string[];
  /**
   * File that lists the deployers, for the message to a caller that is none, such as `envs/dev.ts`.
   * @default - the message names no file
   */
  readonly deployersListedIn?: string;
  /**
   * The check of other `LockedBuckets` with the same deployers, so that the message comes once.
   * @default - a check of its own
   */
  readonly deployerCheck?: DeployerCheck;
  /** ARN patterns of break-glass roles, which may access objects from outside the VPC. */
  readonly breakGlass: readonly string[];
  /** Whether `terraform destroy` deletes buckets that contain objects. */
  readonly forceDestroy: boolean;
  /**
   * Whether to allow calls that an AWS service such as Athena forwards. If true, stolen credentials can read data through
   * such a service from any network.
   * @default false
   */
  readonly allowForwardedAccess?: boolean;
  /**
   * Days after which a noncurrent version is deleted.
   * @default 90
   */
  readonly noncurrentVersionDays?: number;
  /**
   * Names of other buckets whose access is logged to the same log bucket.
   * @default - none
   */
  readonly additionalLoggedBuckets?: readonly string[];
  /**
   * A bucket of another `LockedBuckets` for the access logs, which lists these buckets in `additionalLoggedBuckets`.
   * @default - a bucket of its own
   */
  readonly accessLogs?: SharedAccessLogs;
}

/** A bucket that also stores the access logs of other buckets. */
export interface SharedAccessLogs {
  readonly bucket: S3Bucket;
  /** Must exist before access logging of a bucket is enabled. */
  readonly logDelivery: TerraformResource;
  /** Prefix of the logs in the bucket, with a slash at the end. */
  readonly prefix: string;
}

/** Name of a locked bucket. */
export function lockedBucketName(name: string, purpose: "data" | "models" | "access-logs", accountId: string): string {
  return `${name}-${purpose}-${accountId}`;
}

/**
 * The buckets `data` and `models`, which are accessible only through the environment's S3 endpoints, with their KMS key and
 * an access log bucket.
 *
 * Costs $1 a month for the key, plus storage and $0.03 per 10,000 KMS requests. Bucket keys avoid nearly all KMS requests.
 */
export class LockedBuckets extends Construct {
  /** Bucket for data. */
  readonly data: S3Bucket;
  /** Bucket for models. */
  readonly models: S3Bucket;
  /** Bucket for the access logs of the other buckets. */
  readonly accessLogs: S3Bucket;
  /** Stops a plan of a caller that is no deployer. */
  readonly deployerCheck: DeployerCheck;
  /** KMS key of `data` and `models`. */
  readonly key: EncryptionKey;
  /** Must exist before access logging of a bucket is enabled. */
  readonly logDelivery: TerraformResource;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LockedBucketsProps,
  ) {
    super(scope, id);
    const { context, deployers } = props;
    this.key = new EncryptionKey(this, "key", {
      context,
      description: `Objects in the locked buckets of ${context.name}`,
      purpose: "buckets",
    });
    this.data = this.createBucket("data");
    this.models = this.createBucket("models");
    const { accessLogs } = props;
    this.accessLogs = accessLogs?.bucket ?? this.createBucket("access-logs");
    this.logDelivery = accessLogs?.logDelivery ?? this.allowLogDelivery([this.data, this.models]);
    this.deployerCheck =
      props.deployerCheck ??
      new DeployerCheck(this, "deployer", {
        account: context.account,
        deployers,
        ...(props.deployersListedIn !== undefined && { listedIn: props.deployersListedIn }),
      });
    this.attachLockedPolicy(this.data);
    this.attachLockedPolicy(this.models);
  }

  private createBucket(purpose: Parameters<typeof lockedBucketName>[1]): S3Bucket {
    const { context, forceDestroy } = this.props;
    const { name, account, protections } = context;
    return new S3Bucket(this, purpose.replaceAll("-", "_"), {
      bucket: lockedBucketName(name, purpose, account.id),
      forceDestroy,
      lifecycle: { preventDestroy: protections },
    });
  }

  private allowLogDelivery(sources: readonly S3Bucket[]): TerraformResource {
    const { context, breakGlass, noncurrentVersionDays = 90, additionalLoggedBuckets = [] } = this.props;
    const { account, logging } = context;
    const additionalArns = additionalLoggedBuckets.map((bucket) => account.s3Arn(bucket));
    return configureBucket(this.accessLogs, {
      policy: accessLogBucketStatements({
        bucketArn: this.accessLogs.arn,
        sourceArns: [...sources.map((source) => source.arn), ...additionalArns],
        sourceAccountId: account.id,
        breakGlass,
      }),
      encryption: { kind: "s3" },
      objectExpirationDays: logging.retentionDays,
      noncurrentVersionDays,
    });
  }

  private attachLockedPolicy(bucket: S3Bucket): void {
    const {
      s3EndpointIds,
      deployers,
      breakGlass,
      allowForwardedAccess = false,
      noncurrentVersionDays = 90,
    } = this.props;
    const settings = configureBucket(bucket, {
      policy: lockedBucketStatements({
        bucketArn: bucket.arn,
        keyArn: this.key.arn,
        s3EndpointIds,
        deployers,
        breakGlass,
        allowForwardedAccess,
      }),
      policyDependency: this.deployerCheck.dependable,
      encryption: { kind: "kms", keyArn: this.key.arn },
      noncurrentVersionDays,
    });
    new S3BucketLoggingA(bucket, "logging", {
      bucket: bucket.id,
      targetBucket: this.accessLogs.id,
      targetPrefix: `${this.props.accessLogs?.prefix ?? ""}${bucket.node.id}/`,
      dependsOn: [settings, this.logDelivery],
    });
  }
}
