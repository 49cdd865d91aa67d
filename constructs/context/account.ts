import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { Construct } from "constructs";

/** An AWS account and region, as literals or Terraform references, with functions that build ARNs in it. */
export interface IAccount {
  /** Twelve-digit account id. */
  readonly id: string;
  /** ARN of the principal that plans or applies; of a role session if it is a role. */
  readonly callerArn: string;
  /** Region name, as in `eu-west-1`. */
  readonly region: string;
  /** Partition, as in `aws` or `aws-us-gov`. */
  readonly partition: string;
  /** ARN of a resource in this account and region: `arn:<partition>:<service>:<region>:<account>:<resource>`. */
  arn(service: string, resource: string): string;
  /** ARN of an IAM resource in this account, which has no region. `resource` as in `role/name`. */
  iamArn(resource: string): string;
  /** ARN of a bucket or object. S3 ARNs contain neither region nor account. */
  s3Arn(resource: string): string;
}

/**
 * The account, region and partition that a stack is deployed to, read by Terraform data sources.
 *
 * ARNs and service names are built from these references, so the Terraform contains no literal region or partition and the
 * same stack works in `aws` and `aws-us-gov`. Host names end in `amazonaws.com`, which is that of these two partitions.
 */
export class Account extends Construct implements IAccount {
  readonly id: string;
  readonly callerArn: string;
  readonly region: string;
  readonly partition: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const caller = new DataAwsCallerIdentity(this, "caller");
    this.id = caller.accountId;
    this.callerArn = caller.arn;
    this.region = new DataAwsRegion(this, "region").region;
    this.partition = new DataAwsPartition(this, "partition").partition;
  }

  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.id}:${resource}`;
  }

  iamArn(resource: string): string {
    return `arn:${this.partition}:iam::${this.id}:${resource}`;
  }

  s3Arn(resource: string): string {
    return `arn:${this.partition}:s3:::${resource}`;
  }
}
