import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import type { Construct } from "constructs";

/** Props of {@link createClientInstance}. */
export interface ClientInstanceProps {
  /** Name of the machine. */
  readonly name: string;
  readonly subnetId: string;
  readonly securityGroupId: string;
  /** EC2 instance type; a Windows t3.large costs about $0.11 an hour while it runs. */
  readonly instanceType: string;
  /** Public parameter of Systems Manager that names the image. */
  readonly amiParameter: string;
  /** Key that encrypts the disk. */
  readonly keyArn: string;
  /**
   * Key pair by which one signs in.
   * @default - none
   */
  readonly keyName?: string;
  /**
   * Role that the machine acts as.
   * @default - none; it calls AWS as nobody
   */
  readonly instanceProfileName?: string;
  /** Whether the internet can name the machine; $0.005 an hour. */
  readonly associatePublicIpAddress: boolean;
}

/**
 * A machine with a browser: session tokens for its metadata, an encrypted disk, and the image that was newest when it was
 * made. AWS publishes a newer one each month, which would replace the machine in the middle of another change; replacing it
 * is therefore asked for: `-replace` with its address.
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
