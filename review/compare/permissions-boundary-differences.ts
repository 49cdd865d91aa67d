import { resourcesOfType, type TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { createDifference, type ReviewDifference } from "../model/review-difference";

/** Roles whose permissions boundary is added, removed or changed, even if its document is not in the configuration. */
export function permissionsBoundaryDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const boundariesBefore = permissionsBoundariesIn(before);
  return [...permissionsBoundariesIn(after)].flatMap(([role, boundary]): readonly ReviewDifference[] => {
    const boundaryBefore = boundariesBefore.get(role);
    if (boundaryBefore === undefined || boundaryBefore === boundary) {
      return [];
    }
    if (boundary === noBoundary) {
      return [createDifference("opens", `${role} no longer has a permissions boundary`, [role])];
    }
    return boundaryBefore === noBoundary
      ? [createDifference("closes", `${role} now has a permissions boundary`, [role])]
      : [
          createDifference(
            "unclear",
            `${role} has a different permissions boundary: check that it is not broader than before`,
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
