import {
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../../terraform/terraform-configuration";
import type { BucketWithPolicy } from "../../attachments/bucket-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { type IamAction, s3ListActions, s3ObjectActions } from "../../aws/action-catalog";
import { mayMatchResource } from "../../evaluation/may-match-resource";
import type { PolicyElement, Statement } from "../../language/parse-policy";
import { actionsNamedBy, statementsOf } from "../../request-space/statements/statement-queries";

/**
 * Buckets that hold data: all but those that only receive access logs or trails. AWS itself writes those, from no endpoint; a
 * bucket that anybody else may write to, or that its policy opens to anybody else, holds data whatever else it receives.
 */
export function dataBuckets(configuration: TerraformConfiguration, model: PolicyModel): readonly BucketWithPolicy[] {
  const deliveries = logDeliveries.map(({ type, argument, services }) => {
    const targets = resourcesOfType(configuration, type).map(({ values }) => values[argument]);
    const names = targets.flatMap((target) => (typeof target === "string" ? [model.text.resolve(target)] : []));
    return { names, services };
  });
  return model.buckets.filter((bucket) => {
    const services = deliveries.flatMap((delivery) => (delivery.names.includes(bucket.name) ? delivery.services : []));
    return services.length === 0 || receivesOtherData(bucket, model, services);
  });
}

/**
 * Whether all content of a bucket is in the Terraform: objects with their content, where Studio is granted nothing and
 * nobody else may write. Who deploys has that content anyway.
 */
export function isPublishedByTerraform(bucket: BucketWithPolicy, model: PolicyModel): boolean {
  const objects = bucket.configuredBy.filter(({ type }) => type === "aws_s3_bucket_object" || type === "aws_s3_object");
  return objects.length > 0 && objects.every(hasInlineContent) && !receivesOtherData(bucket, model);
}

/** An argument that is null, as one that is absent, leaves the content to a file. */
function hasInlineContent({ values }: Resource): boolean {
  return typeof values.content === "string" || typeof values.content_base64 === "string";
}

/** Whether anyone except these services writes to the bucket, or its policy grants access to it. */
function receivesOtherData(
  bucket: BucketWithPolicy,
  model: PolicyModel,
  services: readonly string[] = accessLogServices,
): boolean {
  const { roles, executionRoles } = model;
  const everything = [...s3ObjectActions(), ...s3ListActions()];
  const writing = s3ObjectActions().filter(
    ({ accessLevels }) => !accessLevels.some((level) => readAccessLevels.includes(level)),
  );
  const isGranted = (role: RoleWithPolicies): boolean => {
    const actions = executionRoles.includes(role) ? everything : writing;
    return statementsOf(role.identityPolicies).some((statement) => allowsOnBucket(statement, actions, bucket));
  };
  return (
    bucket.doubts.length > 0 ||
    roles.some(isGranted) ||
    statementsOf(bucket.policies).some((statement) => allowsBeyondServices(statement, services))
  );
}

const readAccessLevels = ["Read", "List"];

function allowsOnBucket(statement: Statement, actions: readonly IamAction[], bucket: BucketWithPolicy): boolean {
  const { effect, resource } = statement;
  return (
    effect === "Allow" &&
    actionsNamedBy([statement], actions).length > 0 &&
    (resource === undefined || mayMatchBucket(resource, bucket))
  );
}

/** Whether the element names the bucket or any of its objects. */
function mayMatchBucket(element: PolicyElement, { arn }: BucketWithPolicy): boolean {
  return mayMatchResource(element, arn) || mayMatchResource(element, `${arn}/?*`);
}

/**
 * Services that deliver access logs and other logs into buckets.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
const accessLogServices = ["logging.s3.amazonaws.com", "delivery.logs.amazonaws.com"];

/**
 * What names a bucket as the target of logs, and the services that then deliver into it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
const logDeliveries = [
  { type: "aws_s3_bucket_logging", argument: "target_bucket", services: accessLogServices },
  { type: "aws_cloudtrail", argument: "s3_bucket_name", services: ["cloudtrail.amazonaws.com"] },
] as const;

function allowsBeyondServices({ effect, principal }: Statement, services: readonly string[]): boolean {
  const isDelivery =
    principal?.isNegated === false &&
    principal.entries.every(({ kind, value }) => kind === "Service" && services.includes(value));
  return effect === "Allow" && !isDelivery;
}
