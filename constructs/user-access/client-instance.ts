import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import type { Construct } from "constructs";

/** Props of {@link createClientInstance}. */
export interface ClientInstanceProps {
  /** Name of the instance. */
  readonly name: string;
  /** Id of a subnet of the tier `client`. */
  readonly subnetId: string;
  /** Id of the security group that is attached to the instance. */
  readonly securityGroupId: string;
  /** EC2 instance type. A Windows t3.large costs about $0.11 an hour while it runs. */
  readonly instanceType: string;
  /** Name of the public SSM parameter with the AMI id. */
  readonly amiParameter: string;
  /** ARN of the KMS key that encrypts the root volume. */
  readonly keyArn: string;
  /**
   * Name of the EC2 key pair for the sign-in.
   * @default - none
   */
  readonly keyName?: string;
  /**
   * Name of the instance profile.
   * @default - none; the instance has no AWS credentials
   */
  readonly instanceProfileName?: string;
  /** Whether the instance has a public IP address, at $0.005 an hour. */
  readonly associatePublicIpAddress: boolean;
}

/**
 * An EC2 instance for a browser, with IMDSv2 and an encrypted root volume.
 *
 * It uses the latest AMI at creation. AWS publishes a new AMI every month; changes of the AMI are ignored, because they would
 * replace the instance. Run Terraform with `-replace` and its address to update it.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-8
 */
export function createClientInstance(scope: Construct, id: string, props: ClientInstanceProps): Instance {
  const image = new DataAwsSsmParameter(scope, `${id}_image`, { name: props.amiParameter });
  return new Instance(scope, id, {
    ami: image.insecureValue,
    instanceType: props.instanceType,
    subnetId: props.subnetId,
    vpcSecurityGroupIds: [props.securityGroupId],
    associatePublicIpAddress: props.associatePublicIpAddress,
    keyName: props.keyName,
    iamInstanceProfile: props.instanceProfileName,
    instanceInitiatedShutdownBehavior: "stop",
    ebsOptimized: true,
    rootBlockDevice: {
      encrypted: true,
      kmsKeyId: props.keyArn,
      volumeType: "gp3",
      deleteOnTermination: true,
      tags: { Name: props.name },
    },
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: "disabled",
    },
    lifecycle: { ignoreChanges: ["ami"] },
    tags: { Name: props.name },
  });
}
