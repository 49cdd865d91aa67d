import { type Configuration, ofType, type Resource } from "../../../terraform/configuration";
import type { Bucket } from "../../attachments/buckets";
import type { PolicyModel } from "../../attachments/policy-model";
import type { Role } from "../../attachments/roles";
import { listActions, objectActions } from "../../aws/s3-object-actions";
import { actionMatches } from "../../evaluation/statement-matching";
import type { Element, Statement } from "../../language/parse-policy";
import { variableKeys } from "../../language/policy-variables";
import { glob, widened } from "../../patterns/glob";
import { stringClasses } from "../../patterns/string-classes";
import { statementsOf } from "../../request-space/statements/statement-queries";

/**
 * Buckets that hold data: all but those that only receive access logs. S3 itself writes those, from no endpoint; a bucket
 * that anybody else may write to, or that its policy opens to anybody else, holds data whatever else it receives.
 */
export function dataBuckets(configuration: Configuration, model: PolicyModel): readonly Bucket[] {
  const logTargets = ofType(configuration, "aws_s3_bucket_logging").flatMap(({ values }) =>
    typeof values.target_bucket === "string" ? [model.text.read(values.target_bucket)] : [],
  );
  return model.buckets.filter((bucket) => !logTargets.includes(bucket.name) || isUsed(bucket, model));
}

/**
 * Whether all that a bucket is for stands in the Terraform: objects with their content, where Studio is granted nothing and
 * nobody else may write. Who deploys has that content anyway.
 */
export function isPublishedByTerraform(bucket: Bucket, model: PolicyModel): boolean {
  const objects = bucket.configuredBy.filter(({ type }) => type === "aws_s3_bucket_object" || type === "aws_s3_object");
  return objects.length > 0 && objects.every(isWrittenOut) && !isUsed(bucket, model);
}

/** An argument that is null, as one that is absent, leaves the content to a file. */
function isWrittenOut({ values }: Resource): boolean {
  return typeof values.content === "string" || typeof values.content_base64 === "string";
}

/** Whether somebody beside AWS's deliveries puts something into the bucket, or its policy hands it out. */
function isUsed(bucket: Bucket, model: PolicyModel): boolean {
  const { roles, executionRoles } = model;
  const everything = [...objectActions(), ...listActions()];
  const writing = objectActions().filter(({ accessLevels }) => !accessLevels.some((level) => reading.includes(level)));
  const isGranted = (role: Role): boolean => {
    const names = (executionRoles.includes(role) ? everything : writing).map(({ name }) => name);
    return statementsOf(role.identity).some((statement) => allows(statement, names, bucket));
  };
  return bucket.doubts.length > 0 || roles.some(isGranted) || statementsOf(bucket.policy).some(opensBeyondDeliveries);
}

const reading = ["Read", "List"];

function allows({ effect, action, resource }: Statement, names: readonly string[], bucket: Bucket): boolean {
  return (
    effect === "Allow" &&
    names.some((name) => actionMatches(action, name) !== "no") &&
    (resource === undefined || mayMean(resource, bucket))
  );
}

/** Whether the element names the bucket or any of its objects; what it excludes is taken to be something else. */
function mayMean({ excluded, patterns }: Element, { arn }: Bucket): boolean {
  const told = patterns.map((pattern) => widened(glob(variableKeys(pattern).length > 0 ? "*" : pattern, "resource")));
  const isTold = (domain: string): boolean => stringClasses(glob(domain, "arn"), [told]).has("1");
  return excluded || isTold(arn) || isTold(`${arn}/?*`);
}

/**
 * Services that deliver logs into buckets.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
const deliveries = ["logging.s3.amazonaws.com", "delivery.logs.amazonaws.com"];

function opensBeyondDeliveries({ effect, principal }: Statement): boolean {
  const isDelivery =
    principal?.excluded === false &&
    principal.entries.every(({ kind, value }) => kind === "Service" && deliveries.includes(value));
  return effect === "Allow" && !isDelivery;
}
