import { resourcesOfType, type TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { createDifference, type ReviewDifference } from "../model/review-difference";

/** Roles that get or lose the boundary that no policy of theirs can pass, wherever its document lies. */
export function permissionsBoundaryDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [old, now] = [permissionsBoundariesIn(before), permissionsBoundariesIn(after)];
  return [...now].flatMap(([role, is]): readonly ReviewDifference[] => {
    const was = old.get(role);
    if (was === undefined || was === is) {
      return [];
    }
    if (is === noBoundary) {
      return [createDifference("opens", `${role} is no longer held by a permissions boundary`, [role])];
    }
    return was === noBoundary
      ? [createDifference("closes", `${role} is held by a permissions boundary from now on`, [role])]
      : [
          createDifference(
            "unclear",
            `${role} is held by another permissions boundary: whether by a wider one, read it`,
            [role],
          ),
        ];
  });
}

const noBoundary = "null";

function permissionsBoundariesIn(configuration: TerraformConfiguration): ReadonlyMap<string, string> {
  return new Map(
    resourcesOfType(configuration, "aws_iam_role").map(({ address, values }) => [
      address,
      JSON.stringify(values.permissions_boundary ?? null),
    ]),
  );
}
