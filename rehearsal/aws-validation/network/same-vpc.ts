import type { AccountState } from "../../fake-aws/account-state";
import { accountResourcesOfType, findResource } from "../../fake-aws/account-state";
import { firewallEndpoint, firewallSubnets } from "../../fake-aws/computed/firewall-attributes";
import { knownString } from "../../protocol/values";
import { stringsIn } from "../common/dependents";
import type { OperationCheck } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";

/** ID prefix -> Terraform type with the attribute `vpc_id`. */
const VPC_RESOURCE_TYPE_BY_ID_PREFIX: Readonly<Record<string, string>> = {
  subnet: "aws_subnet",
  sg: "aws_security_group",
  rtb: "aws_route_table",
  igw: "aws_internet_gateway",
};

/** Types that may refer to several VPCs. */
const MULTI_VPC_TYPES = /peering|transit_gateway|route53_zone/;

/**
 * Rejects a resource that refers to different VPCs: a route to a target in another VPC, an endpoint with subnets of another
 * VPC, a rule that references a security group of another VPC.
 */
export const referencesStayInVpc: OperationCheck = (operation, { accountState }) => {
  if (operation.kind === "delete" || MULTI_VPC_TYPES.test(operation.type)) {
    return [];
  }
  const located = [...new Set(stringsIn(operation.after))].flatMap((id) => {
    const vpc = id === operation.after.id ? undefined : vpcIdOf(accountState, id);
    return vpc === undefined ? [] : [{ id, vpc }];
  });
  const [first] = located;
  const other = located.find(({ vpc }) => vpc !== first?.vpc);
  if (first === undefined || other === undefined) {
    return [];
  }
  const detail = `${first.id} is in ${first.vpc}, ${other.id} in ${other.vpc}.`;
  return [
    awsApiError(operation, "InvalidParameterValue", `${first.id} and ${other.id} belong to different networks`, detail),
  ];
};

/** The VPC of a resource by its ID, if the account contains the resource. */
export function vpcIdOf(accountState: AccountState, id: string): string | undefined {
  const prefix = id.split("-", 1)[0] ?? "";
  if (prefix === "vpc") {
    return id;
  }
  if (prefix === "nat") {
    return vpcIdOf(
      accountState,
      knownString(findResource(accountState, "aws_nat_gateway", id)?.attributes.subnet_id) ?? "",
    );
  }
  if (prefix === "vpce") {
    const endpoint = findResource(accountState, "aws_vpc_endpoint", id) ?? firewallOfEndpoint(accountState, id);
    return knownString(endpoint?.attributes.vpc_id);
  }
  const type = VPC_RESOURCE_TYPE_BY_ID_PREFIX[prefix];
  return type === undefined ? undefined : knownString(findResource(accountState, type, id)?.attributes.vpc_id);
}

function firewallOfEndpoint(accountState: AccountState, endpointId: string): ReturnType<typeof findResource> {
  return accountResourcesOfType(accountState, "aws_networkfirewall_firewall").find(({ attributes }) =>
    firewallSubnets(attributes).some((subnetId) => firewallEndpoint(subnetId) === endpointId),
  );
}
