import { SagemakerNotebookInstance } from "@cdktf/provider-aws/lib/sagemaker-notebook-instance";
import { SagemakerNotebookInstanceLifecycleConfiguration } from "@cdktf/provider-aws/lib/sagemaker-notebook-instance-lifecycle-configuration";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { StopSchedule } from "../user-access/stop-schedule";
import { lifecycleScript, MAX_CONTENT_CHARACTERS } from "./lifecycle-script";
import type { PackageSource } from "./package-source";
import { notebookInstanceName } from "./self-service-users";
import { USER_TAG } from "./user-profiles";

/** Props of {@link NotebookInstance}. */
export interface NotebookInstanceProps {
  readonly context: Pick<PerimeterContext, "name" | "account">;
  /** Name of the only user who may open it. */
  readonly user: string;
  /** Id of a subnet of the tier `studio`. */
  readonly subnetId: string;
  /** Ids of the security groups that are attached to it. */
  readonly securityGroupIds: readonly string[];
  /** ARN of the role that code on the instance runs as. */
  readonly roleArn: string;
  /** ARN of the KMS key that encrypts its volume. */
  readonly keyArn: string;
  /** Instance type. An ml.t3.medium costs about $0.05 an hour while it runs. */
  readonly instanceType: string;
  /** Volume size, 5-16384 GB. Costs $0.14 per GB-month, also while the instance is stopped. */
  readonly volumeSizeInGb: number;
  /** Schedule of the daily stop, as in `cron(0 20 * * ? *)`. */
  readonly stopScheduleExpression: string;
  /** IANA time zone of the schedule, as in `Europe/Berlin`. */
  readonly timeZone: string;
  /**
   * Repository that pip and uv use.
   * @default - none; the lifecycle script does not configure pip and uv
   */
  readonly packages?: PackageSource;
  /**
   * Certificate authority that it trusts besides the public ones, in PEM, such as the one of a firewall that decrypts TLS.
   *
   * @default - none
   */
  readonly trustedAuthority?: string | undefined;
}

/** Amazon Linux 2023. Older platforms get no updates. */
const PLATFORM_IDENTIFIER = "notebook-al2023-v1";

/** Path of the script on the instance. It runs as the notebook user, not as root. */
const SCRIPT = "/home/ec2-user/.studio-perimeter-start";

/**
 * A notebook instance for one user, with Studio's subnets, security groups and role.
 *
 * Direct internet access and root access are disabled, the volume is encrypted with the environment's key, and IMDSv2 is
 * required. Notebook instances have no idle shutdown; a schedule stops it every day.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html
 */
export class NotebookInstance extends Construct {
  readonly notebookInstanceName: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: NotebookInstanceProps) {
    super(scope, id);
    const { context } = props;
    const name = notebookInstanceName(context.name);
    const startScript = new SagemakerNotebookInstanceLifecycleConfiguration(this, "start_script", {
      name,
      onStart: notebookLifecycleConfigContent(props.packages, props.trustedAuthority),
    });
    const instance = new SagemakerNotebookInstance(this, "instance", {
      name,
      roleArn: props.roleArn,
      instanceType: props.instanceType,
      platformIdentifier: PLATFORM_IDENTIFIER,
      subnetId: props.subnetId,
      securityGroups: [...props.securityGroupIds],
      directInternetAccess: "Disabled",
      rootAccess: "Disabled",
      kmsKeyId: props.keyArn,
      volumeSize: props.volumeSizeInGb,
      lifecycleConfigName: startScript.name,
      instanceMetadataServiceConfiguration: { minimumInstanceMetadataServiceVersion: "2" },
      tags: { Name: name, [USER_TAG]: props.user },
    });
    new StopSchedule(this, "after_hours", {
      name,
      account: context.account,
      target: { kind: "notebook", arn: instance.arn, notebookInstanceName: name },
      scheduleExpression: props.stopScheduleExpression,
      scheduleExpressionTimezone: props.timeZone,
    });
    this.notebookInstanceName = name;
    this.arn = instance.arn;
  }
}

/**
 * The on-start script in base64. It runs as root and starts the lifecycle script of Studio as the notebook user.
 *
 * @throws if it is longer than the API accepts
 */
export function notebookLifecycleConfigContent(packages?: PackageSource, trustedAuthority?: string): string {
  const script = `#!/bin/bash
set -eu
install -o ec2-user -g ec2-user -m 700 /dev/stdin ${SCRIPT} <<'STUDIO_PERIMETER'
${lifecycleScript(packages, undefined, trustedAuthority)}
STUDIO_PERIMETER
sudo -u ec2-user -i ${SCRIPT}
`;
  const content = Buffer.from(script).toString("base64");
  if (content.length > MAX_CONTENT_CHARACTERS) {
    throw new Error(
      `notebook script: must have at most ${MAX_CONTENT_CHARACTERS} characters, got ${content.length}; shorten it`,
    );
  }
  return content;
}
