import { synthesizedJson } from "../fixtures/synthesized";
import { egressResources } from "./reference/egress-resources";

const dev = synthesizedJson("dev");

test("dev has no path out of the VPC", () => {
  expect(egressResources(dev)).toEqual([]);
});

test("the search for internet paths finds those of staging: gateway, NAT, address, routes and an open rule", () => {
  const found = egressResources(synthesizedJson("staging"));

  expect(found).toEqual(
    expect.arrayContaining([
      "aws_internet_gateway.egress_firewall_internet",
      "aws_nat_gateway.egress_firewall_nat_a",
      "aws_eip.egress_firewall_address_a",
      "aws_route.egress_firewall_studio_a_default",
      "aws_vpc_security_group_egress_rule.security_groups_studio_to_internet_443",
    ]),
  );
});

test.each([
  ["a public subnet", "aws_subnet", "network_studio_a", { map_public_ip_on_launch: true }],
  ["an IPv6 block", "aws_vpc", "network_vpc", { ipv6_cidr_block: "2a05:d018::/56" }],
  ["a route inside a table", "aws_route_table", "network_studio_a_routes", { route: [{ cidr_block: "0.0.0.0/0" }] }],
])("the search for internet paths finds %s", (_, type, name, change) => {
  const changed = {
    ...dev,
    resource: { ...dev.resource, [type]: { [name]: { ...dev.resource[type]?.[name], ...change } } },
  };

  expect(egressResources(changed)).toEqual([`${type}.${name}`]);
});

test("dev denies DNS by default, because the resolver needs no route", () => {
  expect(dev.resource.aws_route53_resolver_firewall_rule_group_association).toBeDefined();
  expect(dev.resource.aws_route53_resolver_firewall_config).toEqual({
    dns_firewall_fail_closed: expect.objectContaining({ firewall_fail_open: "DISABLED" }),
  });
});

test("dev gets packages through CodeArtifact endpoints", () => {
  expect(dev.resource.aws_vpc_endpoint).toHaveProperty("endpoints_codeartifact_api");
  expect(dev.resource.aws_vpc_endpoint).toHaveProperty("endpoints_codeartifact_repositories");
  expect(dev.resource.aws_codeartifact_repository).toHaveProperty("packages_internal");
});
