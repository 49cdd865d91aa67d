import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcBlockPublicAccessOptions } from "@cdktf/provider-aws/lib/vpc-block-public-access-options";
import type { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { zoneSuffix } from "./availability-zone";
import { FlowLogs } from "./flow-logs";
import { NetworkDefaults } from "./network-defaults";
import { type SubnetTier, TieredNetwork, type TieredSubnet } from "./tiered-network";

/** One subnet to create. */
export interface SubnetSpec {
  readonly tier: SubnetTier;
  /** Name of the Availability Zone, as in `eu-west-1a`. */
  readonly availabilityZone: string;
  /** IPv4 CIDR block, inside the block of the VPC. */
  readonly cidrBlock: string;
}

/** Props of {@link Network}. */
export interface NetworkProps {
  readonly context: PerimeterContext;
  /** IPv4 CIDR block of the VPC. */
  readonly cidrBlock: string;
  /** Subnets to create; at most one for each tier and Availability Zone. */
  readonly subnets: readonly SubnetSpec[];
  /**
   * VPC Block Public Access. `bidirectional` blocks every internet gateway of the **whole account and region**, not only of
   * this VPC. Use it only in an account whose environments have no egress: it also stops Network Firewall, even in excluded
   * subnets.
   *
   * @default "off"
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
   */
  readonly blockPublicAccess?: "off" | "bidirectional";
  /**
   * Tiers that another construct gives a network ACL of their own.
   *
   * @default - none; every subnet has the default network ACL
   */
  readonly tiersWithOwnAcl?: readonly SubnetTier[];
}

/** Network interfaces of endpoints and Studio exist for minutes after their resource is deleted. */
const SUBNET_DELETE_TIMEOUT = "20m";

/** A subnet with its own route table. */
interface CreatedSubnet extends TieredSubnet {
  readonly subnet: Subnet;
  readonly routeTable: RouteTable;
}

/**
 * An IPv4 VPC without gateways, with one subnet and one route table for each tier and Availability Zone.
 *
 * Flow logs are on, and the default resources of the VPC allow no traffic. Other constructs add routes to the route tables.
 */
export class Network extends TieredNetwork<CreatedSubnet> {
  readonly vpcId: string;
  /** IPv4 CIDR block of the VPC. */
  readonly cidrBlock: string;
  protected readonly tieredSubnets: readonly CreatedSubnet[];
  protected readonly adviceOnMissing = "add it to the subnet plan";

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const vpc = new Vpc(this, "vpc", {
      cidrBlock: props.cidrBlock,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      assignGeneratedIpv6CidrBlock: false,
      instanceTenancy: "default",
      tags: { Name: props.context.name },
    });
    this.vpcId = vpc.id;
    this.cidrBlock = props.cidrBlock;
    this.tieredSubnets = props.subnets.map((spec) => this.createSubnet(props.context.name, spec));

    new NetworkDefaults(this, "default", {
      context: props.context,
      vpc,
      subnetIds: this.tieredSubnets
        .filter(({ tier }) => props.tiersWithOwnAcl?.includes(tier) !== true)
        .map(({ subnet }) => subnet.id),
    });
    new FlowLogs(this, "flow_logs", { context: props.context, vpcId: vpc.id });
    if (props.blockPublicAccess === "bidirectional") {
      new VpcBlockPublicAccessOptions(this, "public_access", { internetGatewayBlockMode: "block-bidirectional" });
    }
  }

  private createSubnet(name: string, spec: SubnetSpec): CreatedSubnet {
    const subnetId = `${spec.tier}_${zoneSuffix(spec.availabilityZone)}`;
    const tags = { Name: `${name}-${subnetId.replace("_", "-")}` };
    const subnet = new Subnet(this, subnetId, {
      vpcId: this.vpcId,
      availabilityZone: spec.availabilityZone,
      cidrBlock: spec.cidrBlock,
      mapPublicIpOnLaunch: false,
      assignIpv6AddressOnCreation: false,
      timeouts: { delete: SUBNET_DELETE_TIMEOUT },
      tags,
    });
    const routeTable = new RouteTable(this, `${subnetId}_routes`, { vpcId: this.vpcId, tags });
    new RouteTableAssociation(this, `${subnetId}_association`, { subnetId: subnet.id, routeTableId: routeTable.id });
    return { ...spec, subnet, routeTable };
  }
}
