import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import type { Account } from "../account";
import { policyDocument } from "../iam/policy-document";

/** What is stopped. */
export type StopTarget =
  | { readonly kind: "instance"; readonly arn: string; readonly id: string }
  | { readonly kind: "notebook"; readonly arn: string; readonly notebookInstanceName: string };

/** Props of {@link StopSchedule}. */
export interface StopScheduleProps {
  /** Name of what is stopped; its schedule's and role's begin with it. */
  readonly name: string;
  readonly account: Account;
  readonly target: StopTarget;
  /** Six fields, as in `cron(0 20 * * ? *)`. */
  readonly scheduleExpression: string;
  /** Name of the time zone database. */
  readonly scheduleExpressionTimezone: string;
}

/** How each kind is stopped: the action, the API that the scheduler calls, and what it is told. */
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
 * Stops a machine at an hour of the day, by EventBridge Scheduler and a role that can do nothing else. Whoever needs it again
 * starts it; a machine that is stopped already stays so. Free of charge up to 14 million calls a month.
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
      policy: policyDocument([{ Sid: "StopIt", Effect: "Allow", Action: action, Resource: target.arn }]),
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
 * AWS takes the group of the schedule for the source, never the schedule itself.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
function schedulerTrustStatement(account: Account) {
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
