import { VpnGateway } from "@cdktf/provider-aws/lib/vpn-gateway";
import type { EndpointName } from "../../../constructs/endpoints/endpoint-catalog";
import {
  type CorporateGateway,
  CorporateNetworkAttachment,
} from "../../../constructs/user-access/corporate-network-attachment";
import { synthesizeInBareStack, type TerraformJson } from "../fixtures/bare-stack";
import { argumentsByName, resourceAt } from "../fixtures/resource-lookup";
import { sampleContext } from "../fixtures/sample-context";
import { addNetwork } from "../fixtures/sample-network";

const CIDRS = ["10.100.0.0/16", "172.20.0.0/24"];
const JOINTS: readonly (readonly [title: string, gateway: CorporateGateway])[] = [
  ["a transit gateway", { kind: "transit-gateway", id: "tgw-1" }],
  ["a VPN gateway", { kind: "vpn-gateway", id: "vgw-1" }],
  ["a VPN gateway that the construct creates", { kind: "vpn-gateway" }],
  ["a customer gateway", { kind: "customer-gateway", id: "cgw-1" }],
];

interface Built {
  readonly json: TerraformJson;
  readonly opened: ReadonlyMap<EndpointName, string>;
}

function attach(joint: CorporateGateway, cidrBlocks: readonly string[] = CIDRS): Built {
  const opened = new Map<EndpointName, string>();
  const json = synthesizeInBareStack((stack) => {
    const context = sampleContext(stack);
    new CorporateNetworkAttachment(stack, "corporate", {
      context,
      network: addNetwork(stack, { context }),
      endpoints: {
        attachSecurityGroup: (services, group) => {
          for (const service of services) {
            opened.set(service, group);
          }
        },
      },
      services: ["sagemaker.api", "studio"],
      gateway: joint,
      cidrBlocks,
    });
  });
  return { json, opened };
}

describe.each(JOINTS)("by %s", (_title, joint) => {
  const { json, opened } = attach(joint);

  test("the endpoints' subnets, and no others, have a route to each corporate block", () => {
    const routes = Object.values(argumentsByName(json, "aws_route")).map(
      ({ route_table_id, destination_cidr_block }) => `${route_table_id} ${destination_cidr_block}`,
    );

    expect(routes).toEqual(
      ["a", "b"].flatMap((zone) =>
        CIDRS.map((cidr) => `\${aws_route_table.network_endpoint_${zone}_routes.id} ${cidr}`),
      ),
    );
  });

  test("a block that is added moves no route of another", () => {
    const names = Object.keys(argumentsByName(json, "aws_route"));
    const more = argumentsByName(attach(joint, ["10.99.0.0/16", ...CIDRS]).json, "aws_route");

    expect(Object.fromEntries(names.map((name) => [name, more[name]]))).toEqual(argumentsByName(json, "aws_route"));
  });

  test("the corporate network speaks TLS to the endpoints that people need, and to nothing else", () => {
    const rules = Object.values(argumentsByName(json, "aws_vpc_security_group_ingress_rule"));

    expect(rules).toEqual(
      CIDRS.map((cidr) =>
        expect.objectContaining({
          security_group_id: "${aws_security_group.corporate_entrance.id}",
          cidr_ipv4: cidr,
          from_port: 443,
          to_port: 443,
          ip_protocol: "tcp",
        }),
      ),
    );
    expect([...opened.keys()]).toEqual(["sagemaker.api", "studio"]);
  });

  test("no routes are learned from the other side", () => {
    expect(Object.keys(json.resource).filter((type) => /propagation/.test(type))).toEqual([]);
  });
});

test("a transit gateway attachment is in the endpoint subnets, and its routes depend on it", () => {
  const { json } = attach({ kind: "transit-gateway", id: "tgw-1" });

  expect(resourceAt(json, "aws_ec2_transit_gateway_vpc_attachment.corporate_transit")).toMatchObject({
    transit_gateway_id: "tgw-1",
    subnet_ids: ["${aws_subnet.network_endpoint_a.id}", "${aws_subnet.network_endpoint_b.id}"],
  });
  expect(resourceAt(json, "aws_route.corporate_endpoint_a_to_10_100_0_0_16")).toMatchObject({
    transit_gateway_id: "tgw-1",
    depends_on: ["aws_ec2_transit_gateway_vpc_attachment.corporate_transit"],
  });
});

test("a transit gateway attachment is created after a resource that has fixed addresses in its subnets", () => {
  const json = synthesizeInBareStack((stack) => {
    const context = sampleContext(stack);
    const network = addNetwork(stack, { context });
    new CorporateNetworkAttachment(stack, "corporate", {
      context,
      network,
      endpoints: { attachSecurityGroup: () => {} },
      services: [],
      gateway: { kind: "transit-gateway", id: "tgw-1" },
      cidrBlocks: CIDRS,
      createAfter: new VpnGateway(stack, "first", {}),
    });
  });

  expect(resourceAt(json, "aws_ec2_transit_gateway_vpc_attachment.corporate_transit").depends_on).toEqual([
    "aws_vpn_gateway.first",
  ]);
});

describe("a VPN connection", () => {
  const { json } = attach({ kind: "customer-gateway", id: "cgw-1" });
  const connection = resourceAt(json, "aws_vpn_connection.corporate_tunnels");

  test("a VPN connection routes the corporate blocks and no others, whatever is announced", () => {
    expect(connection).toMatchObject({ customer_gateway_id: "cgw-1", static_routes_only: true });
    expect(
      Object.values(argumentsByName(json, "aws_vpn_connection_route")).map(
        ({ destination_cidr_block }) => destination_cidr_block,
      ),
    ).toEqual(CIDRS);
  });

  test("a VPN connection leaves its keys out of the state", () => {
    expect(connection.preshared_key_storage).toBe("SecretsManager");
    expect(Object.keys(connection).filter((name) => /preshared_key$/.test(name))).toEqual([]);
  });

  test.each(["tunnel1", "tunnel2"])("a VPN connection takes nothing weak in %s", (tunnel) => {
    const settings = JSON.stringify(Object.entries(connection).filter(([name]) => name.startsWith(tunnel)));

    expect(connection[`${tunnel}_ike_versions`]).toEqual(["ikev2"]);
    expect(settings).toContain("phase1_encryption_algorithms");
    expect(settings).toContain("phase2_integrity_algorithms");
    expect(settings).not.toMatch(/AES128|SHA1|[[,]2[,\]]|ikev1/);
  });
});
