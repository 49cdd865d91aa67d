import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import type { IAccount } from "../context/account";
import { policyDocument } from "../iam/policy-document";

/** The resource that is stopped. */
export type StopTarget =
  | { readonly kind: "instance"; readonly arn: string; readonly id: string }
  | { readonly kind: "notebook"; readonly arn: string; readonly notebookInstanceName: string };

/** Props of {@link StopSchedule}. */
export interface StopScheduleProps {
  /** Name of the resource that is stopped, and prefix of the names of schedule and role. */
  readonly name: string;
  readonly account: IAccount;
  /** The resource that is stopped. */
  readonly target: StopTarget;
  /** Cron expression with six fields, as in `cron(0 20 * * ? *)`. */
  readonly scheduleExpression: string;
  /** IANA time zone of the schedule, as in `Europe/Berlin`. */
  readonly scheduleExpressionTimezone: string;
}

/** IAM action, scheduler target and input of the API call that stops the resource. */
function stopApiCall(target: StopTarget) {
  switch (target.kind) {
    case "instance":
      return { action: "ec2:StopInstances", api: "ec2:stopInstances", input: { InstanceIds: [target.id] } };
    case "notebook":
      return {
        action: "sagemaker:StopNotebookInstance",
        api: "sagemaker:stopNotebookInstance",
        input: { NotebookInstanceName: target.notebookInstanceName },
      };
  }
}

/**
 * Stops an EC2 instance or notebook instance every day, by EventBridge Scheduler and a role with no other permission. Users
 * start it again when they need it. Free of charge up to 14 million invocations a month.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export class StopSchedule extends Construct {
  constructor(scope: Construct, id: string, props: StopScheduleProps) {
    super(scope, id);
    const { account, target } = props;
    const { action, api, input } = stopApiCall(target);
    const name = `${props.name}-after-hours`;
    const role = new IamRole(this, "stopper", {
      name,
      description: `Stops ${props.name}.`,
      assumeRolePolicy: policyDocument([schedulerTrustStatement(account)]),
    });
    const permission = new IamRolePolicy(this, "stopping", {
      name: "stop",
      role: role.id,
      policy: policyDocument([{ Sid: "StopInstance", Effect: "Allow", Action: action, Resource: target.arn }]),
    });
    new SchedulerSchedule(this, "daily", {
      name,
      groupName: "default",
      description: `Stops ${props.name} after hours.`,
      scheduleExpression: props.scheduleExpression,
      scheduleExpressionTimezone: props.scheduleExpressionTimezone,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: `arn:${account.partition}:scheduler:::aws-sdk:${api}`,
        roleArn: role.arn,
        input: JSON.stringify(input),
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 5 },
      },
      dependsOn: [permission],
    });
  }
}

/**
 * The source ARN must be that of the schedule group. AWS does not support the ARN of a schedule.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
function schedulerTrustStatement(account: IAccount) {
  return {
    Sid: "SchedulerAssumesForThisAccount",
    Effect: "Allow",
    Principal: { Service: "scheduler.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": account.id },
      ArnEquals: { "aws:SourceArn": account.arn("scheduler", "schedule-group/default") },
    },
  } as const;
}
