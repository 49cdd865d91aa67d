import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { DnsFirewall } from "../../constructs/dns/dns-firewall";
import { InspectionFirewall } from "../../constructs/inspection/inspection-firewall";
import { InspectionTransit } from "../../constructs/inspection/inspection-transit";
import { Network } from "../../constructs/network/network";
import { type PublishedId, PublishedIds } from "../../constructs/outputs/published-ids";
import { attachDeploymentBoundary } from "../../constructs/pipeline/deployment-boundary";
import { type InspectionEnvironment, inspectedDomains } from "../../envs/inspection/inspection-environment";
import { planInspectionSubnets } from "../../envs/inspection/inspection-subnets";
import { resolvableNames } from "../../envs/schema/environment";
import { ReadableAddressStack } from "../cdktf/readable-address-stack";
import { addEnvironmentBasics } from "../environment-basics";
import { declaredTlsInspection, tlsInspectionSettings } from "../perimeter/tls-inspection-settings";
import { declaredBasics, joinedStacks, permissionsBoundaries } from "../posture/posture-output";

/** Props of {@link InspectionStack}. */
export interface InspectionStackProps {
  /** A valid inspection environment, as `parseEnvironments` returns it. */
  readonly inspection: InspectionEnvironment;
  /**
   * Whether the roles of the bootstrap stack deploy it. Every role then gets the permissions boundary, without which they may
   * not create a role.
   * @default false
   */
  readonly deployedByPipeline?: boolean;
}

/**
 * The inspection VPC of many environments: a transit gateway, and behind it a firewall and a NAT gateway in each zone.
 *
 * It refers to no other stack: spokes are data.
 */
export class InspectionStack extends ReadableAddressStack {
  constructor(scope: Construct, id: string, { inspection, deployedByPipeline = false }: InspectionStackProps) {
    super(scope, id);
    const { context } = addEnvironmentBasics(this, inspection);
    const network = new Network(this, "network", {
      context,
      cidrBlock: inspection.vpcCidr,
      subnets: planInspectionSubnets(inspection),
    });
    const { spokes } = inspection;
    const allowList = inspectedDomains(inspection);
    // Nothing in the VPC asks for names. What somebody starts there resolves no more than the firewall passes.
    new DnsFirewall(this, "dns_firewall", {
      context,
      vpcId: network.vpcId,
      allowedDomains: allowList.flatMap(resolvableNames),
    });
    const transit = new InspectionTransit(this, "transit", {
      context,
      network,
      gateway: inspection.transitGateway,
      spokes,
    });
    const firewall = new InspectionFirewall(this, "inspection", {
      context,
      network,
      cidrBlock: network.cidrBlock,
      transitGatewayId: transit.gatewayId,
      attachment: transit.attachment,
      spokes,
      allowList,
      managedRuleGroups: inspection.managedRuleGroups,
      rules: inspection.rules,
      tlsInspection: tlsInspectionSettings(inspection),
    });
    const boundary = deployedByPipeline ? attachDeploymentBoundary(this, context) : undefined;
    new TerraformOutput(this, "perimeter_posture", {
      description: "Declared posture of the inspection VPC; studio-perimeter verify checks every claim against it",
      value: {
        studio: "elsewhere",
        posture: inspection.resilience === "multi-zone" ? "inspected-multi-az" : "inspected",
        allowed_domains: allowList.map(({ name, match, ports, sources }) => ({
          name,
          match,
          ports,
          ...(sources !== undefined && { sources }),
        })),
        ...declaredTlsInspection(inspection, allowList),
        ...declaredBasics({
          ...inspection,
          deployers: inspection.deployers.map((role) => context.account.iamArn(role)),
        }),
        ...joinedStacks(inspection),
        ...permissionsBoundaries(boundary),
      },
    });
    new PublishedIds(this, "published", {
      parameterPath: `/studio-perimeter/${inspection.name}`,
      ids: publishedIds(network, transit, firewall),
    });
  }
}

/** What spokes, and owners of other attachments, need. */
function publishedIds(
  network: Network,
  transit: InspectionTransit,
  firewall: InspectionFirewall,
): readonly PublishedId[] {
  return [
    { name: "transit_gateway_id", value: transit.gatewayId, description: "Transit gateway that spokes attach to" },
    {
      name: "transit_gateway_attachment_id",
      value: transit.attachment.id,
      description: "Attachment of the inspection VPC",
    },
    {
      name: "spoke_route_table_id",
      value: transit.spokeTableId,
      description: "Route table of the transit gateway for attachments of spokes",
    },
    {
      name: "inspection_route_table_id",
      value: transit.inspectionTableId,
      description: "Route table of the transit gateway for the inspection VPC",
    },
    { name: "vpc_id", value: network.vpcId, description: "The inspection VPC" },
    { name: "vpc_cidr_block", value: network.cidrBlock, description: "IPv4 CIDR block of the inspection VPC" },
    { name: "firewall_arn", value: firewall.firewallArn, description: "Network Firewall on the outbound path" },
    {
      name: "nat_public_ips",
      value: firewall.publicAddresses,
      description: "Public addresses of the NAT gateways, which servers on the internet see",
    },
  ];
}
