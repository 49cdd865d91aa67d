import { networkCidr, parseCidr } from "../../../ip/cidr";
import { contains, overlaps } from "../../../ip/interval-set";
import { accountResourcesOfType, findResource } from "../../fake-aws/account-state";
import type { ObjectValue } from "../../protocol/values";
import { knownString } from "../../protocol/values";
import type { OperationCheck, OperationContext, ResourceOperation, ValidationError } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";

const CIDR_ARGUMENTS = ["cidr_block", "destination_cidr_block", "cidr_ipv4"];
/** Sizes that AWS allows for VPCs and subnets. */
const MIN_PREFIX_LENGTH = 16;
const MAX_PREFIX_LENGTH = 28;

/** Rejects a CIDR block with host bits set, as the provider does. */
export function cidrErrors(attributes: ObjectValue): readonly ValidationError[] {
  return CIDR_ARGUMENTS.flatMap((attribute) => {
    const text = knownString(attributes[attribute]);
    const cidr = text === undefined ? undefined : parseCidr(text);
    const network = cidr === undefined ? undefined : networkCidr(cidr).text;
    if (network === undefined || network === text) {
      return [];
    }
    const summary = `"${text}" is not a valid IPv4 CIDR block; did you mean "${network}"?`;
    return [{ summary, detail: `${attribute} has host bits set.`, attribute }];
  });
}

/** Rejects a VPC or subnet with an invalid size, a subnet outside its VPC, and overlapping subnets. */
export const cidrsDoNotConflict: OperationCheck = (operation, context) => {
  if (operation.kind !== "create" || (operation.type !== "aws_vpc" && operation.type !== "aws_subnet")) {
    return [];
  }
  const cidr = knownString(operation.after.cidr_block) ?? "";
  const range = parseCidr(cidr);
  if (range === undefined) {
    return [];
  }
  const kind = operation.type === "aws_vpc" ? "InvalidVpc" : "InvalidSubnet";
  if (range.prefixLength < MIN_PREFIX_LENGTH || range.prefixLength > MAX_PREFIX_LENGTH) {
    const allowed = `The prefix length must be between /${MIN_PREFIX_LENGTH} and /${MAX_PREFIX_LENGTH}.`;
    return [awsApiError(operation, `${kind}.Range`, `The CIDR '${cidr}' is invalid.`, allowed)];
  }
  return operation.type === "aws_subnet" ? subnetConflictErrors(operation, operation.after, context) : [];
};

function subnetConflictErrors(
  operation: ResourceOperation,
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
    const detail = `The VPC ${knownString(subnet.vpc_id)} has ${knownString(vpc?.cidr_block)}.`;
    return [awsApiError(operation, "InvalidSubnet.Range", `The CIDR '${cidr}' is invalid.`, detail)];
  }
  const other = accountResourcesOfType(accountState, "aws_subnet").find(({ attributes }) => {
    const otherRange = parseCidr(knownString(attributes.cidr_block) ?? "");
    return (
      attributes.vpc_id === subnet.vpc_id && otherRange !== undefined && overlaps(otherRange.addresses, range.addresses)
    );
  });
  return other === undefined
    ? []
    : [
        awsApiError(
          operation,
          "InvalidSubnet.Conflict",
          `The CIDR '${cidr}' conflicts with another subnet`,
          `${knownString(other.attributes.id)} has ${knownString(other.attributes.cidr_block)}.`,
        ),
      ];
}
