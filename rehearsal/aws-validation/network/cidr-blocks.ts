import { networkCidr, parseCidr } from "../../../ip/cidr";
import { contains, overlaps } from "../../../ip/interval-set";
import { accountResourcesOfType, findResource } from "../../fake-aws/account-state";
import type { ObjectValue } from "../../protocol/values";
import { knownString } from "../../protocol/values";
import type { OperationCheck, OperationContext, ResourceOperation, ValidationError } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";

const CIDR_ARGUMENTS = ["cidr_block", "destination_cidr_block", "cidr_ipv4"];
/** AWS allows VPCs and subnets from /16 to /28. */
const MIN_PREFIX_LENGTH = 16;
const MAX_PREFIX_LENGTH = 28;

/** Refuses a block with bits set beyond its prefix, as the provider does before it calls AWS. */
export function cidrErrors(attributes: ObjectValue): readonly ValidationError[] {
  return CIDR_ARGUMENTS.flatMap((attribute) => {
    const text = knownString(attributes[attribute]);
    const cidr = text === undefined ? undefined : parseCidr(text);
    const network = cidr === undefined ? undefined : networkCidr(cidr).text;
    if (network === undefined || network === text) {
      return [];
    }
    const summary = `"${text}" is not a valid IPv4 CIDR block; did you mean "${network}"?`;
    return [{ summary, detail: `${attribute} has bits set beyond its prefix length.`, attribute }];
  });
}

/** Refuses a VPC or subnet of an impossible size, a subnet outside its VPC, and one that overlaps another. */
export const cidrsDoNotConflict: OperationCheck = (change, context) => {
  if (change.kind !== "create" || (change.type !== "aws_vpc" && change.type !== "aws_subnet")) {
    return [];
  }
  const cidr = knownString(change.after.cidr_block) ?? "";
  const range = parseCidr(cidr);
  if (range === undefined) {
    return [];
  }
  const kind = change.type === "aws_vpc" ? "InvalidVpc" : "InvalidSubnet";
  if (range.prefixLength < MIN_PREFIX_LENGTH || range.prefixLength > MAX_PREFIX_LENGTH) {
    const allowed = `The block must lie between /${MIN_PREFIX_LENGTH} and /${MAX_PREFIX_LENGTH}.`;
    return [awsApiError(change, `${kind}.Range`, `The CIDR '${cidr}' is invalid.`, allowed)];
  }
  return change.type === "aws_subnet" ? subnetConflictErrors(change, change.after, context) : [];
};

function subnetConflictErrors(
  change: ResourceOperation,
  subnet: ObjectValue,
  { accountState }: OperationContext,
): readonly ValidationError[] {
  const cidr = knownString(subnet.cidr_block) ?? "";
  const range = parseCidr(cidr);
  const vpc = findResource(accountState, "aws_vpc", knownString(subnet.vpc_id))?.attributes;
  const vpcRange = parseCidr(knownString(vpc?.cidr_block) ?? "");
  if (range === undefined) {
    return [];
  }
  if (vpcRange !== undefined && !contains(vpcRange.addresses, range.addresses)) {
    const outside = `The VPC ${knownString(subnet.vpc_id)} has ${knownString(vpc?.cidr_block)}.`;
    return [awsApiError(change, "InvalidSubnet.Range", `The CIDR '${cidr}' is invalid.`, outside)];
  }
  const other = accountResourcesOfType(accountState, "aws_subnet").find(({ attributes }) => {
    const taken = parseCidr(knownString(attributes.cidr_block) ?? "");
    return attributes.vpc_id === subnet.vpc_id && taken !== undefined && overlaps(taken.addresses, range.addresses);
  });
  return other === undefined
    ? []
    : [
        awsApiError(
          change,
          "InvalidSubnet.Conflict",
          `The CIDR '${cidr}' conflicts with another subnet`,
          `${knownString(other.attributes.id)} has ${knownString(other.attributes.cidr_block)}.`,
        ),
      ];
}
