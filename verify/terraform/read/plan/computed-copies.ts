import { groupBy } from "../../../collections/group-by";
import { referencedAddresses } from "../../expressions/template";
import { SETTINGS_IN_HOLDERS } from "../../resource-types/settings-types";
import type { Resource } from "../../terraform-configuration";

/**
 * Deprecated arguments of a bucket, and the resource type that replaces each. The provider copies the values of that resource
 * into the bucket's argument; a configuration writes them only once.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket
 */
const bucketArgumentsSetByResource: ReadonlyMap<string, string> = new Map(
  Object.entries(SETTINGS_IN_HOLDERS.aws_s3_bucket ?? {}),
);

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
