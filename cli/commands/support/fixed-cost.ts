import type { PricedItem } from "../../../aws/regions/monthly-price";
import { itemsOfResources } from "../../../review/cost/fixed-cost-items";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";

/** How many of each item an environment pays for per hour or month, regardless of use. */
export type FixedCostItems = Readonly<Partial<Record<PricedItem, number>>>;

/** Counts the items in the `resource` block of a stack. Of a client, which is stopped at night, only its address has a fixed cost. */
export function countFixedCostItems(
  resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): FixedCostItems {
  const declared = Object.entries(resources).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, values]) => ({
      address: `${type}.${name}`,
      type,
      values: values as JsonObject,
    })),
  );
  const { quantities } = itemsOfResources(declared);
  const withAddress = declared.filter(
    ({ type, values }) => type === "aws_instance" && values.associate_public_ip_address === true,
  );
  return {
    ...quantities,
    ...(isTlsInspected(resources) && { "firewall-advanced-inspection": quantities["firewall-endpoint"] ?? 0 }),
    "public-ipv4": (quantities["public-ipv4"] ?? 0) + withAddress.length,
  };
}

/** A stack has one firewall: if it inspects TLS, it does so at each of its endpoints. */
function isTlsInspected({
  aws_networkfirewall_tls_inspection_configuration: configurations = {},
}: Readonly<Record<string, Readonly<Record<string, unknown>>>>): boolean {
  return Object.keys(configurations).length > 0;
}
