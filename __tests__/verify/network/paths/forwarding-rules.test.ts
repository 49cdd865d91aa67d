import { parseAddressSet } from "../../../../ip/cidr";
import { internetAddresses } from "../../../../ip/internet-addresses";
import { networkModelOf } from "../../../../verify/network/network-model";
import type { ForwardingPath } from "../../../../verify/network/paths/forwarding-path";
import { tracePackets } from "../../../../verify/network/paths/trace-packets";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import {
  combineEdits,
  type MutableResources,
  networkPerimeter,
  type ResourceEdit,
  setResource,
} from "../../fixtures/network-perimeter";

/** Paths of Studio's subnet in a sketch to the given blocks; which public addresses are S3's, only AWS knows. */
function pathsTo(
  sketch: MutableResources,
  edit: ResourceEdit,
  ...blocks: readonly string[]
): readonly ForwardingPath[] {
  return paths(sketch, edit, ...blocks).filter(({ disposition: end }) => end.kind !== "service");
}

/** All paths of Studio's subnet in a sketch, to the internet or to given blocks. */
function paths(sketch: MutableResources, edit: ResourceEdit, ...blocks: readonly string[]): readonly ForwardingPath[] {
  const resource = structuredClone(sketch);
  edit(resource);
  const network = networkModelOf(readConfiguration({ resource }, "sketch"));
  const [studio] = network.studioSubnets;
  if (studio === undefined) {
    throw new Error("sketch: places no Studio, got no subnet; add a domain");
  }
  return tracePackets(network, studio, blocks.length === 0 ? internetAddresses : parseAddressSet(...blocks));
}

function route(table: string, target: Record<string, string>): ResourceEdit {
  return setResource("aws_route", `${table}_out`, {
    route_table_id: `\${aws_route_table.${table}.id}`,
    destination_cidr_block: "0.0.0.0/0",
    ...target,
  });
}

const sealed = networkPerimeter({ order: "none" });
const gateway = setResource("aws_internet_gateway", "g", { vpc_id: "${aws_vpc.main.id}" });
const toGateway = { gateway_id: "${aws_internet_gateway.g.id}" };
const throughNat = (values: Record<string, string>): ResourceEdit =>
  combineEdits(
    gateway,
    route("endpoint_a", toGateway),
    setResource("aws_nat_gateway", "n", { subnet_id: "${aws_subnet.endpoint_a.id}", ...values }),
    route("studio_a", { nat_gateway_id: "${aws_nat_gateway.n.id}" }),
  );

describe("a walk", () => {
  it("a walk ends at an internet gateway for what a private NAT gateway has translated", () => {
    const ends = (values: Record<string, string>): readonly string[] =>
      pathsTo(sealed, throughNat(values), "8.8.8.8/32").map(({ disposition: end }) => end.kind);

    expect(ends({ connectivity_type: "public" })).toEqual(["internet"]);
    expect(ends({ connectivity_type: "private" })).toEqual(["dropped"]);
  });

  it("a walk stays private behind a second NAT gateway that is public", () => {
    const edit = combineEdits(
      throughNat({ connectivity_type: "private" }),
      setResource("aws_subnet", "more", { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.99.0/24" }),
      setResource("aws_nat_gateway", "m", { subnet_id: "${aws_subnet.more.id}" }),
      route("endpoint_a", { nat_gateway_id: "${aws_nat_gateway.m.id}" }),
      setResource("aws_default_route_table", "d", {
        default_route_table_id: "${aws_vpc.main.default_route_table_id}",
        route: [{ cidr_block: "0.0.0.0/0", ...toGateway }],
      }),
    );

    expect(pathsTo(sealed, edit, "8.8.8.8/32").map(({ disposition: end }) => end.kind)).toEqual(["dropped"]);
  });

  it("a walk does not look behind a regional NAT gateway", () => {
    const edit = combineEdits(
      setResource("aws_nat_gateway", "n", { availability_mode: "regional", subnet_id: "${aws_subnet.endpoint_a.id}" }),
      route("studio_a", { nat_gateway_id: "${aws_nat_gateway.n.id}" }),
    );

    expect(pathsTo(sealed, edit, "8.8.8.8/32").map(({ disposition: end }) => end)).toEqual([
      { kind: "unknown", text: "aws_nat_gateway.n is a regional NAT gateway: AWS manages its routes" },
    ]);
  });

  it("a walk bears the NAT gateway's address from there on, which the next network ACL judges", () => {
    const acl = (block: string): ResourceEdit =>
      setResource("aws_network_acl", "firewall", {
        subnet_ids: ["${aws_subnet.firewall_a.id}"],
        ingress: [{ rule_no: 1, action: "allow", protocol: "-1", cidr_block: block }],
        egress: [{ rule_no: 1, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0" }],
      });
    const ends = (block: string): readonly string[] =>
      pathsTo(networkPerimeter({ order: "nat-first" }), acl(block), "8.8.8.8/32").map(
        ({ disposition: end }) => end.kind,
      );

    expect(ends("10.0.3.0/24")).toEqual(["internet"]);
    expect(ends("10.0.0.0/24")).toEqual(["dropped"]);
  });

  it("a walk tries the rules of a network ACL by their numbers, in whatever order they are written", () => {
    const acl = (deny: number): ResourceEdit =>
      combineEdits(
        gateway,
        route("studio_a", toGateway),
        setResource("aws_network_acl", "x", {
          subnet_ids: ["${aws_subnet.studio_a.id}"],
          egress: [
            { rule_no: 50, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0" },
            { rule_no: deny, action: "deny", protocol: "-1", cidr_block: "8.0.0.0/8" },
          ],
        }),
      );

    expect(pathsTo(sealed, acl(10), "8.8.8.8/32").map(({ disposition: end }) => end.kind)).toEqual(["dropped"]);
    expect(pathsTo(sealed, acl(90), "8.8.8.8/32").map(({ disposition: end }) => end.kind)).toEqual(["internet"]);
  });

  it("a walk takes a rule for some protocols only as no refusal of the others", () => {
    const edit = combineEdits(
      gateway,
      route("studio_a", toGateway),
      setResource("aws_network_acl", "x", { subnet_ids: ["${aws_subnet.studio_a.id}"] }),
      setResource("aws_network_acl_rule", "deny", {
        network_acl_id: "${aws_network_acl.x.id}",
        egress: true,
        rule_number: 1,
        rule_action: "deny",
        protocol: "tcp",
        from_port: 0,
        to_port: 65535,
        cidr_block: "0.0.0.0/0",
      }),
      setResource("aws_network_acl_rule", "allow", {
        network_acl_id: "${aws_network_acl.x.id}",
        egress: true,
        rule_number: 2,
        rule_action: "allow",
        protocol: "-1",
        cidr_block: "0.0.0.0/0",
      }),
    );

    expect(pathsTo(sealed, edit, "8.8.8.8/32").map(({ disposition: end }) => end.kind)).toEqual(["internet"]);
  });

  it("a walk delivers inside a VPC that uses public blocks, whatever a gateway endpoint's list holds", () => {
    const edit: ResourceEdit = (resources) => {
      Object.assign(resources.aws_vpc?.main ?? {}, { cidr_block: "30.0.0.0/16" });
      Object.assign(resources.aws_subnet?.studio_a ?? {}, { cidr_block: "30.0.0.0/24" });
    };

    expect(paths(sealed, edit, "30.0.1.0/24").map(({ disposition: end }) => end.kind)).toEqual(["local"]);
  });

  it("a walk reaches S3 over the gateway endpoint and nothing else of the internet", () => {
    const kinds = paths(sealed, () => undefined).map(({ disposition: end }) => end.kind);

    expect(new Set(kinds)).toEqual(new Set(["service", "dropped"]));
  });

  it("a walk prefers a written route over the local one of the same length", () => {
    const edit = combineEdits(
      gateway,
      setResource("aws_route", "x", {
        route_table_id: "${aws_route_table.studio_a.id}",
        destination_cidr_block: "10.0.0.0/16",
        ...toGateway,
      }),
    );

    expect(pathsTo(sealed, edit, "10.0.1.0/24").map(({ disposition: end }) => end.kind)).toEqual(["unknown"]);
  });

  it("a walk translates IPv6 to the IPv4 internet only through NAT64", () => {
    const edit = combineEdits(
      throughNat({}),
      setResource("aws_route", "six", {
        route_table_id: "${aws_route_table.studio_a.id}",
        destination_ipv6_cidr_block: "::/0",
        nat_gateway_id: "${aws_nat_gateway.n.id}",
      }),
    );

    expect(pathsTo(sealed, edit, "64:ff9b::/96").map(({ disposition: end }) => end.kind)).toEqual(["internet"]);
    expect(pathsTo(sealed, edit, "2606:4700::/32").map(({ disposition: end }) => end.kind)).toEqual(["dropped"]);
  });
});
