import { find, thingsOf } from "../../fake-aws/account-state";
import type { Row } from "../../protocol/values";
import { textOf } from "../../protocol/values";
import type { Change, Check, Refusal, Site } from "../common/validation-error";
import { awsError } from "../common/validation-error";
import { contains, formatCidr, overlaps, parseCidr } from "./ipv4";

const CIDR_ARGUMENTS = ["cidr_block", "destination_cidr_block", "cidr_ipv4"];
/** AWS allows VPCs and subnets from /16 to /28. */
const LARGEST = 16;
const SMALLEST = 28;

/** Refuses a block with bits set beyond its prefix, as the provider does before it asks AWS. */
export function cidrFaults(row: Row): readonly Refusal[] {
  return CIDR_ARGUMENTS.flatMap((attribute) => {
    const text = textOf(row[attribute]);
    const range = text === undefined ? undefined : parseCidr(text);
    if (text === undefined || range === undefined || formatCidr(range) === text) {
      return [];
    }
    const summary = `"${text}" is not a valid IPv4 CIDR block; did you mean "${formatCidr(range)}"?`;
    return [{ summary, detail: `${attribute} has bits set beyond its prefix length.`, attribute }];
  });
}

/** Refuses a VPC or subnet of an impossible size, a subnet outside its VPC, and one that overlaps another. */
export const cidrConflicts: Check = (change, site) => {
  if (change.kind !== "create" || (change.type !== "aws_vpc" && change.type !== "aws_subnet")) {
    return [];
  }
  const cidr = textOf(change.after.cidr_block) ?? "";
  const range = parseCidr(cidr);
  if (range === undefined) {
    return [];
  }
  const kind = change.type === "aws_vpc" ? "InvalidVpc" : "InvalidSubnet";
  if (range.prefixLength < LARGEST || range.prefixLength > SMALLEST) {
    const allowed = `The block must lie between /${LARGEST} and /${SMALLEST}.`;
    return [awsError(change, `${kind}.Range`, `The CIDR '${cidr}' is invalid.`, allowed)];
  }
  return change.type === "aws_subnet" ? subnetConflicts(change, change.after, site) : [];
};

function subnetConflicts(change: Change, subnet: Row, { world }: Site): readonly Refusal[] {
  const cidr = textOf(subnet.cidr_block) ?? "";
  const range = parseCidr(cidr);
  const vpc = find(world, "aws_vpc", textOf(subnet.vpc_id))?.row;
  const vpcRange = parseCidr(textOf(vpc?.cidr_block) ?? "");
  if (range === undefined) {
    return [];
  }
  if (vpcRange !== undefined && !contains(vpcRange, range)) {
    const outside = `The VPC ${textOf(subnet.vpc_id)} has ${textOf(vpc?.cidr_block)}.`;
    return [awsError(change, "InvalidSubnet.Range", `The CIDR '${cidr}' is invalid.`, outside)];
  }
  const other = thingsOf(world, "aws_subnet").find(({ row }) => {
    const taken = parseCidr(textOf(row.cidr_block) ?? "");
    return row.vpc_id === subnet.vpc_id && taken !== undefined && overlaps(taken, range);
  });
  return other === undefined
    ? []
    : [
        awsError(
          change,
          "InvalidSubnet.Conflict",
          `The CIDR '${cidr}' conflicts with another subnet`,
          `${textOf(other.row.id)} has ${textOf(other.row.cidr_block)}.`,
        ),
      ];
}
