import { parseAddressSet } from "../../../ip/cidr";
import { overlaps } from "../../../ip/interval-set";
import { sharesNamePattern } from "../../prefix";
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

/** An environment that names no account may be in any account. */
function sharedPatternIssues(
  { name, account }: ValidValues,
  earlier: readonly ValidValues[],
): readonly ValidationIssue[] {
  const other = earlier.find(
    (candidate) =>
      name !== undefined &&
      candidate.name !== undefined &&
      sharesNamePattern(name, candidate.name) &&
      (account === undefined || candidate.account === undefined || account === candidate.account),
  );
  return other === undefined
    ? []
    : [
        {
          field: "name",
          problem: `shares name patterns of permissions with ${other.name} in one account`,
          got: formatValue(name),
          fix: "rename one so that neither is the other's name followed by a hyphen, or set different accounts",
        },
      ];
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
 * keeps its block forever, and a later transit gateway or peering connection needs disjoint blocks. Names must not share patterns:
 * the roles of `dev` may change `studio-perimeter-dev-*`, which are resources of `dev-eu` too.
 */
export function crossEnvironmentIssues(
  environment: ValidValues,
  earlier: readonly ValidValues[],
): readonly ValidationIssue[] {
  return [
    ...duplicateNameIssues(environment, earlier),
    ...sharedPatternIssues(environment, earlier),
    ...overlappingVpcIssues(environment, earlier),
  ];
}
