import { parseAddressSet } from "../../../ip/cidr";
import { overlaps } from "../../../ip/interval-set";
import type { PartialEnvironment } from "../issues/partial-environment";
import { formatValue, type ValidationIssue } from "../issues/validation-issue";

type ValidValues = PartialEnvironment["validValues"];

function duplicateNameIssues({ name }: ValidValues, earlier: readonly ValidValues[]): readonly ValidationIssue[] {
  return name !== undefined && earlier.some((other) => other.name === name)
    ? [
        {
          field: "name",
          problem: "is also the name of another environment",
          got: formatValue(name),
          fix: "rename one of them",
        },
      ]
    : [];
}

function overlappingVpcIssues({ vpcCidr }: ValidValues, earlier: readonly ValidValues[]): readonly ValidationIssue[] {
  if (vpcCidr === undefined) {
    return [];
  }
  const addresses = parseAddressSet(vpcCidr);
  const other = earlier.find(
    (candidate) => candidate.vpcCidr && overlaps(parseAddressSet(candidate.vpcCidr), addresses),
  );
  return other === undefined
    ? []
    : [
        {
          field: "vpcCidr",
          problem: `overlaps ${other.vpcCidr} of ${other.name ?? "another environment"}`,
          got: formatValue(vpcCidr),
          fix: "use a block that no other environment uses",
        },
      ];
}

/**
 * Issues of an environment in comparison with earlier ones. VPCs must not overlap even if nothing connects them yet: a VPC
 * keeps its block forever, and a later transit gateway or peering connection needs disjoint blocks.
 */
export function crossEnvironmentIssues(
  environment: ValidValues,
  earlier: readonly ValidValues[],
): readonly ValidationIssue[] {
  return [...duplicateNameIssues(environment, earlier), ...overlappingVpcIssues(environment, earlier)];
}
