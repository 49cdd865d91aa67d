import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { Construct } from "constructs";
import { type AwsPartition, commercialPartition, partitionOfRegion } from "../../aws/partitions";

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
  /** How AWS names hosts and endpoint services in the partition, as literals. */
  readonly partitionNames: AwsPartition;
  /** ARN of a resource in this account and region: `arn:<partition>:<service>:<region>:<account>:<resource>`. */
  arn(service: string, resource: string): string;
  /** ARN of an IAM resource in this account, which has no region. `resource` as in `role/name`. */
  iamArn(resource: string): string;
  /** ARN of a bucket or object. S3 ARNs contain neither region nor account. */
  s3Arn(resource: string): string;
  /** Host name of a service in this region, which is also the value of `kms:ViaService`: `s3.<region>.amazonaws.com`. */
  serviceHost(service: string): string;
}

/** The functions of an account, from what its ARNs and host names are made of. */
export function accountNames({
  id,
  region,
  partition,
  partitionNames,
}: Pick<IAccount, "id" | "region" | "partition" | "partitionNames">): Pick<
  IAccount,
  "arn" | "iamArn" | "s3Arn" | "serviceHost"
> {
  return {
    arn: (service, resource) => `arn:${partition}:${service}:${region}:${id}:${resource}`,
    iamArn: (resource) => `arn:${partition}:iam::${id}:${resource}`,
    s3Arn: (resource) => `arn:${partition}:s3:::${resource}`,
    serviceHost: (service) => `${service}.${region}.${partitionNames.dnsSuffix}`,
  };
}

/** The same account in another Region of its partition, as a literal: for names of what another stack creates there. */
export function accountInRegion(account: IAccount, region: string): IAccount {
  const { id, callerArn, partition, partitionNames } = account;
  const place = { id, region, partition, partitionNames };
  return { ...place, callerArn, ...accountNames(place) };
}

/**
 * The account, region and partition that a stack is deployed to, read by Terraform data sources.
 *
 * ARNs and service names are built from these references, so the Terraform contains no literal region or partition. The suffixes of
 * host names are literals: those of the partition of the region that the stack is built for.
 */
export class Account extends Construct implements IAccount {
  readonly id: string;
  readonly callerArn: string;
  readonly region: string;
  readonly partition: string;
  readonly partitionNames: AwsPartition;

  /**
   * @param region region that the stack is built for, as a literal
   * @default region - a region of the commercial partition
   */
  constructor(scope: Construct, id: string, region?: string) {
    super(scope, id);
    this.partitionNames = region === undefined ? commercialPartition : partitionOfRegion(region);
    const caller = new DataAwsCallerIdentity(this, "caller");
    this.id = caller.accountId;
    this.callerArn = caller.arn;
    this.region = new DataAwsRegion(this, "region").region;
    this.partition = new DataAwsPartition(this, "partition").partition;
  }

  arn(service: string, resource: string): string {
    return accountNames(this).arn(service, resource);
  }

  iamArn(resource: string): string {
    return accountNames(this).iamArn(resource);
  }

  s3Arn(resource: string): string {
    return accountNames(this).s3Arn(resource);
  }

  serviceHost(service: string): string {
    return accountNames(this).serviceHost(service);
  }
}
