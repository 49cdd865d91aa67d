import { TerraformOutput } from "cdktf";
import type { ISubnet } from "../../../constructs/network/tiered-network";
import { InboundResolverEndpoint } from "../../../constructs/user-access/inbound-resolver-endpoint";
import { synthesizeInBareStack, type TerraformJson } from "../fixtures/bare-stack";
import { argumentsByName, resourceAt } from "../fixtures/resource-lookup";
import { sampleContext } from "../fixtures/sample-context";

const SUBNETS: readonly ISubnet[] = [
  { id: "subnet-a", cidrBlock: "10.0.1.0/24" },
  { id: "subnet-b", cidrBlock: "10.0.2.0/24" },
];

function synthesizeResolver(subnets: readonly ISubnet[] = SUBNETS): TerraformJson {
  return synthesizeInBareStack((stack) => {
    const resolver = new InboundResolverEndpoint(stack, "resolver", {
      context: sampleContext(stack),
      vpcId: "vpc-1",
      subnets,
      cidrBlocks: ["10.100.0.0/16", "172.20.0.0/24"],
    });
    new TerraformOutput(stack, "addresses", { value: resolver.ipAddresses });
  });
}

const json = synthesizeResolver();

test("it takes questions and asks none", () => {
  expect(resourceAt(json, "aws_route53_resolver_endpoint.resolver_endpoint")).toMatchObject({
    direction: "INBOUND",
    ip_address: [{ subnet_id: "subnet-a" }, { subnet_id: "subnet-b" }],
    security_group_ids: ["${aws_security_group.resolver_asked.id}"],
  });
  expect(Object.keys(json.resource).filter((type) => /resolver_rule/.test(type))).toEqual([]);
  expect(argumentsByName(json, "aws_vpc_security_group_egress_rule")).toEqual({});
});

test("only the corporate network asks it, and only for names", () => {
  const rules = Object.values(argumentsByName(json, "aws_vpc_security_group_ingress_rule")).map(
    (rule) => `${rule.cidr_ipv4} ${rule.ip_protocol} ${rule.from_port}-${rule.to_port}`,
  );

  expect(rules).toEqual([
    "10.100.0.0/16 tcp 53-53",
    "10.100.0.0/16 udp 53-53",
    "172.20.0.0/24 tcp 53-53",
    "172.20.0.0/24 udp 53-53",
  ]);
});

test("its addresses are one text, in an order that no refresh changes", () => {
  expect(json.output.addresses?.value).toBe(
    '${join(",", sort([for each in aws_route53_resolver_endpoint.resolver_endpoint.ip_address : each.ip]))}',
  );
});

test("in a single subnet it has two addresses that differ, for the provider takes equal blocks for one and AWS wants two", () => {
  const alone = synthesizeResolver(SUBNETS.slice(0, 1));

  expect(resourceAt(alone, "aws_route53_resolver_endpoint.resolver_endpoint").ip_address).toEqual([
    { subnet_id: "subnet-a", ip: '${cidrhost("10.0.1.0/24", -2)}' },
    { subnet_id: "subnet-a", ip: '${cidrhost("10.0.1.0/24", -3)}' },
  ]);
});

test("a resolver endpoint without a subnet is refused", () => {
  expect(() => synthesizeResolver([])).toThrow(
    "test/resolver: must have a subnet, got none; name one for each Availability Zone",
  );
});
