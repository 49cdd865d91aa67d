import { groupBy } from "../../../collections/group-by";
import { referencedAddresses } from "../../expressions/template";
import type { Resource } from "../../terraform-configuration";

/**
 * Deprecated arguments of a bucket, and the resource type that replaces each. The provider copies the values of that resource
 * into the bucket's argument; a configuration writes them only once.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket
 */
const bucketArgumentsSetByResource: ReadonlyMap<string, string> = new Map([
  ["policy", "aws_s3_bucket_policy"],
  ["acl", "aws_s3_bucket_acl"],
  ["grant", "aws_s3_bucket_acl"],
  ["versioning", "aws_s3_bucket_versioning"],
  ["logging", "aws_s3_bucket_logging"],
  ["lifecycle_rule", "aws_s3_bucket_lifecycle_configuration"],
  ["server_side_encryption_configuration", "aws_s3_bucket_server_side_encryption_configuration"],
  ["replication_configuration", "aws_s3_bucket_replication_configuration"],
  ["object_lock_configuration", "aws_s3_bucket_object_lock_configuration"],
]);

/** Removes the copies from every bucket. A value that no resource sets stays, because it was set outside Terraform. */
export function withoutComputedCopies(resources: readonly Resource[]): readonly Resource[] {
  const setters = new Set(bucketArgumentsSetByResource.values());
  const set = groupBy(
    resources.filter(({ type, values }) => setters.has(type) && typeof values.bucket === "string"),
    ({ values }) => referencedAddresses(String(values.bucket))[0],
  );
  return resources.map((resource) => {
    const types = resource.type === "aws_s3_bucket" ? (set.get(resource.address) ?? []).map(({ type }) => type) : [];
    const isKept = (name: string): boolean => !types.includes(bucketArgumentsSetByResource.get(name) ?? "");
    const values = Object.fromEntries(Object.entries(resource.values).filter(([name]) => isKept(name)));
    return types.length === 0 ? resource : { ...resource, values };
  });
}
