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
          problem: "is the name of another environment too",
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
          fix: "use a block of its own",
        },
      ];
}

/**
 * Faults of an environment against those listed before it. VPCs may not overlap although nothing joins them today: a
 * VPC's block is for good, and the first transit gateway or peering needs disjoint ones.
 */
export function crossEnvironmentIssues(
  environment: ValidValues,
  earlier: readonly ValidValues[],
): readonly ValidationIssue[] {
  return [...duplicateNameIssues(environment, earlier), ...overlappingVpcIssues(environment, earlier)];
}
