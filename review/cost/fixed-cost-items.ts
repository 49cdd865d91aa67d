import type { PricedItem } from "../../aws/regions/monthly-price";
import { ownEntry } from "../../verify/collections/own-entry";
import { singleReference } from "../../verify/terraform/expressions/template";
import {
  blocksOf,
  isLiteralText,
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";

/** What a configuration pays for per hour or month, regardless of use. */
export interface FixedCostItems {
  readonly quantities: Readonly<Partial<Record<PricedItem, number>>>;
  /** Addresses of resources whose number of items is not known, or that the price table does not have. */
  readonly unknown: readonly string[];
}

/** What is read of a resource. */
type CountedResource = Pick<Resource, "address" | "type" | "values">;

/** How many items one resource is. Not known is never zero. */
type ItemCount = readonly [item: PricedItem, count: number | "unknown"];

const one = (item: PricedItem) => (): readonly ItemCount[] => [[item, 1]];

const blocks =
  (item: PricedItem, argument: string) =>
  ({ values }: CountedResource): readonly ItemCount[] => [[item, blockCount(values[argument])]];

/** Resource types with a fixed price, and how many items a resource is. */
const itemsOfType: Readonly<Record<string, (resource: CountedResource) => readonly ItemCount[]>> = {
  aws_vpc_endpoint: endpointItems,
  aws_networkfirewall_firewall: blocks("firewall-endpoint", "subnet_mapping"),
  aws_nat_gateway: one("nat-gateway"),
  aws_eip: one("public-ipv4"),
  aws_ec2_transit_gateway_vpc_attachment: one("transit-gateway-attachment"),
  aws_vpn_connection: one("vpn-connection"),
  aws_route53_resolver_endpoint: blocks("resolver-address", "ip_address"),
  aws_kms_key: one("kms-key"),
  aws_kms_external_key: one("kms-key"),
  aws_kms_replica_key: one("kms-key"),
  aws_kms_replica_external_key: one("kms-key"),
};

/** Resource types that run, and cost, by the hour, and whose prices the table does not have. */
const typesWithoutPrice: ReadonlySet<string> = new Set([
  "aws_instance",
  "aws_ebs_volume",
  "aws_sagemaker_notebook_instance",
  "aws_sagemaker_endpoint",
  "aws_sagemaker_app",
  "aws_networkfirewall_tls_inspection_configuration",
  "aws_lb",
  "aws_db_instance",
  "aws_rds_cluster_instance",
  "aws_redshift_cluster",
  "aws_elasticache_cluster",
  "aws_opensearch_domain",
  "aws_msk_cluster",
  "aws_eks_cluster",
  "aws_emr_cluster",
  "aws_dx_connection",
  "aws_ec2_client_vpn_endpoint",
  "aws_directory_service_directory",
  "aws_workspaces_workspace",
]);

/** Counts the items of a configuration. */
export function fixedCostItems(configuration: TerraformConfiguration): FixedCostItems {
  const types = [...Object.keys(itemsOfType), ...typesWithoutPrice];
  const { quantities, unknown } = itemsOfResources(types.flatMap((type) => resourcesOfType(configuration, type)));
  return { quantities, unknown: [...unknown, ...(configuration.unreadParts ?? []).map(({ address }) => address)] };
}

/**
 * Counts the items of managed resources: an interface endpoint once per zone, a firewall once per subnet. AWS waives the hours of one NAT
 * gateway for each firewall endpoint.
 *
 * @see https://aws.amazon.com/network-firewall/pricing/
 */
export function itemsOfResources(resources: readonly CountedResource[]): FixedCostItems {
  const counted = resources.flatMap((resource) =>
    (ownEntry(itemsOfType, resource.type)?.(resource) ?? []).map(([item, count]) => ({
      item,
      count,
      address: resource.address,
    })),
  );
  const quantities: Partial<Record<PricedItem, number>> = {};
  for (const { item, count } of counted) {
    quantities[item] = (quantities[item] ?? 0) + (count === "unknown" ? 0 : count);
  }
  const gateways = quantities["nat-gateway"] ?? 0;
  return {
    quantities: { ...quantities, "nat-gateway": Math.max(0, gateways - (quantities["firewall-endpoint"] ?? 0)) },
    unknown: [
      ...counted.flatMap(({ count, address }) => (count === "unknown" ? [address] : [])),
      ...resources.flatMap(({ type, address }) => (typesWithoutPrice.has(type) ? [address] : [])),
    ],
  };
}

/** A gateway endpoint costs nothing. */
function endpointItems({ values }: CountedResource): readonly ItemCount[] {
  const kind = values.vpc_endpoint_type ?? "Gateway";
  if (kind === "Gateway") {
    return [];
  }
  return [["interface-endpoint-zone", kind === "Interface" ? listLength(values.subnet_ids) : "unknown"]];
}

/** An element that is an expression may stand for any number, unless it is the ID of one resource. */
function listLength(value: Json | undefined): number | "unknown" {
  const isOne = (element: Json): boolean =>
    isLiteralText(element) || (typeof element === "string" && singleReference(element)?.attribute === "id");
  return Array.isArray(value) && value.length > 0 && value.every(isOne) ? value.length : "unknown";
}

function blockCount(value: Json | undefined): number | "unknown" {
  const found = blocksOf(value).length;
  return found > 0 ? found : "unknown";
}
