/** Whether two subnets are in one Availability Zone. `unknown`: the configuration does not say. */
export type ZoneComparison = "same" | "different" | "unknown";

type Zone = string | undefined;

/** A name, such as `eu-west-1a`; a Local Zone has two more parts, as in `us-east-1-bos-1a`. */
const NAME = /^[a-z]{2,4}(?:-[a-z]+)+-\d(?:-[a-z]{3}-\d)?[a-z]$/;

/** An id, such as `euw1-az1`. */
const ID = /^[a-z]+\d(?:-[a-z]{3}\d)?-az\d$/;

/** An element of a list of a data source. */
const ELEMENT = /^\$\{(?<list>data\.(?<type>\w+)\.[\w-]+(?:\[[^\]]*\])?\.(?:names|zone_ids))\[\d+\]\}$/;

/**
 * The set of texts that are different only for different zones. AWS may give one zone a name and an id, so no name is compared with
 * an id, and no expression with either.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
 */
function distinctTextsOf(zone: string): string | undefined {
  if (NAME.test(zone)) {
    return "names";
  }
  if (ID.test(zone)) {
    return "ids";
  }
  // The provider lists each zone once.
  const { list, type } = ELEMENT.exec(zone)?.groups ?? {};
  return type === "aws_availability_zones" ? list : undefined;
}

/** Compares two zones, each a name, an id, or the expression that evaluates to one. */
export function compareZones(one: Zone, other: Zone): ZoneComparison {
  if (one === undefined || other === undefined) {
    return "unknown";
  }
  if (one === other) {
    return "same";
  }
  const texts = distinctTextsOf(one);
  return texts !== undefined && texts === distinctTextsOf(other) ? "different" : "unknown";
}
