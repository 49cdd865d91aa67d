import { Eip } from "@cdktf/provider-aws/lib/eip";
import type { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { NetworkfirewallFirewall } from "@cdktf/provider-aws/lib/networkfirewall-firewall";
import type { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import type { ISubnet } from "../network/tiered-network";
import { customerKeyEncryption } from "./firewall-policy";

/** Deleting a firewall can take longer than the provider's 30 minutes (hashicorp/terraform-provider-aws#34888). */
const FIREWALL_DELETE_TIMEOUT = "60m";

/** A Network Firewall to create. */
interface NetworkFirewallSpec {
  readonly context: Pick<PerimeterContext, "name" | "protections">;
  readonly vpcId: string;
  /** One for each Availability Zone. */
  readonly subnets: readonly ISubnet[];
  readonly policyArn: string;
  readonly keyArn: string | undefined;
  readonly description: string;
}

/** A firewall with an endpoint in each subnet, whose id is `firewall`. */
export function createNetworkFirewall(scope: Construct, spec: NetworkFirewallSpec): NetworkfirewallFirewall {
  const { name, protections } = spec.context;
  return new NetworkfirewallFirewall(scope, "firewall", {
    name: `${name}-egress`,
    description: spec.description,
    firewallPolicyArn: spec.policyArn,
    vpcId: spec.vpcId,
    subnetMapping: spec.subnets.map(({ id }) => ({ subnetId: id, ipAddressType: "IPV4" })),
    deleteProtection: protections,
    subnetChangeProtection: protections,
    firewallPolicyChangeProtection: protections,
    ...customerKeyEncryption(spec.keyArn),
    timeouts: { delete: FIREWALL_DELETE_TIMEOUT },
    tags: { Name: `${name}-egress` },
  });
}

/** A NAT gateway to create. */
interface NatGatewaySpec {
  readonly name: string;
  /** Letter of the Availability Zone. */
  readonly suffix: string;
  readonly subnet: ISubnet;
  readonly internet: InternetGateway;
}

/** NAT gateway and IP address depend on the internet gateway: it cannot be detached while an address is mapped. */
export function createNatGateway(
  scope: Construct,
  { name, suffix, subnet, internet }: NatGatewaySpec,
): { readonly nat: NatGateway; readonly publicAddress: string } {
  const tags = { Name: `${name}-nat-${suffix}` };
  const address = new Eip(scope, `address_${suffix}`, { domain: "vpc", dependsOn: [internet], tags });
  const nat = new NatGateway(scope, `nat_${suffix}`, {
    connectivityType: "public",
    subnetId: subnet.id,
    allocationId: address.id,
    dependsOn: [internet],
    tags,
  });
  return { nat, publicAddress: address.publicIp };
}

/**
 * Terraform expression for the id of the firewall endpoint in a zone. `sync_states` is a set without a stable order, so an
 * index could select the endpoint of another zone (hashicorp/terraform-provider-aws#16759).
 */
export function firewallEndpointId(firewall: NetworkfirewallFirewall, availabilityZone: string): string {
  const address = `${firewall.terraformResourceType}.${firewall.friendlyUniqueId}`;
  const states = `tolist(${address}.firewall_status[0].sync_states)`;
  const endpoints = `{for state in ${states} : state.availability_zone => state.attachment[0].endpoint_id}`;
  return `\${${endpoints}["${availabilityZone}"]}`;
}
