/** Names of standard Availability Zones. Local Zones and Wavelength Zones are not supported: they have no Network Firewall. */
const STANDARD_ZONE_NAME = /^[a-z]{2,4}(?:-[a-z]+)+-\d+([a-z])$/;

/**
 * The letter of an Availability Zone, used in construct ids: `a` of `eu-west-1a`, as in `aws_subnet.network_studio_a`.
 *
 * @throws if the name is not that of a standard Availability Zone
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
