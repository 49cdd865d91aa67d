import { ownEntry } from "../../../collections/own-entry";
import { actionsOfService, type IamAction } from "../../aws/action-catalog";
import { writeActionsOf } from "../roles/privilege-escalation-actions";

/** The writes of a service that can affect logs, and those of them that leave every log as it is. */
interface LogWrites {
  readonly canAffectLogs: (action: IamAction) => boolean;
  /** Patterns of action names without their prefix. */
  readonly harmless: RegExp;
}

const logWrites: Readonly<Record<string, LogWrites>> = {
  cloudtrail: {
    canAffectLogs: () => true,
    harmless: /^(?:Create\w+|StartLogging|StartQuery|CancelQuery|GenerateQuery|StartDashboardRefresh)$/,
  },
  ec2: {
    canAffectLogs: ({ resourceTypes }) => resourceTypes.includes("vpc-flow-log"),
    harmless: /^(?:CreateFlowLogs|CreateTags|DeleteTags)$/,
  },
  logs: {
    canAffectLogs: () => true,
    harmless:
      /^(?:Create\w+|PutLogEvents|StartQuery|StopQuery|PutQueryDefinition|DeleteQueryDefinition|CallWithBearerToken)$/,
  },
  "network-firewall": { canAffectLogs: ({ name }) => name.includes("Logging"), harmless: /^$/ },
  route53resolver: {
    canAffectLogs: ({ name }) => name.includes("QueryLogConfig"),
    harmless: /^(?:Create|Associate)ResolverQueryLogConfig$/,
  },
  s3: { canAffectLogs: ({ name }) => name === "s3:PutBucketLogging", harmless: /^$/ },
};

/** Services whose writes can affect the perimeter's logs. */
export const logServices: readonly string[] = Object.keys(logWrites);

/**
 * Actions of a service that delete or change logs, shorten their retention, or stop that they are written. Writes that are not
 * known to be harmless are included.
 */
export function logTamperingActions(service: string): readonly IamAction[] {
  const writes = ownEntry(logWrites, service);
  return writes === undefined
    ? []
    : writeActionsOf(service).filter(
        (action) => writes.canAffectLogs(action) && !writes.harmless.test(action.name.slice(service.length + 1)),
      );
}

/** Actions that add events to a log group. */
export function logForgingActions(): readonly IamAction[] {
  return actionsOfService("logs").filter(({ name }) => name === "logs:PutLogEvents");
}

/** S3 actions that change a bucket or its objects. */
export function bucketTamperingActions(): readonly IamAction[] {
  return writeActionsOf("s3").filter(
    ({ resourceTypes }) => resourceTypes.includes("bucket") || resourceTypes.includes("object"),
  );
}
