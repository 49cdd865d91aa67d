import { Eip } from "@cdktf/provider-aws/lib/eip";
import type { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { NetworkfirewallFirewall } from "@cdktf/provider-aws/lib/networkfirewall-firewall";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import type { INetwork, ISubnet } from "../network/tiered-network";
import { FirewallAlarms } from "./firewall-alarms";
import { FirewallLogs } from "./firewall-logs";
import { customerKeyEncryption, FirewallPolicy, type FirewallPolicyProps } from "./firewall-policy";

/** Deleting a firewall can take longer than the provider's 30 minutes (hashicorp/terraform-provider-aws#34888). */
const FIREWALL_DELETE_TIMEOUT = "60m";

/** A Network Firewall to create, with its policy. */
interface NetworkFirewallSpec extends FirewallPolicyProps {
  readonly context: PerimeterContext;
  /** Its tier `firewall` has the endpoints. */
  readonly network: Pick<INetwork, "vpcId" | "availabilityZones" | "subnets">;
  readonly description: string;
}

/** A Network Firewall, and what routes to it wait for. */
interface LoggedFirewall {
  readonly firewall: NetworkfirewallFirewall;
  /** Nothing passes before its logs are delivered. */
  readonly logging: ITerraformDependable;
}

/** A firewall with an endpoint in each zone, its policy, logs and alarms. */
export function createNetworkFirewall(scope: Construct, spec: NetworkFirewallSpec): LoggedFirewall {
  const { context, network, description, ...policyProps } = spec;
  const { name, protections } = context;
  const policy = new FirewallPolicy(scope, "policy", { context, ...policyProps });
  const firewall = new NetworkfirewallFirewall(scope, "firewall", {
    name: `${name}-egress`,
    description,
    firewallPolicyArn: policy.arn,
    vpcId: network.vpcId,
    subnetMapping: network.subnets("firewall").map(({ id }) => ({ subnetId: id, ipAddressType: "IPV4" })),
    deleteProtection: protections,
    subnetChangeProtection: protections,
    firewallPolicyChangeProtection: protections,
    ...customerKeyEncryption(spec.keyArn),
    timeouts: { delete: FIREWALL_DELETE_TIMEOUT },
    tags: { Name: `${name}-egress` },
  });
  const logs = new FirewallLogs(scope, "logs", {
    context,
    firewallArn: firewall.arn,
    decryptsTls: policyProps.tlsInspection !== undefined,
  });
  new FirewallAlarms(scope, "alarms", {
    context,
    firewallName: firewall.name,
    availabilityZones: network.availabilityZones,
    alerts: logs.alerts,
    tlsErrors: logs.tlsErrors,
  });
  return { firewall, logging: logs.delivery };
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
