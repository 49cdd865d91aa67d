import { egressOnlyThroughFirewall } from "../../../verify/claims/network/egress-only-through-firewall";
import { endpointTakesOnlyStudio } from "../../../verify/claims/network/endpoint-takes-only-studio";
import { noInboundFromInternet } from "../../../verify/claims/network/no-inbound-from-internet";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { Json } from "../../../verify/terraform/terraform-configuration";
import type { Claim, Verdict } from "../../../verify/verdict/claim";
import { combineEdits, networkPerimeter, type ResourceEdit, setResource } from "../fixtures/network-perimeter";

const office = { name: "office", cidrs: ["10.100.0.0/16"] };

/** Judges the small perimeter, after an edit, as a stack that declares these sources. */
function judgedWith(claim: Claim, sources: Json, edit: ResourceEdit): Verdict {
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
  return claim.decide({ configuration, posture: readPosture(configuration) });
}

const letIn = (values: Record<string, string | number>): ResourceEdit =>
  setResource("aws_vpc_security_group_ingress_rule", "people", {
    security_group_id: "${aws_security_group.people.id}",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    ...values,
  });

/** People come in at one endpoint, which wears a second group for them. */
const entrance = (endpoint: string, values: Record<string, string | number>): ResourceEdit =>
  combineEdits(
    setResource("aws_security_group", "people", { vpc_id: "${aws_vpc.main.id}" }),
    setResource("aws_vpc_endpoint_security_group_association", "people", {
      vpc_endpoint_id: `\${aws_vpc_endpoint.${endpoint}.id}`,
      security_group_id: "${aws_security_group.people.id}",
    }),
    letIn(values),
  );

describe("endpoints for people", () => {
  it("may be used from a declared source", () => {
    const { kind, evidence } = judgedWith(
      endpointTakesOnlyStudio,
      [office],
      entrance("studio", { cidr_ipv4: "10.100.7.0/24" }),
    );

    expect(kind).toBe("proved");
    expect(evidence.map(({ text }) => text)).toContain(
      "aws_vpc_endpoint.studio takes TLS from 10.100.7.0/24, a declared source",
    );
  });

  it.each<[string, Json, ResourceEdit]>([
    ["from there by more than TLS", [office], entrance("studio", { cidr_ipv4: "10.100.0.0/16", to_port: 444 })],
    ["from a network beside it", [office], entrance("studio", { cidr_ipv4: "10.101.0.0/16" })],
    ["from a network around it", [office], entrance("studio", { cidr_ipv4: "10.0.0.0/8" })],
    ["where nothing is declared", [], entrance("studio", { cidr_ipv4: "10.100.0.0/16" })],
    [
      "where only the API is declared",
      [{ ...office, services: ["sagemaker.api"] }],
      entrance("studio", { cidr_ipv4: "10.100.0.0/16" }),
    ],
    ["where the endpoint is for machines", [office], entrance("sts", { cidr_ipv4: "10.100.0.0/16" })],
  ])("may not be used %s", (_, sources, edit) => {
    expect(judgedWith(endpointTakesOnlyStudio, sources, edit).kind).toBe("violated");
  });

  const client = combineEdits(
    setResource("aws_security_group", "client", { vpc_id: "${aws_vpc.main.id}" }),
    setResource("aws_instance", "client", {
      subnet_id: "${aws_subnet.endpoint_a.id}",
      vpc_security_group_ids: ["${aws_security_group.client.id}"],
    }),
  );
  const forClient = { referenced_security_group_id: "${aws_security_group.client.id}" };

  it("may be used by a machine that nothing connects to, and no others may", () => {
    expect(judgedWith(endpointTakesOnlyStudio, [], combineEdits(client, entrance("studio", forClient))).kind).toBe(
      "proved",
    );
    expect(judgedWith(endpointTakesOnlyStudio, [], combineEdits(client, entrance("sts", forClient))).kind).toBe(
      "violated",
    );
  });

  it("may not be used by a machine that takes connections", () => {
    const open = setResource("aws_vpc_security_group_ingress_rule", "open", {
      security_group_id: "${aws_security_group.client.id}",
      ip_protocol: "tcp",
      from_port: 3389,
      to_port: 3389,
      cidr_ipv4: "10.100.0.0/16",
    });

    expect(
      judgedWith(endpointTakesOnlyStudio, [office], combineEdits(client, open, entrance("studio", forClient))).kind,
    ).toBe("violated");
  });
});

describe("a joint with a declared network", () => {
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

  it.each(claims)("is a named source: $name", (claim) => {
    expect(judgedWith(claim, [office], route("endpoint_a", "10.100.0.0/16")).kind).toBe("proved");
  });

  it.each<[string, Json, ResourceEdit]>([
    ["not declared", [], route("endpoint_a", "10.100.0.0/16")],
    ["wider than declared", [office], route("endpoint_a", "10.0.0.0/8")],
    ["Studio's to reach", [office], route("studio_a", "10.100.0.0/16")],
    [
      "written by the other side",
      [office],
      combineEdits(
        route("endpoint_a", "10.100.0.0/16"),
        setResource("aws_vpn_gateway_route_propagation", "p", {
          vpn_gateway_id: "vgw-0123",
          route_table_id: "${aws_route_table.endpoint_a.id}",
        }),
      ),
    ],
  ])("is an open end where its routes are %s", (_, sources, edit) => {
    expect(claims.map((claim) => judgedWith(claim, sources, edit).kind)).toEqual(["undecided", "undecided"]);
  });

  it("lets nobody in whom the internet may be", () => {
    const open = setResource("aws_vpc_security_group_ingress_rule", "open", {
      security_group_id: "${aws_security_group.studio.id}",
      ip_protocol: "tcp",
      from_port: 22,
      to_port: 22,
      cidr_ipv4: "0.0.0.0/0",
    });
    const { kind, evidence } = judgedWith(
      noInboundFromInternet,
      [office],
      combineEdits(route("endpoint_a", "10.100.0.0/16"), open),
    );

    expect(kind).toBe("violated");
    expect(evidence[0]?.text).toBe(
      "aws_ec2_transit_gateway_vpc_attachment.office -> whatever aws_vpc_security_group_ingress_rule.open lets in",
    );
  });
});

test.each<[string, Json]>([
  ["no object", "office"],
  ["no name", { cidrs: ["10.100.0.0/16"] }],
  ["no blocks", { name: "office" }],
  ["what is no block", { name: "office", cidrs: ["10.100.0.0"] }],
  ["addresses of the internet", { name: "office", cidrs: ["203.0.113.0/24", "8.8.8.0/24"] }],
  ["everything", { name: "office", cidrs: ["0.0.0.0/0"] }],
  ["a service that is not for people", { ...office, services: ["kms"] }],
])("a source with %s is refused", (_, source) => {
  expect(() => judgedWith(endpointTakesOnlyStudio, [source], () => undefined)).toThrow("holds no source");
});
