/**
 * Arguments that AWS cannot change in place. The provider package does not tell them, so they are listed by hand from the
 * provider's source; a type that is missing here is always planned as an update.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const REPLACED_BY: Readonly<Record<string, readonly string[]>> = {
  aws_vpc: ["cidr_block"],
};

/** Attributes that AWS decides anew when one of the named arguments changes. */
export const FOLLOWS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  aws_networkfirewall_firewall: { firewall_status: ["subnet_mapping"] },
  aws_vpc_endpoint: { network_interface_ids: ["subnet_ids"] },
};
