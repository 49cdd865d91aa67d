import { groupBy } from "../../verify/collections/group-by";
import { singleReference } from "../../verify/terraform/expressions/template";
import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import type { Json, Resource } from "../../verify/terraform/terraform-configuration";
import type { ResourceChange } from "../model/resource-changes";
import type { ChangedResource } from "./argument-changes";

/** Types whose resources are settings of another resource, and the argument that names that one. */
const holderArguments: Readonly<Record<string, string>> = {
  aws_cloudwatch_event_target: "rule",
  aws_ecr_repository_policy: "repository",
  aws_efs_file_system_policy: "file_system_id",
  aws_kms_key_policy: "key_id",
  aws_s3_bucket_accelerate_configuration: "bucket",
  aws_s3_bucket_acl: "bucket",
  aws_s3_bucket_cors_configuration: "bucket",
  aws_s3_bucket_lifecycle_configuration: "bucket",
  aws_s3_bucket_logging: "bucket",
  aws_s3_bucket_notification: "bucket",
  aws_s3_bucket_object_lock_configuration: "bucket",
  aws_s3_bucket_ownership_controls: "bucket",
  aws_s3_bucket_policy: "bucket",
  aws_s3_bucket_public_access_block: "bucket",
  aws_s3_bucket_server_side_encryption_configuration: "bucket",
  aws_s3_bucket_versioning: "bucket",
  aws_secretsmanager_secret_policy: "secret_arn",
  aws_sns_topic_policy: "arn",
  aws_sqs_queue_policy: "queue_url",
  aws_vpc_endpoint_policy: "vpc_endpoint_id",
};

/** Whether a resource that goes is a setting of another one that is destroyed, too: nothing is left that it could refuse or allow. */
export function goesWithItsHolder(
  { type, before, after }: Pick<ChangedResource, "type" | "before" | "after">,
  changes: readonly ResourceChange[],
): boolean {
  const argument = holderArguments[type];
  const value = argument === undefined ? undefined : before?.values[argument];
  if (after !== undefined || typeof value !== "string") {
    return false;
  }
  const holder = singleReference(value)?.address;
  return holder !== undefined && changes.some(({ address, kind }) => address === holder && kind === "destroy");
}

/**
 * Resources that come while another one goes that equals it in all but the address: Terraform creates anew what it destroys, so that
 * nothing is allowed that was not. Each is a pair, so that of two equal ones that go for one that comes, one is left.
 *
 * @returns the earlier address by the later one
 */
export function renamedResources(resources: readonly ChangedResource[]): ReadonlyMap<string, string> {
  const oneSided = resources.filter(({ before, after }) => (before === undefined) !== (after === undefined));
  return new Map(
    [...groupBy(oneSided, ({ type }) => type).values()].flatMap((group) => {
      const added = group.filter(({ before }) => before === undefined);
      return group.flatMap(({ address, before }) => {
        const at = before === undefined ? -1 : added.findIndex(({ after }) => after && isSameResource(before, after));
        return at < 0 ? [] : added.splice(at, 1).map((later) => [later.address, address] as const);
      });
    }),
  );
}

function isSameResource(before: Resource, after: Resource): boolean {
  const [one, other] = [before, after].map(({ address: _address, name: _name, ...rest }) => rest as unknown as Json);
  return jsonEquals(one, other);
}
