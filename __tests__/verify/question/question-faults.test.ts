import { askQuestion } from "../../../verify/question/ask-question";
import type { QuestionFault } from "../../../verify/question/grammar/question";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { networkPerimeter } from "../fixtures/network-perimeter";

const sketch = readConfiguration({ resource: networkPerimeter({ zones: ["a", "b"] }) }, "sketch");

function faultsOf(question: string): readonly QuestionFault[] {
  const read = askQuestion(sketch, question);
  return read.kind === "faults" ? read.faults : [];
}

test.each([
  ["nothing", "", [/^question: starts with none of packet, query, request$/]],
  ["another verb", "can studio_a reach x.example", [/^question: starts with none of/]],
  ["no clauses", "packet", [/^packet: has no "from"$/, /^packet: has no "to"$/]],
  ["a clause without words", "packet from studio_a to endpoint_a:443 with", [/^packet: with: has no words after it$/]],
  ["a clause twice", "packet from studio_a from studio_b to x.example", [/^packet: from: is written twice$/]],
  ["two subjects in one clause", "packet from studio_a studio_b to x.example", [/^packet: from: has several words$/]],
  [
    "several wrong parts",
    "packet from studio_z to nat_z:0/xyz",
    [/^packet: from: no such subject/, /^packet: to: no such subject/, /^packet: to: not a port/],
  ],
  ["a prefix that is too long", "packet from studio_a to 10.0.0.0/40", [/^packet: to: not a CIDR block/]],
  ["a prefix that is too long, with a port", "packet from studio_a to 10.0.0.0/40:443", [/^packet: to: not a CIDR/]],
  ["a source block that is none", "packet from 10.0.300.0/24 to x.example", [/^packet: from: not a CIDR block/]],
  [
    "an IPv6 block in brackets that is none",
    "packet from studio_a to [2001:db8::/200]:443",
    [/^packet: to: not a CIDR block/],
  ],
  ["an IPv6 block that is none", "packet from studio_a to 2001:db8::/200:443", [/^packet: to: not a CIDR block/]],
  ["an address that is none", "packet from studio_a to 10.0.0.300:443", [/^packet: to: not an IP address/]],
  ["a protocol that is none", "packet from studio_a to x.example/xyz", [/^packet: to: not a protocol/]],
  ["UDP without a port", "packet from studio_a to x.example/udp", [/^packet: to: udp needs a port$/]],
  ["a port of ICMP", "packet from studio_a to 203.0.113.7:1/icmp", [/^packet: to: icmp has no ports/]],
  ["an end of several addresses", "packet from a to x.example", [/^packet: from: names several resources/]],
  [
    "an endpoint as the source",
    "packet from sts to x.example",
    [/^packet: from: aws_vpc_endpoint\.sts is a VPC endpoint/],
  ],
  ["two ends outside", "packet from 192.0.2.1 to x.example", [/^packet: starts outside the subnets/]],
  ["a query without a name", "query from studio_a", [/^query: has no name$/]],
  ["two names in a query", "query a.example b.example from studio_a", [/^query: has several names$/]],
  [
    "several wrong parts of a query",
    "query nodot/T-X from studio_z",
    [/^query: name: not a host name/, /^query: from: no such subject/],
  ],
  ["a query type that is none", "query x.example/T-X from studio_a", [/^query: name: not a query type/]],
  ["a query from outside", "query x.example from internet", [/^query: from: outside the subnets/]],
  ["a query from an address elsewhere", "query x.example from 192.0.2.1", [/^query: from: outside the subnets/]],
  ["a request without a caller", "request s3:GetObject", [/^request: has no "by"$/]],
  ["a request without an action", "request by role/x", [/^request: has no action$/]],
  ["an action that is none", "request s3:GetObjet by anonymous", [/^request: action: no such action/]],
  ["a service that is none", "request s33:GetObject by anonymous", [/^request: action: no such service/]],
  [
    "several wrong parts of a request",
    "request s3:Nope on nope by nope from nope with nope",
    [/^request: action/, /^request: by/, /^request: from/, /^request: with/],
  ],
  ["a private origin", "request s3:ListAllMyBuckets by anonymous from 10.0.0.1", [/^request: from: a private address/]],
])("a question with %s is refused with every fault at once", (_, question, expected) => {
  const texts = faultsOf(question).map(({ place, problem }) => `${place}: ${problem}`);

  expect(texts).toHaveLength(expected.length);
  for (const [index, pattern] of expected.entries()) {
    expect(texts[index]).toMatch(pattern);
  }
});

test.each([
  ["its address", "aws_subnet.studio_a"],
  ["its label", "studio_a"],
  ["an address in it", "10.0.0.9"],
  ["a block in it", "10.0.0.0/28"],
])("a subnet is found by %s", (_, word) => {
  expect(faultsOf(`packet from ${word} to x.example`)).toEqual([]);
});

test.each([
  ["a public address and a subnet", "packet from 203.0.113.7 to studio_a:443", []],
  ["a public address and another one", "packet from 203.0.113.7 to 198.51.100.1:443", ["packet"]],
  ["a private address elsewhere and a subnet", "packet from 192.168.7.7 to studio_a:443", ["packet"]],
])("a question from outside is read for %s", (_, question, places) => {
  expect(faultsOf(question).map(({ place }) => place)).toEqual(places);
});

test.each([
  "x.example",
  "x.example:8443/http",
  "203.0.113.7:22/ssh",
  "203.0.113.0/24:443/tcp",
  "[2001:db8::1]:443",
  "[2001:db8::/32]:443",
  "[2001:db8::]/32:443",
  "internet:443",
  "aws_vpc_endpoint.sts",
])("%s is read as a destination", (word) => {
  expect(faultsOf(`packet from studio_a to ${word}`)).toEqual([]);
});
