import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { synthesizedText } from "../../fixtures/synthesized";
import { answer } from "./fixtures/answer";

interface StackJson {
  readonly resource: Readonly<Record<string, JsonObject>>;
}

const json: StackJson = JSON.parse(synthesizedText("staging"));
const staging = readConfiguration(json, "staging");

/** Staging with more resources. */
function stagingWith(resource: Readonly<Record<string, JsonObject>>) {
  return readConfiguration({ ...json, resource: { ...json.resource, ...resource } }, "staging");
}

test.each([
  ["an allow-listed name", "query github.com from studio_a", "allowed", /^github.com is resolved: rule .* ALLOW$/],
  ["any other name", "query unlisted.example from studio_a", "denied", /is refused: rule .* with action BLOCK$/],
  ["text records of any other name", "query x.unlisted.example/txt from studio_a", "denied", /action BLOCK$/],
  ["a name of AWS", "query sts.eu-west-1.amazonaws.com/AAAA from studio_a", "allowed", /action ALLOW$/],
  ["a name that an address asks for", "query unlisted.example from 10.20.0.9", "denied", /action BLOCK$/],
  ["a name that the domain asks for", "query unlisted.example from studio_domain", "denied", /action BLOCK$/],
] as const)(
  "A query for %s is answered by the rule of the DNS firewall that decides.",
  (_, question, kind, decidedBy) => {
    const { cases, ...answered } = answer(staging, question);

    expect(answered).toMatchObject({ kind, isUniform: true, doubts: [] });
    expect(cases.map((one) => one.decidedBy)).toEqual([expect.stringMatching(decidedBy)]);
  },
);

test("A query that a rule refuses is not told to be denied where a forwarding rule may take it past the DNS firewall.", () => {
  const forwarded = stagingWith({
    aws_route53_resolver_rule_association: {
      all: { resolver_rule_id: "${aws_route53_resolver_rule.all.id}", vpc_id: "${aws_vpc.network_vpc.id}" },
    },
    aws_route53_resolver_rule: { all: { domain_name: ".", rule_type: "FORWARD" } },
  });

  expect(answer(staging, "packet from studio_a to unlisted.example").kind).toBe("denied");
  expect(answer(forwarded, "query unlisted.example from studio_a").kind).toBe("cannot-be-told");
  expect(answer(forwarded, "packet from studio_a to unlisted.example").kind).toBe("cannot-be-told");
});

test("A query that a private hosted zone may answer names the zone.", () => {
  const zone = { inner: { name: "github.com", vpc: [{ vpc_id: "${aws_vpc.network_vpc.id}" }] } };

  const { cases } = answer(stagingWith({ aws_route53_zone: zone }), "query github.com from studio_a");

  expect(cases.flatMap(({ steps }) => steps)).toContainEqual({
    kind: "dns",
    outcome: "forwards",
    text: "aws_route53_zone.inner answers for github.com, and not the public DNS, if it has that name",
    addresses: ["aws_route53_zone.inner"],
  });
});

test("A query in a VPC without DNS support is refused.", () => {
  const vpc = json.resource.aws_vpc?.network_vpc as JsonObject;
  const off = stagingWith({ aws_vpc: { network_vpc: { ...vpc, enable_dns_support: false } } });

  expect(answer(off, "query github.com from studio_a").cases[0]?.decidedBy).toMatch(/has no DNS support$/);
});
