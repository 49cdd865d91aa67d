import { compareZones } from "../../../../verify/network/vpc/compare-zones";

test.each([
  ["eu-west-1a", "eu-west-1a", "same"],
  ["eu-west-1a", "eu-west-1b", "different"],
  ["us-east-1-bos-1a", "us-east-1a", "different"],
  ["us-gov-west-1a", "us-gov-west-1b", "different"],
  ["euw1-az1", "euw1-az2", "different"],
  ["eu-west-1a", "euw1-az1", "unknown"],
  ["eu-west-1a", undefined, "unknown"],
  [undefined, undefined, "unknown"],
  ["eu-west-1a", "${var.zone}", "unknown"],
  ["${var.zone}", "${var.zone}", "same"],
  ["${var.one}", "${var.other}", "unknown"],
  ["${data.aws_availability_zones.all.names[0]}", "${data.aws_availability_zones.all.names[1]}", "different"],
  ["${data.aws_availability_zones.all.names[0]}", "${data.aws_availability_zones.all.names[0]}", "same"],
  ["${data.aws_availability_zones.all.names[0]}", "${data.aws_availability_zones.all.zone_ids[1]}", "unknown"],
  ["${data.aws_availability_zones.all.names[0]}", "${data.aws_availability_zones.some.names[1]}", "unknown"],
  ["${data.aws_availability_zones.all.names[0]}", "eu-west-1b", "unknown"],
  ["${var.zones[0]}", "${var.zones[1]}", "unknown"],
])("two zones are different only if their texts show it: %s and %s are %s", (one, other, comparison) => {
  expect([compareZones(one, other), compareZones(other, one)]).toEqual([comparison, comparison]);
});
