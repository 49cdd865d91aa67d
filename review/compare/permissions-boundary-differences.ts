import type { RoleWithPolicies } from "../../verify/iam/attachments/role-with-policies";
import { resourcesOfType, type TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { createDifference, type ReviewDifference } from "../model/review-difference";

/**
 * Roles whose permissions boundary is added, removed or changed, even if its document is not in the configuration.
 *
 * @param rolesAfter roles with the documents of their boundaries, where these are in the configuration
 */
export function permissionsBoundaryDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
  rolesAfter: ReadonlyMap<string, RoleWithPolicies> = new Map(),
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
    if (boundaryBefore === noBoundary) {
      return [
        rolesAfter.get(role)?.permissionsBoundary === undefined
          ? createDifference(
              "unclear",
              `${role} now has a permissions boundary whose document is not in the configuration`,
              [role],
            )
          : createDifference("closes", `${role} now has a permissions boundary`, [role]),
      ];
    }
    return [
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
