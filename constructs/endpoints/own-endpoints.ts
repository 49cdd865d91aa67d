import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { dependable, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { partitionOfRegion } from "../../aws/partitions";
import type { PerimeterContext } from "../context/perimeter-context";
import type { INetwork } from "../network/tiered-network";

/** An endpoint service of the company that Studio uses through an interface endpoint. */
export interface OwnEndpoint {
  /** Lower-case letters, digits and hyphens; part of Terraform addresses. */
  readonly name: string;
  /** `com.amazonaws.vpce.<region>.vpce-svc-...`. */
  readonly serviceName: string;
  /**
   * The private DNS name that the owner of the service verified.
   * @default - none; private DNS is off
   */
  readonly privateDnsName?: string;
  /** TCP ports of the service. */
  readonly ports: readonly number[];
  /**
   * Names of the user profiles whose apps may connect.
   * @default - the apps and jobs of every user
   */
  readonly users?: readonly string[];
  /**
   * Availability Zones in which the service is offered.
   * @default - every zone of the network
   */
  readonly availabilityZones?: readonly string[];
}

/** Props of {@link OwnEndpoints}. */
export interface OwnEndpointsProps {
  readonly context: Pick<PerimeterContext, "name">;
  /** The VPC. It must have the tier endpoint in each of its Availability Zones. */
  readonly network: Pick<INetwork, "vpcId" | "availabilityZones" | "subnet">;
  /** Id of Studio's security group. */
  readonly studioSecurityGroupId: string;
  readonly endpoints: readonly OwnEndpoint[];
  /** Region of the endpoint services. */
  readonly region: string;
}

/**
 * Interface endpoints to endpoint services of the company, each with a security group of its own. An endpoint for some users has a
 * second group, which only the apps of these users have. AWS evaluates no endpoint policy for such services.
 *
 * An endpoint costs $0.01 an hour per Availability Zone and $0.01 per GB.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export class OwnEndpoints extends Construct {
  /** DNS names that must resolve in the VPC for the endpoints to work; a leading `*.` covers subdomains. */
  readonly dnsNames: readonly string[];

  private readonly groupIdsByUser = new Map<string, string[]>();
  private readonly endpoints: VpcEndpoint[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: OwnEndpointsProps,
  ) {
    super(scope, id);
    for (const endpoint of props.endpoints) {
      this.addEndpoint(endpoint);
    }
    this.dnsNames = props.endpoints.flatMap((endpoint) => dnsNamesOf(endpoint, props.region));
  }

  /** Ids of the security groups that the apps of a user need in addition. */
  clientGroupIds(userProfileName: string): readonly string[] {
    return this.groupIdsByUser.get(userProfileName) ?? [];
  }

  /** Creates the endpoints after a resource that has fixed addresses in their subnets, which AWS could give to one of them. */
  createAfter(resource: ITerraformDependable): void {
    for (const endpoint of this.endpoints) {
      endpoint.dependsOn = [dependable(resource)];
    }
  }

  private addEndpoint(endpoint: OwnEndpoint): void {
    const { network } = this.props;
    const id = endpoint.name.replaceAll("-", "_");
    const zones = network.availabilityZones.filter((zone) => endpoint.availabilityZones?.includes(zone) ?? true);
    const group = this.addGroup(
      `group_to_${id}`,
      endpoint.name,
      `Endpoint to ${endpoint.name}, a service of the company.`,
    );
    this.endpoints.push(
      new VpcEndpoint(this, `to_${id}`, {
        vpcId: network.vpcId,
        vpcEndpointType: "Interface",
        serviceName: endpoint.serviceName,
        privateDnsEnabled: endpoint.privateDnsName !== undefined,
        subnetIds: zones.map((zone) => network.subnet("endpoint", zone).id),
        securityGroupIds: [group],
        tags: { Name: `${this.props.context.name}-own-${endpoint.name}` },
      }),
    );
    const client = this.clientGroupId(id, endpoint);
    for (const port of endpoint.ports) {
      const rule = { description: `To ${endpoint.name}`, ipProtocol: "tcp", fromPort: port, toPort: port };
      new VpcSecurityGroupEgressRule(this, `out_${id}_${port}`, {
        securityGroupId: client,
        referencedSecurityGroupId: group,
        ...rule,
      });
      new VpcSecurityGroupIngressRule(this, `in_${id}_${port}`, {
        securityGroupId: group,
        referencedSecurityGroupId: client,
        ...rule,
      });
    }
  }

  /** The group of everybody in Studio, or a new one for the users of the endpoint. */
  private clientGroupId(id: string, { name, users }: OwnEndpoint): string {
    if (users === undefined) {
      return this.props.studioSecurityGroupId;
    }
    const group = this.addGroup(`users_of_${id}`, `${name}-users`, `Studio apps of users who may connect to ${name}.`);
    for (const user of users) {
      this.groupIdsByUser.set(user, [...this.clientGroupIds(user), group]);
    }
    return group;
  }

  private addGroup(id: string, suffix: string, description: string): string {
    const name = `${this.props.context.name}-own-${suffix}`;
    return new SecurityGroup(this, id, {
      name,
      description,
      vpcId: this.props.network.vpcId,
      tags: { Name: name },
    }).id;
  }
}

/** The private name, and the names that AWS gives an endpoint: `<endpoint>.<service id>.<region>.vpce.amazonaws.com`. */
function dnsNamesOf({ serviceName, privateDnsName }: OwnEndpoint, region: string): readonly string[] {
  const serviceId = serviceName.slice(serviceName.lastIndexOf(".") + 1);
  const { dnsSuffix } = partitionOfRegion(region);
  return [`*.${serviceId}.${region}.vpce.${dnsSuffix}`, ...(privateDnsName === undefined ? [] : [privateDnsName])];
}
