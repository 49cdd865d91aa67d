import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { Construct } from "constructs";

/**
 * The account, region and partition that a stack is deployed to, as Terraform references.
 *
 * ARNs and service names are built from these, so that nothing in the Terraform names a partition or a region literally
 * and the same stack serves `aws`, `aws-cn` and `aws-us-gov`.
 */
export class Account extends Construct {
  /** Twelve-digit account id. */
  readonly id: string;
  /** ARN of whoever plans or applies, a session where it is one of a role. */
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

  /** ARN of a resource in this account and region: `arn:<partition>:<service>:<region>:<account>:<resource>`. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.id}:${resource}`;
  }

  /** ARN of an IAM resource of this account; IAM has no region. `resource` as in `role/name`. */
  iamArn(resource: string): string {
    return `arn:${this.partition}:iam::${this.id}:${resource}`;
  }

  /** ARN of a bucket or of what lies in it; S3 ARNs name neither region nor account. */
  s3Arn(resource: string): string {
    return `arn:${this.partition}:s3:::${resource}`;
  }
}
