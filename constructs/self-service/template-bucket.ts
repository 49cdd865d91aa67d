import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { IAccount } from "../context/account";
import type { PerimeterContext } from "../context/perimeter-context";
import { lockedBucketStatements } from "../storage/bucket-policy";
import { configureBucket } from "../storage/bucket-settings";

/** Props of {@link TemplateBucket}. */
export interface TemplateBucketProps {
  /** Its protections set `prevent_destroy` on the bucket. */
  readonly context: Pick<PerimeterContext, "name" | "account" | "protections">;
  /** ARN patterns of the roles that run Terraform. They write templates, and Service Catalog copies templates as them. */
  readonly deployers: readonly string[];
  /** ARN patterns of break-glass roles, which may read templates from outside the VPC. */
  readonly breakGlass: readonly string[];
  /** Ids of the S3 endpoints of the VPC. */
  readonly s3EndpointIds: readonly string[];
  /** ARN of the KMS key of the templates. */
  readonly keyArn: string;
  /** Name of the access log bucket. Its policy must allow this bucket, see {@link templateBucketName}. */
  readonly accessLogsBucket: string;
  /**
   * Must exist before access logging is enabled.
   * @default - none
   */
  readonly logDelivery?: TerraformResource;
}

/** Name of the template bucket, for the policy of the access log bucket. */
export function templateBucketName(name: string, account: Pick<IAccount, "id">): string {
  return `${name}-templates-${account.id}`;
}

/**
 * The bucket of the products' CloudFormation templates. Its policy is that of the locked buckets, except that deployers may
 * access objects: Terraform writes templates, and Service Catalog copies them with the credentials of the deployer.
 */
export class TemplateBucket extends Construct {
  readonly bucketId: string;
  /** Regional domain name of the bucket. */
  readonly domainName: string;
  /** Must exist before a template is written. */
  readonly settingsDependencies: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: TemplateBucketProps) {
    super(scope, id);
    const { name, account, protections } = props.context;
    const bucket = new S3Bucket(this, "bucket", {
      bucket: templateBucketName(name, account),
      forceDestroy: !protections,
      lifecycle: { preventDestroy: protections },
    });
    const settings = configureBucket(bucket, {
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
      dependsOn: [settings, ...(props.logDelivery === undefined ? [] : [props.logDelivery])],
    });
    this.bucketId = bucket.id;
    this.domainName = bucket.bucketRegionalDomainName;
    this.settingsDependencies = [settings, logging];
  }
}
