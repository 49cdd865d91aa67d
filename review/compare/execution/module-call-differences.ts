import {
  type Json,
  type JsonObject,
  namedBlocks,
  type TerraformConfiguration,
} from "../../../verify/terraform/terraform-configuration";
import { createDifference, type ReviewDifference } from "../../model/review-difference";
import { changedLeaves } from "./changed-leaves";

/** What a module call says to Terraform itself. All else are inputs of the module. */
const moduleMetaArguments: ReadonlySet<string> = new Set([
  ...["source", "version", "providers", "count", "for_each", "depends_on", "lifecycle"],
]);

/**
 * Module calls. The inputs of one whose resources are read on both sides show in these resources.
 *
 * @param sides the configurations of both sides, where models read them
 */
export function moduleCallDifferences(
  before: Json | undefined,
  after: Json | undefined,
  sides: readonly (TerraformConfiguration | undefined)[],
): readonly ReviewDifference[] {
  const [callsBefore, callsAfter] = [new Map(namedBlocks(before)), new Map(namedBlocks(after))];
  return [...new Set([...callsBefore.keys(), ...callsAfter.keys()])].flatMap((name) => {
    const address = `module.${name}`;
    const [one, other] = [callsBefore.get(name), callsAfter.get(name)];
    const isRead =
      one !== undefined &&
      other !== undefined &&
      sides.every((side) => side !== undefined && isReadModule(side, address));
    const shown = (call: JsonObject | undefined): JsonObject | undefined =>
      call && isRead
        ? Object.fromEntries(Object.entries(call).filter(([argument]) => moduleMetaArguments.has(argument)))
        : call;
    return changedLeaves(address, shown(one), shown(other)).map(({ path, text }) =>
      createDifference("executes", text, [path]),
    );
  });
}

/** Whether the resources of a called module are in the configuration, and nothing of the module is open. */
function isReadModule({ unreadParts = [], resources }: TerraformConfiguration, address: string): boolean {
  const isOf = (one: string): boolean =>
    one === address || one.startsWith(`${address}.`) || one.startsWith(`${address}[`);
  return resources.some((resource) => isOf(resource.address)) && !unreadParts.some((part) => isOf(part.address));
}
