import { moduleMetaArguments } from "../../../verify/terraform/read/modules/expand-module-call";
import {
  type Json,
  type JsonObject,
  namedBlocks,
  type TerraformConfiguration,
} from "../../../verify/terraform/terraform-configuration";
import { createDifference, type ReviewDifference } from "../../model/review-difference";
import { changedLeaves } from "./changed-leaves";

/**
 * Module calls. The inputs of one whose resources are read on both sides show in these resources, if it runs and looks up the same.
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
    const [unseenBefore, unseenAfter] = sides.map((side) => side && unseenParts(side, address));
    const isRead =
      one !== undefined && other !== undefined && unseenBefore !== undefined && unseenBefore === unseenAfter;
    const shown = (call: JsonObject | undefined): JsonObject | undefined =>
      call && isRead
        ? Object.fromEntries(Object.entries(call).filter(([argument]) => moduleMetaArguments.has(argument)))
        : call;
    return changedLeaves(address, shown(one), shown(other)).map(({ path, text }) =>
      createDifference("executes", text, [path]),
    );
  });
}

/**
 * What a called module does that no comparison of resources shows, as one text: what it runs, checks and looks up. The statements of a
 * policy document show in the policy.
 *
 * @returns `undefined` when the resources of the module are not in the configuration, or something of the module is open
 */
function unseenParts({ unreadParts = [], resources }: TerraformConfiguration, address: string): string | undefined {
  const isOf = (one: string): boolean =>
    one === address || one.startsWith(`${address}.`) || one.startsWith(`${address}[`);
  const own = resources.filter((resource) => isOf(resource.address));
  return own.length === 0 || unreadParts.some((part) => isOf(part.address))
    ? undefined
    : JSON.stringify(
        own.flatMap(({ address: name, mode, type, values }) => {
          const { provisioner, connection, lifecycle } = values;
          const unseen = mode === "managed" ? { provisioner, connection, lifecycle } : values;
          const isSeen = mode === "data" && type === "aws_iam_policy_document";
          return isSeen || Object.values(unseen).every((value) => value === undefined) ? [] : [[name, unseen]];
        }),
      );
}
