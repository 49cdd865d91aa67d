import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { Account } from "../account";
import { lockedBucketStatements } from "../storage/bucket-policy";
import { configureBucket } from "../storage/bucket-settings";

export interface TemplateBucketProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  /** ARN patterns of the roles that apply the environment: they write templates, and Service Catalog copies them as such. */
  readonly deployers: readonly string[];
  /** ARN patterns of the roles that read from outside in an emergency. */
  readonly breakGlass: readonly string[];
  /** S3 endpoints of the network. */
  readonly s3EndpointIds: readonly string[];
  /** Key that templates are encrypted with; the deployers use it through S3. */
  readonly keyArn: string;
  /** Name of the bucket that access is logged to; its policy must name this one, see {@link templateBucketName}. */
  readonly accessLogsBucket: string;
  /**
   * What must stand before access can be logged.
   * @default - nothing beside the bucket for logs
   */
  readonly logDelivery?: TerraformResource;
  /** Whether Terraform refuses to destroy the bucket. */
  readonly protections: boolean;
}

/** Name of the bucket, known before it stands. */
export function templateBucketName(name: string, account: Pick<Account, "id">): string {
  return `${name}-templates-${account.id}`;
}

/**
 * Keeps the templates of products, locked as data is, but for the deployers: Terraform is the only writer, and Service Catalog
 * copies a template with the credentials of whoever registers it.
 */
export class TemplateBucket extends Construct {
  readonly bucketId: string;
  readonly domainName: string;
  /** What must stand before a template is written. */
  readonly settingsDependencies: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: TemplateBucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, "bucket", {
      bucket: templateBucketName(props.name, props.account),
      forceDestroy: !props.protections,
      lifecycle: { preventDestroy: props.protections },
    });
    const settled = configureBucket(bucket, {
      policy: lockedBucketStatements({
        bucketArn: bucket.arn,
        keyArn: props.keyArn,
        s3EndpointIds: props.s3EndpointIds,
        deployers: [],
        breakGlass: [...props.deployers, ...props.breakGlass],
        allowForwardedAccess: false,
      }),
      encryption: { kind: "kms", keyArn: props.keyArn },
      noncurrentVersionDays: 90,
    });
    const logging = new S3BucketLoggingA(bucket, "logging", {
      bucket: bucket.id,
      targetBucket: props.accessLogsBucket,
      targetPrefix: "templates/",
      dependsOn: [settled, ...(props.logDelivery === undefined ? [] : [props.logDelivery])],
    });
    this.bucketId = bucket.id;
    this.domainName = bucket.bucketRegionalDomainName;
    this.settingsDependencies = [settled, logging];
  }
}
