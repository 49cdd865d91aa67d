import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcBlockPublicAccessOptions } from "@cdktf/provider-aws/lib/vpc-block-public-access-options";
import { Construct } from "constructs";
import type { Account } from "../account";
import { zoneSuffix } from "./availability-zone";
import { FlowLogs } from "./flow-logs";
import { NetworkDefaults } from "./network-defaults";

/**
 * What a subnet is for; `firewall` and `nat` exist only where traffic may leave, `client` where a machine with a browser stands, and
 * `function` where self-service has its function.
 */
export type SubnetTier = "studio" | "endpoint" | "firewall" | "nat" | "client" | "function";

/** One subnet to create: its job, its zone and its addresses. */
export interface SubnetSpec {
  readonly tier: SubnetTier;
  readonly availabilityZone: string;
  readonly cidrBlock: string;
}

export interface NetworkProps {
  /** Prefix of every name of the environment, as in `studio-perimeter-dev`. */
  readonly name: string;
  readonly account: Account;
  /** IPv4 addresses of the VPC. */
  readonly cidrBlock: string;
  /** At most one subnet for each tier and zone. */
  readonly subnets: readonly SubnetSpec[];
  /** ARN of the key that encrypts the flow log. */
  readonly logsKeyArn: string;
  /** Days that flow records are kept: one of CloudWatch's values. */
  readonly logRetentionDays: number;
  /**
   * `bidirectional` refuses every internet gateway of the **whole account and region**, not of this VPC alone: for an
   * account that holds nothing but environments without a way out. It stops Network Firewall even in excluded subnets.
   *
   * @default "off"
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
   */
  readonly blockPublicAccess?: "off" | "bidirectional";
}

/** Interfaces of endpoints and of Studio outlive their owners by minutes. */
const SUBNET_DELETE_TIMEOUT = "20m";

/** A subnet and the route table that it alone is associated with. */
interface SubnetWithRouteTable extends SubnetSpec {
  readonly subnet: Subnet;
  readonly routeTable: RouteTable;
}

/**
 * A VPC without any gateway: IPv4 only, one subnet and one route table for each tier and zone, every flow logged, and
 * nothing that AWS creates unasked left open. What may leave is added by other constructs to these tables.
 */
export class Network extends Construct {
  readonly vpcId: string;
  readonly cidrBlock: string;
  /** In the order of the plan. */
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
      tags: { Name: props.name },
    });
    this.vpcId = vpc.id;
    this.cidrBlock = props.cidrBlock;
    this.availabilityZones = [...new Set(props.subnets.map((subnet) => subnet.availabilityZone))];
    this.subnetsWithRouteTables = props.subnets.map((planned) => this.createSubnet(props.name, planned));

    new NetworkDefaults(this, "default", {
      name: props.name,
      vpc,
      subnetIds: this.subnetsWithRouteTables.map((segment) => segment.subnet.id),
    });
    new FlowLogs(this, "flow_logs", { ...props, vpcId: vpc.id });
    if (props.blockPublicAccess === "bidirectional") {
      new VpcBlockPublicAccessOptions(this, "public_access", { internetGatewayBlockMode: "block-bidirectional" });
    }
  }

  /** @throws when the plan has no such subnet */
  subnet(tier: SubnetTier, availabilityZone: string): Subnet {
    return this.findSubnet(tier, availabilityZone).subnet;
  }

  /** @throws when the plan has no such subnet */
  routeTable(tier: SubnetTier, availabilityZone: string): RouteTable {
    return this.findSubnet(tier, availabilityZone).routeTable;
  }

  /** Subnets of a tier, in the order of the plan. */
  subnets(tier: SubnetTier): readonly Subnet[] {
    return this.subnetsWithRouteTables.filter((segment) => segment.tier === tier).map((segment) => segment.subnet);
  }

  /** Route tables of a tier, in the order of the plan. */
  routeTables(tier: SubnetTier): readonly RouteTable[] {
    return this.subnetsWithRouteTables.filter((segment) => segment.tier === tier).map((segment) => segment.routeTable);
  }

  private createSubnet(name: string, planned: SubnetSpec): SubnetWithRouteTable {
    const place = `${planned.tier}_${zoneSuffix(planned.availabilityZone)}`;
    const tags = { Name: `${name}-${place.replace("_", "-")}` };
    const subnet = new Subnet(this, place, {
      vpcId: this.vpcId,
      availabilityZone: planned.availabilityZone,
      cidrBlock: planned.cidrBlock,
      mapPublicIpOnLaunch: false,
      assignIpv6AddressOnCreation: false,
      timeouts: { delete: SUBNET_DELETE_TIMEOUT },
      tags,
    });
    const routeTable = new RouteTable(this, `${place}_routes`, { vpcId: this.vpcId, tags });
    new RouteTableAssociation(this, `${place}_association`, { subnetId: subnet.id, routeTableId: routeTable.id });
    return { ...planned, subnet, routeTable };
  }

  private findSubnet(tier: SubnetTier, availabilityZone: string): SubnetWithRouteTable {
    const found = this.subnetsWithRouteTables.find(
      (one) => one.tier === tier && one.availabilityZone === availabilityZone,
    );
    if (found === undefined) {
      const planned = this.subnetsWithRouteTables.map((one) => `${one.tier} in ${one.availabilityZone}`).join(", ");
      throw new Error(
        `${this.node.path}: no ${tier} subnet in ${availabilityZone}, got ${planned}; add it to the plan`,
      );
    }
    return found;
  }
}
