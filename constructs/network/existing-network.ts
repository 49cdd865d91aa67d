import { DataAwsRouteTable } from "@cdktf/provider-aws/lib/data-aws-route-table";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import type { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { zoneSuffix } from "./availability-zone";
import { FlowLogs } from "./flow-logs";
import { type SubnetTier, TieredNetwork, type TieredSubnet } from "./tiered-network";

/** A subnet that exists. */
export interface ExistingSubnetSpec {
  readonly tier: SubnetTier;
  /** Name of the Availability Zone, as in `eu-west-1a`. */
  readonly availabilityZone: string;
  /** Its id, or a tag that one subnet of the VPC has in the zone. */
  readonly lookup:
    | { readonly kind: "id"; readonly id: string }
    | { readonly kind: "tag"; readonly key: string; readonly value: string };
  /** The smallest subnet that is large enough, as a prefix length. */
  readonly maxPrefixLength: number;
}

/** Props of {@link ExistingNetwork}. */
export interface ExistingNetworkProps {
  readonly context: PerimeterContext;
  readonly vpcId: string;
  /** First IPv4 CIDR block of the VPC. */
  readonly cidrBlock: string;
  readonly subnets: readonly ExistingSubnetSpec[];
  /**
   * Id of the transit gateway that the default route of the Studio subnets may target.
   * @default - none; no subnet may have a default route
   */
  readonly transitGatewayId?: string;
}

/** A condition on what a data source reads, and what to do if it does not hold. */
interface Condition {
  readonly condition: string;
  readonly errorMessage: string;
}

/**
 * A VPC that another team owns, with one subnet and one route table for each tier and Availability Zone.
 *
 * Data sources look it up, and the plan stops if it does not have the properties that the perimeter relies on: block, zones, DNS,
 * no public addresses, sizes, and routes without a path to the internet. Nothing of it is changed but flow logs, which are added.
 * The default resources of the VPC, network ACLs and routes are the matter of its owner.
 */
export class ExistingNetwork extends TieredNetwork {
  readonly vpcId: string;
  readonly cidrBlock: string;
  protected readonly tieredSubnets: readonly TieredSubnet[];
  protected readonly adviceOnMissing = "select one";

  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    // A lookup by block finds no VPC with another one, so that the plan stops.
    const vpc = new DataAwsVpc(this, "vpc", {
      id: props.vpcId,
      cidrBlock: props.cidrBlock,
      state: "available",
      lifecycle: { postcondition: vpcConditions(props.vpcId) },
    });
    this.vpcId = vpc.id;
    this.cidrBlock = props.cidrBlock;
    this.tieredSubnets = props.subnets.map((spec) => this.lookUp(spec, props));
    new FlowLogs(this, "flow_logs", { context: props.context, vpcId: this.vpcId });
  }

  private lookUp(spec: ExistingSubnetSpec, props: ExistingNetworkProps): TieredSubnet {
    const { tier, availabilityZone, lookup } = spec;
    const id = `${tier}_${zoneSuffix(availabilityZone)}`;
    const subnet = new DataAwsSubnet(this, id, {
      vpcId: this.vpcId,
      availabilityZone,
      state: "available",
      ...(lookup.kind === "id" ? { id: lookup.id } : { tags: { [lookup.key]: lookup.value } }),
      lifecycle: { postcondition: subnetConditions(spec) },
    });
    const transitGatewayId = tier === "studio" ? props.transitGatewayId : undefined;
    const routeTable = new DataAwsRouteTable(this, `${id}_routes`, {
      subnetId: subnet.id,
      lifecycle: { postcondition: routeConditions(spec, transitGatewayId) },
    });
    return { ...spec, subnet, routeTable };
  }
}

function vpcConditions(vpcId: string): Condition[] {
  return [
    {
      condition: "${self.enable_dns_support && self.enable_dns_hostnames}",
      errorMessage: `network.vpcId: ${vpcId} has DNS support or DNS host names turned off; turn both on, because endpoints are found by private DNS`,
    },
  ];
}

function subnetConditions({ tier, availabilityZone, maxPrefixLength }: ExistingSubnetSpec): Condition[] {
  const field = `network.subnets.${tier}: the subnet in ${availabilityZone}`;
  return [
    {
      condition: "${!self.map_public_ip_on_launch && !self.assign_ipv6_address_on_creation}",
      errorMessage: `${field} gives public or IPv6 addresses to its interfaces; turn this off, or select another subnet`,
    },
    {
      condition: `\${tonumber(element(split("/", self.cidr_block), 1)) <= ${maxPrefixLength}}`,
      errorMessage: `${field} is too small; select one of /${maxPrefixLength} or larger`,
    },
  ];
}

/**
 * The route table holds local routes and those of gateway endpoints, and nothing else. A target that is not listed here is refused. The
 * data source does not show routes that a VPN gateway propagates.
 */
function routeConditions(
  { tier, availabilityZone }: ExistingSubnetSpec,
  transitGatewayId: string | undefined,
): Condition[] {
  const field = `network.subnets.${tier}: the route table of the subnet in ${availabilityZone}`;
  const isLocal = 'route.gateway_id == "local"';
  const isEndpoint =
    'can(regex("^pl-", route.destination_prefix_list_id)) && anytrue([for target in [route.gateway_id, route.vpc_endpoint_id] : can(regex("^vpce-", target))])';
  const isTransit = `route.cidr_block == "0.0.0.0/0" && route.transit_gateway_id == "${transitGatewayId}"`;
  const allowed = [isLocal, isEndpoint, ...(transitGatewayId === undefined ? [] : [isTransit])];
  const exception = transitGatewayId === undefined ? "" : `, and the default route to ${transitGatewayId}`;
  return [
    {
      condition: `\${alltrue([for route in self.routes : ${allowed.map((one) => `(${one})`).join(" || ")}])}`,
      errorMessage: `${field} has a route that leaves the VPC; keep only local routes and gateway endpoints${exception}`,
    },
  ];
}
