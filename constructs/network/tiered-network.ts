import { Construct } from "constructs";

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

/** A VPC with one subnet and one route table for each tier and Availability Zone. */
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

/** A subnet with its route table. */
export interface TieredSubnet {
  readonly tier: SubnetTier;
  readonly availabilityZone: string;
  readonly subnet: ISubnet;
  readonly routeTable: IRouteTable;
}

/** A VPC with at most one subnet and one route table for each tier and Availability Zone. */
export abstract class TieredNetwork<Entry extends TieredSubnet = TieredSubnet>
  extends Construct
  implements PerimeterNetwork
{
  abstract readonly vpcId: string;
  abstract readonly cidrBlock: string;
  protected abstract readonly tieredSubnets: readonly Entry[];
  /** What to do about a subnet that is not there. */
  protected abstract readonly adviceOnMissing: string;

  get availabilityZones(): readonly string[] {
    return [...new Set(this.tieredSubnets.map(({ availabilityZone }) => availabilityZone))];
  }

  subnet(tier: SubnetTier, availabilityZone: string): Entry["subnet"] {
    return this.find(tier, availabilityZone).subnet;
  }

  subnets(tier: SubnetTier): readonly Entry["subnet"][] {
    return this.ofTier(tier).map(({ subnet }) => subnet);
  }

  routeTable(tier: SubnetTier, availabilityZone: string): Entry["routeTable"] {
    return this.find(tier, availabilityZone).routeTable;
  }

  routeTables(tier: SubnetTier): readonly Entry["routeTable"][] {
    return this.ofTier(tier).map(({ routeTable }) => routeTable);
  }

  private ofTier(tier: SubnetTier): readonly Entry[] {
    return this.tieredSubnets.filter((one) => one.tier === tier);
  }

  private find(tier: SubnetTier, availabilityZone: string): Entry {
    const found = this.ofTier(tier).find((one) => one.availabilityZone === availabilityZone);
    if (found === undefined) {
      const known = this.tieredSubnets.map((one) => `${one.tier} in ${one.availabilityZone}`).join(", ");
      throw new Error(
        `${this.node.path}: no ${tier} subnet in ${availabilityZone}, got ${known}; ${this.adviceOnMissing}`,
      );
    }
    return found;
  }
}
