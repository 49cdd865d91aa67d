/** Computed attributes that change when one of the listed arguments changes. */
export const RECOMPUTED_ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  aws_networkfirewall_firewall: { firewall_status: ["subnet_mapping"] },
  aws_vpc_endpoint: { network_interface_ids: ["subnet_ids"] },
};
