import { groupBy } from "../../verify/collections/group-by";
import { ownEntry } from "../../verify/collections/own-entry";
import { singleReference } from "../../verify/terraform/expressions/template";
import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import { SOLE_SETTINGS } from "../../verify/terraform/resource-types/settings-types";
import type { Json, Resource } from "../../verify/terraform/terraform-configuration";
import type { ResourceChange } from "../model/resource-changes";
import type { ChangedResource } from "./argument-changes";

/** Other types whose resources belong to another resource, and the argument that names it. */
const otherHolderArguments: Readonly<Record<string, string>> = {
  aws_cloudwatch_event_target: "rule",
  aws_s3_bucket_accelerate_configuration: "bucket",
};

/** The argument that names what a resource is a setting of. */
function holderArgumentOf(type: string): string | undefined {
  return ownEntry(otherHolderArguments, type) ?? ownEntry(SOLE_SETTINGS, type)?.[0];
}

/** Whether a resource that goes is a setting of another one that is destroyed, too: nothing is left that it could refuse or allow. */
export function goesWithItsHolder(
  { type, before, after }: Pick<ChangedResource, "type" | "before" | "after">,
  changes: readonly ResourceChange[],
): boolean {
  const argument = holderArgumentOf(type);
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
