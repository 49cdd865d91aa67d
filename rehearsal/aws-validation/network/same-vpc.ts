import type { World } from "../../fake-aws/account-state";
import { find, thingsOf } from "../../fake-aws/account-state";
import { firewallEndpoint, firewallSubnets } from "../../fake-aws/computed/firewall-attributes";
import { textOf } from "../../protocol/values";
import { stringsIn } from "../common/dependents";
import type { Check } from "../common/validation-error";
import { awsError } from "../common/validation-error";

/** Id prefix -> type whose row says in `vpc_id` where it stands. */
const STANDS_IN: Readonly<Record<string, string>> = {
  subnet: "aws_subnet",
  sg: "aws_security_group",
  rtb: "aws_route_table",
  igw: "aws_internet_gateway",
};

/** Types that join several VPCs by their nature. */
const JOINING = /peering|transit_gateway|route53_zone/;

/**
 * Refuses a resource whose network ids belong to different VPCs: a route to a target of another VPC, an endpoint with
 * another VPC's subnets, a rule that names another VPC's security group.
 */
export const acrossVpcs: Check = (change, { world }) => {
  if (change.kind === "delete" || JOINING.test(change.type)) {
    return [];
  }
  const placed = [...new Set(stringsIn(change.after))].flatMap((id) => {
    const vpc = id === change.after.id ? undefined : vpcOf(world, id);
    return vpc === undefined ? [] : [{ id, vpc }];
  });
  const [first] = placed;
  const stray = placed.find(({ vpc }) => vpc !== first?.vpc);
  if (first === undefined || stray === undefined) {
    return [];
  }
  const detail = `${first.id} is in ${first.vpc}, ${stray.id} in ${stray.vpc}.`;
  return [
    awsError(change, "InvalidParameterValue", `${first.id} and ${stray.id} belong to different networks`, detail),
  ];
};

/** The VPC that a network id belongs to, if the world knows it. */
export function vpcOf(world: World, id: string): string | undefined {
  const prefix = id.split("-", 1)[0] ?? "";
  if (prefix === "vpc") {
    return id;
  }
  if (prefix === "nat") {
    return vpcOf(world, textOf(find(world, "aws_nat_gateway", id)?.row.subnet_id) ?? "");
  }
  if (prefix === "vpce") {
    const endpoint = find(world, "aws_vpc_endpoint", id) ?? firewallWith(world, id);
    return textOf(endpoint?.row.vpc_id);
  }
  const type = STANDS_IN[prefix];
  return type === undefined ? undefined : textOf(find(world, type, id)?.row.vpc_id);
}

function firewallWith(world: World, endpointId: string): ReturnType<typeof find> {
  return thingsOf(world, "aws_networkfirewall_firewall").find(({ row }) =>
    firewallSubnets(row).some((subnetId) => firewallEndpoint(subnetId) === endpointId),
  );
}
