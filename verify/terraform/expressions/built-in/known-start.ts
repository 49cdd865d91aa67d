import { parseTemplate, singleReference } from "../template";
import { plainText, type TerraformValue } from "../terraform-value";

/**
 * What the IDs that AWS gives to resources of a type begin with. A plan does not know such an ID before the apply, and modules tell by it
 * what they were given.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
 */
const idStarts: Readonly<Record<string, string>> = {
  aws_ec2_managed_prefix_list: "pl-",
  aws_ec2_transit_gateway: "tgw-",
  aws_ec2_transit_gateway_route_table: "tgw-rtb-",
  aws_ec2_transit_gateway_vpc_attachment: "tgw-attach-",
  aws_egress_only_internet_gateway: "eigw-",
  aws_instance: "i-",
  aws_internet_gateway: "igw-",
  aws_nat_gateway: "nat-",
  aws_network_acl: "acl-",
  aws_network_interface: "eni-",
  aws_route_table: "rtb-",
  aws_security_group: "sg-",
  aws_subnet: "subnet-",
  aws_vpc: "vpc-",
  aws_vpc_endpoint: "vpce-",
  aws_vpc_peering_connection: "pcx-",
  aws_vpn_gateway: "vgw-",
};

/** What a text certainly begins with: all of a plain one, the ID of a resource, or what is before the first expression. */
function knownStart(value: TerraformValue): { readonly start: string; readonly isWhole: boolean } | undefined {
  const whole = plainText(value);
  if (whole !== undefined) {
    return { start: whole, isWhole: true };
  }
  if (value.kind !== "scalar" || typeof value.value !== "string") {
    return undefined;
  }
  const reference = singleReference(value.value);
  const [, type = ""] = /^(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*(\w+)\./.exec(reference?.address ?? "") ?? [];
  const ofId = reference?.attribute === "id" && Object.hasOwn(idStarts, type) ? idStarts[type] : undefined;
  const [first] = parseTemplate(value.value);
  const start = ofId ?? (first?.kind === "literal" ? first.text : undefined);
  return start === undefined ? undefined : { start, isWhole: false };
}

/** Whether a text begins with a part; `undefined` where that is not known. */
export function beginsWith(value: TerraformValue, part: string): boolean | undefined {
  const known = knownStart(value);
  if (known?.start.startsWith(part)) {
    return true;
  }
  return known === undefined || (!known.isWhole && part.startsWith(known.start)) ? undefined : false;
}
