import { zoneSuffix } from "../../../constructs/network/availability-zone";

test.each([
  ["eu-west-1a", "a"],
  ["us-gov-east-1c", "c"],
  ["ap-southeast-2b", "b"],
])("%s is named by its letter %s", (zone, letter) => {
  expect(zoneSuffix(zone)).toBe(letter);
});

test.each(["eu-west-1", "us-west-2-lax-1a", "us-east-1-wl1-bos-wlz-1", "euw1-az1", "eu-west-1ab", "EU-WEST-1A", ""])(
  "%j is refused, because no standard zone has that name",
  (zone) => {
    expect(() => zoneSuffix(zone)).toThrow(
      `availability zone: must be a region and one letter, got ${JSON.stringify(zone)}; use a name like eu-west-1a`,
    );
  },
);
