import type { Construct } from "constructs";
import { AuditTrail, trailBucketName } from "../../constructs/audit/audit-trail";
import type { PerimeterContext } from "../../constructs/context/perimeter-context";
import { DetectiveControls } from "../../constructs/detection/detective-controls";
import type { PerimeterNetwork } from "../../constructs/network/tiered-network";
import type { LockedBuckets } from "../../constructs/storage/locked-buckets";
import type { Environment } from "../../envs/schema/environment";

/** Props of {@link addAuditTrail}. */
export interface AuditTrailOptions {
  readonly buckets: LockedBuckets;
  /** Names of the other buckets that hold data: those of templates and teams. */
  readonly otherBuckets: readonly string[];
  /** ARN patterns of the roles that run Terraform. */
  readonly deployers: readonly string[];
  /** ARN patterns of break-glass roles. */
  readonly breakGlass: readonly string[];
}

/** Names of the buckets that the audit trail adds, for the policy of the access log bucket. */
export function auditTrailBuckets({ name, account }: PerimeterContext, { auditTrail }: Environment): readonly string[] {
  return auditTrail.kind === "own" ? [trailBucketName(name, account)] : [];
}

/** Adds a trail of object reads and writes in every bucket that holds data, if the environment has one. */
export function addAuditTrail(
  scope: Construct,
  context: PerimeterContext,
  { auditTrail, forceDestroyBuckets }: Environment,
  { buckets, otherBuckets, deployers, breakGlass }: AuditTrailOptions,
): void {
  if (auditTrail.kind === "account") {
    return;
  }
  const otherArns = otherBuckets.map((name) => context.account.s3Arn(name));
  new AuditTrail(scope, "audit_trail", {
    context,
    events: auditTrail.events,
    loggedBucketArns: [buckets.data.arn, buckets.models.arn, ...otherArns],
    deployers,
    breakGlass,
    forceDestroy: forceDestroyBuckets,
    accessLogsBucket: buckets.accessLogs.id,
    logDelivery: buckets.logDelivery,
  });
}

/** Adds detective controls, if the environment has them. */
export function addDetectiveControls(
  scope: Construct,
  context: PerimeterContext,
  { detection, egress }: Environment,
  network: PerimeterNetwork,
): void {
  if (detection.kind === "off") {
    return;
  }
  new DetectiveControls(scope, "detection", {
    context,
    subnetIds: network.subnets("studio").map((subnet) => subnet.id),
    hasFirewall: egress.kind === "inspected",
    configRules: detection.configRules === "account-recorder",
  });
}
