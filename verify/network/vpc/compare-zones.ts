/** Whether two subnets are in one Availability Zone. `unknown`: the configuration does not say. */
export type ZoneComparison = "same" | "different" | "unknown";

type Zone = string | undefined;

/**
 * Texts that are different only for different zones. AWS may map the same zone to a name and to an id, so no name can be compared
 * with an id, and no expression with either.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
 */
const distinctForms: readonly RegExp[] = [
  /** A name, such as `eu-west-1a`; a Local Zone has two more parts, as in `us-east-1-bos-1a`. */
  /^(?<list>)[a-z]{2,4}(?:-[a-z]+)+-\d(?:-[a-z]{3}-\d)?[a-z]$/,
  /** An id, such as `euw1-az1`. */
  /^(?<list>)[a-z]+\d(?:-[a-z]{3}\d)?-az\d$/,
  /** Elements of one list of zones: the provider lists each zone once. */
  /^\$\{(?<list>data\.aws_availability_zones\.[\w-]+(?:\[[^\]]*\])?\.(?:names|zone_ids))\[\d+\]\}$/,
];

/** Compares two zones, each a name, an id, or the expression that evaluates to one. */
export function compareZones(one: Zone, other: Zone): ZoneComparison {
  if (one === undefined || other === undefined) {
    return "unknown";
  }
  if (one === other) {
    return "same";
  }
  const isDistinct = distinctForms.some((form) => {
    const [a, b] = [form.exec(one), form.exec(other)];
    return a !== null && b !== null && a.groups?.list === b.groups?.list;
  });
  return isDistinct ? "different" : "unknown";
}
