import { usesZonesByPosition } from "../../../rehearsal/plan/zone-uses";

const zones = "data.aws_availability_zones.all.names";

test.each([
  ["the first three", `azs = slice(${zones}, 0, 3)`],
  ["the first three after other arguments", `name = try(var.name, "x")\n  azs  = slice(${zones}, 0, 3)`],
  ["a zone by its position", `availability_zone = ${zones}[count.index]`],
  ["a zone by a position in JSON", `{ "availability_zone": "\${${zones}[0]}" }`],
  ["one of the first two elements", `availability_zone = element(${zones}, 1)`],
  [
    "a zone by its position, next to blocks whose labels look like zones",
    `data "aws_subnet" "a" {\n  zone = ${zones}[0]\n}\nmodule "net-az1" {\n}`,
  ],
  ["the lookup itself", `data "aws_availability_zones" "a" {}\nx = data.aws_availability_zones.a.names[count.index]`],
  ["a zone by its position in a numbered name", `name = format("%s-%02d", ${zones}[0], 1)`],
  ["no zone, and a text that may be one", 'zone = "eu-west-1b"'],
])("Neither the number nor the names of zones decide anything in %s.", (_, text) => {
  expect(usesZonesByPosition([text])).toBe(true);
});

test.each([
  ["their number", `count = length(${zones})`],
  ["a number of them that depends on how many there are", `azs = slice(${zones}, 0, min(3, length(${zones})))`],
  ["all of them", `azs = ${zones}`],
  ["all of them by a splat", `azs = ${zones}[*]`],
  ["an element that may be the first one again", `availability_zone = element(${zones}, count.index)`],
  ["a zone that may be missing", `availability_zone = try(${zones}[2], ${zones}[0])`],
  ["a zone that may be missing on a line of its own", `zone = try(\n    ${zones}[2],\n    var.zone)`],
  ["a name that is compared with one of them", `open = ${zones}[0] == "eu-west-1b"`],
  ["a name that is compared in a block", `dynamic "a" {\n  for_each = ${zones}[0] == "b" ? [1] : []\n}`],
  ["a key that is compared in a block of one line", `locals { x = { "a" = ${zones}[0] } }`],
  ["a name that is compared as a Region and a letter", `open = ${zones}[0] == "${"${var.region}"}b"`],
  ["a name that is compared in a format", `open = ${zones}[0] == format("%sb", var.region)`],
  ["a letter that is compared with one of them", `open = substr(${zones}[0], -1, 1) == "b"`],
  ["a zone ID in JSON", `"open": "\${${zones.replace("names", "zone_ids")}[0] == \\"euw1-az2\\"}"`],
])("The number or the names of zones may decide something in %s.", (_, text) => {
  expect(usesZonesByPosition([text])).toBe(false);
});

test("Names of zones decide something where a text with which they can be compared is not in the files.", () => {
  const texts = [`zone = ${zones}[0] == var.zone ? "x" : "y"`];

  expect(usesZonesByPosition(texts, texts)).toBe(true);
  expect(usesZonesByPosition(texts, [...texts, 'zone = "eu-west-1b"'])).toBe(false);
});
