import { overlaps, parseCidr } from "../../schema/cidr";
import { type Fault, shown } from "../faults/fault";
import type { Reading } from "../faults/partial-environment";

type Known = Reading["known"];

function nameFaults({ name }: Known, earlier: readonly Known[]): readonly Fault[] {
  return name !== undefined && earlier.some((other) => other.name === name)
    ? [{ field: "name", wrong: "is the name of another environment too", got: shown(name), todo: "rename one of them" }]
    : [];
}

function cidrFaults({ vpcCidr }: Known, earlier: readonly Known[]): readonly Fault[] {
  if (vpcCidr === undefined) {
    return [];
  }
  const block = parseCidr(vpcCidr);
  const other = earlier.find((candidate) => candidate.vpcCidr && overlaps(parseCidr(candidate.vpcCidr), block));
  return other === undefined
    ? []
    : [
        {
          field: "vpcCidr",
          wrong: `overlaps ${other.vpcCidr} of ${other.name ?? "another environment"}`,
          got: shown(vpcCidr),
          todo: "use a block of its own",
        },
      ];
}

/**
 * Faults of an environment against those listed before it. VPCs may not overlap although nothing joins them today: a
 * VPC's block is for good, and the first transit gateway or peering needs disjoint ones.
 */
export function faultsAgainst(environment: Known, earlier: readonly Known[]): readonly Fault[] {
  return [...nameFaults(environment, earlier), ...cidrFaults(environment, earlier)];
}
