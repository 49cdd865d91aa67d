import { type Configuration, ofType } from "../../verify/terraform/configuration";
import { type Difference, difference } from "../model/difference";

/** Roles that get or lose the boundary that no policy of theirs can pass, wherever its document lies. */
export function boundaryDifferences(before: Configuration, after: Configuration): readonly Difference[] {
  const [old, now] = [boundariesIn(before), boundariesIn(after)];
  return [...now].flatMap(([role, is]): readonly Difference[] => {
    const was = old.get(role);
    if (was === undefined || was === is) {
      return [];
    }
    if (is === none) {
      return [difference("opens", `${role} is no longer held by a permissions boundary`, [role])];
    }
    return was === none
      ? [difference("closes", `${role} is held by a permissions boundary from now on`, [role])]
      : [
          difference("unclear", `${role} is held by another permissions boundary: whether by a wider one, read it`, [
            role,
          ]),
        ];
  });
}

const none = "null";

function boundariesIn(configuration: Configuration): ReadonlyMap<string, string> {
  return new Map(
    ofType(configuration, "aws_iam_role").map(({ address, values }) => [
      address,
      JSON.stringify(values.permissions_boundary ?? null),
    ]),
  );
}
