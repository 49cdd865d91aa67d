import { SagemakerNotebookInstance } from "@cdktf/provider-aws/lib/sagemaker-notebook-instance";
import { SagemakerNotebookInstanceLifecycleConfiguration } from "@cdktf/provider-aws/lib/sagemaker-notebook-instance-lifecycle-configuration";
import { Construct } from "constructs";
import type { Account } from "../account";
import { StopSchedule } from "../user-access/stop-schedule";
import { lifecycleScript, MAX_CONTENT_CHARACTERS, type PackageSource } from "./lifecycle-script";
import { notebookInstanceName } from "./self-service-users";
import { USER_TAG } from "./user-profiles";

/** Props of {@link NotebookInstance}. */
export interface NotebookInstanceProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  /** The one person who may ask for its URL. */
  readonly user: string;
  /** A subnet of the Studio tier. */
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
  /** Role that its user's code acts as. */
  readonly roleArn: string;
  /** Key that encrypts its volume. */
  readonly keyArn: string;
  /** Instance type; ml.t3.medium costs about $0.05 an hour while it runs. */
  readonly instanceType: string;
  /** Size of its volume, 5-16384 GB; $0.14 a GB-month, whether it runs or not. */
  readonly volumeSizeInGb: number;
  /** When it is stopped, as in `cron(0 20 * * ? *)`. */
  readonly stopScheduleExpression: string;
  /** Time zone of that hour. */
  readonly timeZone: string;
  /**
   * Repository that pip and uv ask.
   * @default - none; the script leaves pip alone
   */
  readonly packages?: PackageSource;
}

/** Amazon Linux 2023; the older platforms get no more updates. */
const PLATFORM_IDENTIFIER = "notebook-al2023-v1";

/** Where the script lies on the instance, and as whom it runs: the user of the notebooks, never root. */
const SCRIPT = "/home/ec2-user/.studio-perimeter-start";

/**
 * A notebook instance for one person, in the network of Studio and with its rights: no internet of SageMaker's own, no root,
 * its volume under the environment's key, session tokens for its metadata.
 *
 * It knows no idle shutdown, so that it is stopped by the clock.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html
 */
export class NotebookInstance extends Construct {
  readonly notebookInstanceName: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: NotebookInstanceProps) {
    super(scope, id);
    const name = notebookInstanceName(props.name);
    const startScript = new SagemakerNotebookInstanceLifecycleConfiguration(this, "start_script", {
      name,
      onStart: notebookLifecycleConfigContent(props.packages),
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
      account: props.account,
      target: { kind: "notebook", arn: instance.arn, notebookInstanceName: name },
      scheduleExpression: props.stopScheduleExpression,
      scheduleExpressionTimezone: props.timeZone,
    });
    this.notebookInstanceName = name;
    this.arn = instance.arn;
  }
}

/**
 * What runs as root at each start, as the API takes it: it hands the script of Studio's spaces to the user of the notebooks.
 *
 * @throws when it is longer than the API takes
 */
export function notebookLifecycleConfigContent(packages?: PackageSource): string {
  const script = `#!/bin/bash
set -eu
install -o ec2-user -g ec2-user -m 700 /dev/stdin ${SCRIPT} <<'STUDIO_PERIMETER'
${lifecycleScript(packages)}
STUDIO_PERIMETER
sudo -u ec2-user -i ${SCRIPT}
`;
  const content = Buffer.from(script).toString("base64");
  if (content.length > MAX_CONTENT_CHARACTERS) {
    throw new Error(
      `notebook script: longer than the API takes, got ${content.length} characters; at most ${MAX_CONTENT_CHARACTERS}`,
    );
  }
  return content;
}
