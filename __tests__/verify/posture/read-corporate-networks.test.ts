import { egressOnlyThroughFirewall } from "../../../verify/claims/network/egress-only-through-firewall";
import { endpointTakesOnlyStudio } from "../../../verify/claims/network/endpoint-takes-only-studio";
import { noInboundFromInternet } from "../../../verify/claims/network/no-inbound-from-internet";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { Json } from "../../../verify/terraform/terraform-configuration";
import type { Claim, Verdict } from "../../../verify/verdict/claim";
import { combineEdits, networkPerimeter, type ResourceEdit, setResource } from "../fixtures/network-perimeter";
import { perimeterPostureOf } from "../fixtures/perimeter-posture";

const office = { name: "office", cidrs: ["10.100.0.0/16"] };

/** Decides a claim over the small perimeter, after an edit, with these declared corporate networks. */
function decideWith(claim: Claim, sources: Json, edit: ResourceEdit): Verdict {
  const resource = structuredClone(networkPerimeter());
  edit(resource);
  const declared = {
    posture: "inspected",
    allowed_domains: [{ name: "pypi.org", match: "exact", ports: [443] }],
    protections: false,
    deployers: [],
    break_glass: [],
    log_retention_days: 30,
    sources,
  };
  const configuration = readConfiguration({ resource, output: { perimeter_posture: { value: declared } } }, "sketch");
  return claim.decide({ configuration, posture: perimeterPostureOf(configuration) });
}

const allowUsers = (values: Record<string, string | number>): ResourceEdit =>
  setResource("aws_vpc_security_group_ingress_rule", "people", {
    security_group_id: "${aws_security_group.people.id}",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    ...values,
  });

/** Attaches a second security group for users to one endpoint. */
const allowAtEndpoint = (endpoint: string, values: Record<string, string | number>): ResourceEdit =>
  combineEdits(
    setResource("aws_security_group", "people", { vpc_id: "${aws_vpc.main.id}" }),
    setResource("aws_vpc_endpoint_security_group_association", "people", {
      vpc_endpoint_id: `\${aws_vpc_endpoint.${endpoint}.id}`,
      security_group_id: "${aws_security_group.people.id}",
    }),
    allowUsers(values),
  );

describe("endpoints for people", () => {
  test("an endpoint for users may accept TLS from a declared corporate network", () => {
    const { kind, evidence } = decideWith(
      endpointTakesOnlyStudio,
      [office],
      allowAtEndpoint("studio", { cidr_ipv4: "10.100.7.0/24" }),
    );

    expect(kind).toBe("proved");
    expect(evidence.map(({ text }) => text)).toContain(
      "aws_vpc_endpoint.studio allows TLS from 10.100.7.0/24, a declared network",
    );
  });

  test.each<[string, Json, ResourceEdit]>([
    [
      "by more than TLS from a declared network",
      [office],
      allowAtEndpoint("studio", { cidr_ipv4: "10.100.0.0/16", to_port: 444 }),
    ],
    ["from a network next to the declared one", [office], allowAtEndpoint("studio", { cidr_ipv4: "10.101.0.0/16" })],
    ["from a network that contains the declared one", [office], allowAtEndpoint("studio", { cidr_ipv4: "10.0.0.0/8" })],
    ["without a declaration", [], allowAtEndpoint("studio", { cidr_ipv4: "10.100.0.0/16" })],
    [
      "when only the API is declared",
      [{ ...office, services: ["sagemaker.api"] }],
      allowAtEndpoint("studio", { cidr_ipv4: "10.100.0.0/16" }),
    ],
    ["at an endpoint that users do not need", [office], allowAtEndpoint("sts", { cidr_ipv4: "10.100.0.0/16" })],
  ])("an endpoint must not be reachable %s", (_, sources, edit) => {
    expect(decideWith(endpointTakesOnlyStudio, sources, edit).kind).toBe("violated");
  });

  const client = combineEdits(
    setResource("aws_security_group", "client", { vpc_id: "${aws_vpc.main.id}" }),
    setResource("aws_instance", "client", {
      subnet_id: "${aws_subnet.endpoint_a.id}",
      vpc_security_group_ids: ["${aws_security_group.client.id}"],
    }),
  );
  const forClient = { referenced_security_group_id: "${aws_security_group.client.id}" };

  test("an instance without inbound connections may use the endpoints for users, and no other endpoints", () => {
    expect(
      decideWith(endpointTakesOnlyStudio, [], combineEdits(client, allowAtEndpoint("studio", forClient))).kind,
    ).toBe("proved");
    expect(decideWith(endpointTakesOnlyStudio, [], combineEdits(client, allowAtEndpoint("sts", forClient))).kind).toBe(
      "violated",
    );
  });

  test("an instance that accepts connections must not use an endpoint for users", () => {
    const open = setResource("aws_vpc_security_group_ingress_rule", "open", {
      security_group_id: "${aws_security_group.client.id}",
      ip_protocol: "tcp",
      from_port: 3389,
      to_port: 3389,
      cidr_ipv4: "10.100.0.0/16",
    });

    expect(
      decideWith(endpointTakesOnlyStudio, [office], combineEdits(client, open, allowAtEndpoint("studio", forClient)))
        .kind,
    ).toBe("violated");
  });
});

describe("a connection to a declared network", () => {
  const route = (table: string, block: string): ResourceEdit =>
    combineEdits(
      setResource("aws_ec2_transit_gateway_vpc_attachment", "office", { transit_gateway_id: "tgw-0123" }),
      setResource("aws_route", "office", {
        route_table_id: `\${aws_route_table.${table}.id}`,
        destination_cidr_block: block,
        transit_gateway_id: "tgw-0123",
      }),
    );
  const claims = [noInboundFromInternet, egressOnlyThroughFirewall];

  test.each(claims)("a transit gateway route to a declared network is allowed by $name", (claim) => {
    expect(decideWith(claim, [office], route("endpoint_a", "10.100.0.0/16")).kind).toBe("proved");
  });

  test.each<[string, Json, ResourceEdit]>([
    ["to a network that is not declared", [], route("endpoint_a", "10.100.0.0/16")],
    ["to a larger network than declared", [office], route("endpoint_a", "10.0.0.0/8")],
    ["from a Studio subnet", [office], route("studio_a", "10.100.0.0/16")],
    [
      "that the other side propagates",
      [office],
      combineEdits(
        route("endpoint_a", "10.100.0.0/16"),
        setResource("aws_vpn_gateway_route_propagation", "p", {
          vpn_gateway_id: "vgw-0123",
          route_table_id: "${aws_route_table.endpoint_a.id}",
        }),
      ),
    ],
  ])("a connection with routes %s leaves the network claims undecided", (_, sources, edit) => {
    expect(claims.map((claim) => decideWith(claim, sources, edit).kind)).toEqual(["undecided", "undecided"]);
  });

  test("a declared connection does not permit inbound rules for internet addresses", () => {
    const open = setResource("aws_vpc_security_group_ingress_rule", "open", {
      security_group_id: "${aws_security_group.studio.id}",
      ip_protocol: "tcp",
      from_port: 22,
      to_port: 22,
      cidr_ipv4: "0.0.0.0/0",
    });
    const { kind, evidence } = decideWith(
      noInboundFromInternet,
      [office],
      combineEdits(route("endpoint_a", "10.100.0.0/16"), open),
    );

    expect(kind).toBe("violated");
    expect(evidence[0]?.text).toBe(
      "aws_ec2_transit_gateway_vpc_attachment.office connects a declared network, and aws_vpc_security_group_ingress_rule.open allows internet addresses",
    );
  });
});

test.each<[string, Json]>([
  ["is not an object", "office"],
  ["has no name", { cidrs: ["10.100.0.0/16"] }],
  ["has no CIDR blocks", { name: "office" }],
  ["has a text that is not a CIDR block", { name: "office", cidrs: ["10.100.0.0"] }],
  ["has internet addresses", { name: "office", cidrs: ["203.0.113.0/24", "8.8.8.0/24"] }],
  ["has every address", { name: "office", cidrs: ["0.0.0.0/0"] }],
  ["uses a service that users do not need", { ...office, services: ["kms"] }],
])("a corporate network that %s is rejected", (_, source) => {
  expect(() => decideWith(endpointTakesOnlyStudio, [source], () => undefined)).toThrow("not a corporate network");
});
