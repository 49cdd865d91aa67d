import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcBlockPublicAccessOptions } from "@cdktf/provider-aws/lib/vpc-block-public-access-options";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { zoneSuffix } from "./availability-zone";
import { FlowLogs } from "./flow-logs";
import { NetworkDefaults } from "./network-defaults";

/**
 * Purpose of a subnet.
 *
 * - `studio`: Studio apps, notebook instances and jobs.
 * - `endpoint`: interface endpoints.
 * - `firewall`, `nat`: Network Firewall and NAT gateways; only with inspected egress.
 * - `transit`: attachment to a transit gateway; only with central egress.
 * - `client`: an EC2 instance with a browser.
 * - `function`: the self-service function.
 */
export type SubnetTier = "studio" | "endpoint" | "firewall" | "nat" | "transit" | "client" | "function";

/** One subnet to create. */
export interface SubnetSpec {
  readonly tier: SubnetTier;
  /** Name of the Availability Zone, as in `eu-west-1a`. */
  readonly availabilityZone: string;
  /** IPv4 CIDR block, inside the block of the VPC. */
  readonly cidrBlock: string;
}

/** A subnet. */
export interface ISubnet {
  readonly id: string;
  /** IPv4 CIDR block. */
  readonly cidrBlock: string;
}

/** A route table. */
export interface IRouteTable {
  readonly id: string;
}

/** A VPC with one subnet and one route table for each tier and Availability Zone. {@link Network} is one. */
export interface INetwork {
  readonly vpcId: string;
  /** Names of the Availability Zones, in the order of the subnet plan. */
  readonly availabilityZones: readonly string[];
  /** @throws if there is no such subnet */
  subnet(tier: SubnetTier, availabilityZone: string): ISubnet;
  /** Subnets of a tier, in the order of the subnet plan. */
  subnets(tier: SubnetTier): readonly ISubnet[];
  /** @throws if there is no such subnet */
  routeTable(tier: SubnetTier, availabilityZone: string): IRouteTable;
  /** Route tables of a tier, in the order of the subnet plan. */
  routeTables(tier: SubnetTier): readonly IRouteTable[];
}

/** The VPC of an environment, whether the stack creates it or not. */
export interface PerimeterNetwork extends INetwork {
  /** First IPv4 CIDR block of the VPC. */
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
interface SubnetWithRouteTable extends SubnetSpec {
  readonly subnet: Subnet;
  readonly routeTable: RouteTable;
}

/**
 * An IPv4 VPC without gateways, with one subnet and one route table for each tier and Availability Zone.
 *
 * Flow logs are on, and the default resources of the VPC allow no traffic. Other constructs add routes to the route tables.
 */
export class Network extends Construct implements PerimeterNetwork {
  readonly vpcId: string;
  /** IPv4 CIDR block of the VPC. */
  readonly cidrBlock: string;
  readonly availabilityZones: readonly string[];
  private readonly subnetsWithRouteTables: readonly SubnetWithRouteTable[];

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
    this.availabilityZones = [...new Set(props.subnets.map((subnet) => subnet.availabilityZone))];
    this.subnetsWithRouteTables = props.subnets.map((spec) => this.createSubnet(props.context.name, spec));

    new NetworkDefaults(this, "default", {
      context: props.context,
      vpc,
      subnetIds: this.subnetsWithRouteTables
        .filter(({ tier }) => props.tiersWithOwnAcl?.includes(tier) !== true)
        .map((segment) => segment.subnet.id),
    });
    new FlowLogs(this, "flow_logs", { context: props.context, vpcId: vpc.id });
    if (props.blockPublicAccess === "bidirectional") {
      new VpcBlockPublicAccessOptions(this, "public_access", { internetGatewayBlockMode: "block-bidirectional" });
    }
  }

  subnet(tier: SubnetTier, availabilityZone: string): Subnet {
    return this.findSubnet(tier, availabilityZone).subnet;
  }

  routeTable(tier: SubnetTier, availabilityZone: string): RouteTable {
    return this.findSubnet(tier, availabilityZone).routeTable;
  }

  subnets(tier: SubnetTier): readonly Subnet[] {
    return this.subnetsWithRouteTables.filter((segment) => segment.tier === tier).map((segment) => segment.subnet);
  }

  routeTables(tier: SubnetTier): readonly RouteTable[] {
    return this.subnetsWithRouteTables.filter((segment) => segment.tier === tier).map((segment) => segment.routeTable);
  }

  private createSubnet(name: string, spec: SubnetSpec): SubnetWithRouteTable {
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

  private findSubnet(tier: SubnetTier, availabilityZone: string): SubnetWithRouteTable {
    const found = this.subnetsWithRouteTables.find(
      (one) => one.tier === tier && one.availabilityZone === availabilityZone,
    );
    if (found === undefined) {
      const planned = this.subnetsWithRouteTables.map((one) => `${one.tier} in ${one.availabilityZone}`).join(", ");
      throw new Error(
        `${this.node.path}: no ${tier} subnet in ${availabilityZone}, got ${planned}; add it to the subnet plan`,
      );
    }
    return found;
  }
}
