import { Cloudtrail, type CloudtrailAdvancedEventSelector } from "@cdktf/provider-aws/lib/cloudtrail";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { IAccount } from "../context/account";
import type { PerimeterContext } from "../context/perimeter-context";
import { EncryptionKey } from "../encryption/encryption-key";
import { objectArnPattern } from "../storage/bucket-policy";
import { configureBucket } from "../storage/bucket-settings";
import { trailBucketStatements } from "./trail-bucket-policy";

/** Props of {@link AuditTrail}. */
export interface AuditTrailProps {
  /** Trail and bucket are named after it. Log files expire after its log retention. */
  readonly context: PerimeterContext;
  /** `data`: object reads and writes in the logged buckets. `all`: management events of every Region too. */
  readonly events: "data" | "all";
  /** ARNs of the buckets whose object reads and writes are logged. */
  readonly loggedBucketArns: readonly string[];
  /** ARN patterns of the roles that run Terraform. */
  readonly deployers: readonly string[];
  /** ARN patterns of break-glass roles, which may change log files. */
  readonly breakGlass: readonly string[];
  /** Whether `terraform destroy` deletes the bucket with its log files. */
  readonly forceDestroy: boolean;
  /** Name of the access log bucket. Its policy must allow this trail's bucket, see {@link trailBucketName}. */
  readonly accessLogsBucket: string;
  /** Must exist before access logging is enabled. */
  readonly logDelivery: TerraformResource;
}

/** Name of the bucket of the trail, for the policy of the access log bucket. */
export function trailBucketName(name: string, account: Pick<IAccount, "id">): string {
  return `${name}-trail-${account.id}`;
}

/**
 * A CloudTrail trail that records who read and wrote objects, with its own KMS key and bucket, and digests that show whether a
 * log file was changed.
 *
 * Costs $1 a month for the key, $0.10 per 100,000 data events, and storage. With `all`, management events cost $2 per 100,000
 * if another trail of the account records them too.
 *
 * @see https://aws.amazon.com/cloudtrail/pricing/
 */
export class AuditTrail extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AuditTrailProps,
  ) {
    super(scope, id);
    const { context, events, loggedBucketArns } = props;
    const { name, account } = context;
    const trailName = `${name}-audit`;
    // The policies of key and bucket name the trail before it exists, so this is no reference to it.
    const trailArn = account.arn("cloudtrail", `trail/${trailName}`);
    const custodians = [...props.deployers, ...props.breakGlass];
    const key = new EncryptionKey(this, "key", {
      context,
      description: `Audit trail of ${name}`,
      purpose: "trail",
      sourceArn: trailArn,
      custodians,
    });
    const { bucket, settings } = this.createBucket(key.arn, trailArn, custodians);
    new Cloudtrail(this, "events", {
      name: trailName,
      s3BucketName: bucket.id,
      kmsKeyId: key.arn,
      enableLogging: true,
      enableLogFileValidation: true,
      isMultiRegionTrail: events === "all",
      includeGlobalServiceEvents: events === "all",
      advancedEventSelector: [dataEvents(loggedBucketArns), ...(events === "all" ? [MANAGEMENT_EVENTS] : [])],
      dependsOn: [settings],
    });
  }

  private createBucket(keyArn: string, trailArn: string, custodians: readonly string[]) {
    const { context, breakGlass, forceDestroy, accessLogsBucket, logDelivery } = this.props;
    const { name, account, protections, logging } = context;
    const bucket = new S3Bucket(this, "bucket", {
      bucket: trailBucketName(name, account),
      forceDestroy,
      lifecycle: { preventDestroy: protections },
    });
    const settings = configureBucket(bucket, {
      policy: trailBucketStatements({
        bucketArn: bucket.arn,
        trailArn,
        accountId: account.id,
        custodians,
        breakGlass,
      }),
      encryption: { kind: "kms", keyArn },
      objectExpirationDays: logging.retentionDays,
      noncurrentVersionDays: 90,
    });
    new S3BucketLoggingA(bucket, "logging", {
      bucket: bucket.id,
      targetBucket: accessLogsBucket,
      targetPrefix: "trail/",
      dependsOn: [settings, logDelivery],
    });
    return { bucket, settings };
  }
}

const MANAGEMENT_EVENTS: CloudtrailAdvancedEventSelector = {
  name: "Management events",
  fieldSelector: [{ field: "eventCategory", equalTo: ["Management"] }],
};

/**
 * Reads and writes of objects. A selector without `readOnly` records both.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
function dataEvents(bucketArns: readonly string[]): CloudtrailAdvancedEventSelector {
  return {
    name: "Objects of the buckets",
    fieldSelector: [
      { field: "eventCategory", equalTo: ["Data"] },
      { field: "resources.type", equalTo: ["AWS::S3::Object"] },
      { field: "resources.ARN", startsWith: bucketArns.map((arn) => objectArnPattern(arn).slice(0, -1)) },
    ],
  };
}
