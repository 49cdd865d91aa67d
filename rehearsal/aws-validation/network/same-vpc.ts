import type { AccountState } from "../../fake-aws/account-state";
import { accountResourcesOfType, findResource } from "../../fake-aws/account-state";
import { firewallEndpoint, firewallSubnets } from "../../fake-aws/computed/firewall-attributes";
import { knownString } from "../../protocol/values";
import { stringsIn } from "../common/dependents";
import type { OperationCheck } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";

/** Id prefix -> type whose row says in `vpc_id` where it stands. */
const VPC_RESOURCE_TYPE_BY_ID_PREFIX: Readonly<Record<string, string>> = {
  subnet: "aws_subnet",
  sg: "aws_security_group",
  rtb: "aws_route_table",
  igw: "aws_internet_gateway",
};

/** Types that join several VPCs by their nature. */
const MULTI_VPC_TYPES = /peering|transit_gateway|route53_zone/;

/**
 * Refuses a resource whose network ids belong to different VPCs: a route to a target of another VPC, an endpoint with
 * another VPC's subnets, a rule that names another VPC's security group.
 */
export const referencesStayInVpc: OperationCheck = (change, { accountState }) => {
  if (change.kind === "delete" || MULTI_VPC_TYPES.test(change.type)) {
    return [];
  }
  const placed = [...new Set(stringsIn(change.after))].flatMap((id) => {
    const vpc = id === change.after.id ? undefined : vpcIdOf(accountState, id);
    return vpc === undefined ? [] : [{ id, vpc }];
  });
  const [first] = placed;
  const stray = placed.find(({ vpc }) => vpc !== first?.vpc);
  if (first === undefined || stray === undefined) {
    return [];
  }
  const detail = `${first.id} is in ${first.vpc}, ${stray.id} in ${stray.vpc}.`;
  return [
    awsApiError(change, "InvalidParameterValue", `${first.id} and ${stray.id} belong to different networks`, detail),
  ];
};

/** The VPC that a network id belongs to, if the world knows it. */
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
