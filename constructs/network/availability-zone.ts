/** Standard zones only: a Local or Wavelength Zone has no Network Firewall and no place in a column per zone. */
const STANDARD_ZONE_NAME = /^[a-z]{2}(?:-[a-z]+)+-\d+([a-z])$/;

/**
 * The letter that names a zone's resources: `a` of `eu-west-1a`, as in `aws_subnet.network_studio_a`.
 *
 * @throws when the name is not that of a standard Availability Zone
 */
export function zoneSuffix(availabilityZone: string): string {
  const letter = STANDARD_ZONE_NAME.exec(availabilityZone)?.[1];
  if (letter === undefined) {
    throw new Error(
      `availability zone: must be a region and one letter, got ${JSON.stringify(availabilityZone)}; use a name like eu-west-1a`,
    );
  }
  return letter;
}
