import { readEnvironmentDiagram } from "../../../drawing/model/environment-diagram";
import type { TerraformJson } from "../../constructs/fixtures/bare-stack";
import { synthesizedJson } from "../../fixtures/synthesized";
import { CORPORATE_CIDRS } from "../../stacks/fixtures/user-access-stacks";
import {
  JUMP_HOST,
  VPN_CONNECTION,
  VPN_GATEWAY,
  WITH_EVERY_ACCESS,
  withChangedArguments,
  withoutMatchingResources,
  withoutResourceType,
} from "../fixtures/drawn-stacks";

const [dev, staging, prod] = ["dev", "staging", "prod"].map((name) =>
  readEnvironmentDiagram(name, synthesizedJson(name)),
);

/** Kinds of clients, by zone. */
function kindsOf(diagram: ReturnType<typeof readEnvironmentDiagram> | undefined): unknown {
  return diagram?.zones.map(({ endpointClients }) => endpointClients.map(({ kind }) => kind));
}

function diagramOf(json: TerraformJson) {
  return readEnvironmentDiagram("test", json);
}

test("dev has no endpoint clients, staging an instance and a function, prod a function in each zone.", () => {
  expect([dev, staging, prod].map(kindsOf)).toEqual([
    [[], []],
    [["client", "function"]],
    [["function"], ["function"], ["function"]],
  ]);
});

test("No shipped environment is attached to another network or allows clients from the internet.", () => {
  for (const diagram of [dev, staging, prod]) {
    expect(diagram?.corporate).toBeUndefined();
    expect(JSON.stringify(diagram?.zones)).not.toContain("callers");
  }
});

test("The client instance is only in the zone of its subnet.", () => {
  expect(kindsOf(diagramOf(WITH_EVERY_ACCESS))).toEqual([["client", "function"], ["function"]]);
});

test("The client instance reaches the endpoints that allow its security group: API, Studio and three of Systems Manager.", () => {
  const [client] = staging?.zones[0]?.endpointClients ?? [];

  expect(client).toEqual({
    kind: "client",
    zone: "eu-west-1a",
    cidrBlock: "10.20.255.32/28",
    endpoints: 5,
    isManaged: true,
  });
});

test("A client instance without an ssmmessages endpoint is not managed.", () => {
  const json = withoutMatchingResources(WITH_EVERY_ACCESS, "aws_vpc_endpoint", ({ service_name: name }) =>
    String(name).endsWith(".ssmmessages"),
  );

  expect(diagramOf(json).zones[0]?.endpointClients[0]).toMatchObject({
    kind: "client",
    isManaged: false,
    endpoints: 5,
  });
});

test.each([22, 8443])("A rule for port %i allows no traffic to VPC endpoints and resolvers.", (port) => {
  const json = withChangedArguments(WITH_EVERY_ACCESS, "aws_vpc_security_group_ingress_rule", {
    from_port: port,
    to_port: port,
  });

  const { studioEndpoints, corporate, zones } = diagramOf(json);

  expect([studioEndpoints, corporate?.endpoints, corporate?.usesInboundResolver]).toEqual([0, 0, false]);
  expect(zones.flatMap(({ endpointClients }) => endpointClients).map(({ endpoints }) => endpoints)).toEqual([0, 0, 0]);
});

test("An outbound resolver endpoint is not drawn as inbound.", () => {
  const { corporate, zones } = diagramOf(
    withChangedArguments(WITH_EVERY_ACCESS, "aws_route53_resolver_endpoint", { direction: "OUTBOUND" }),
  );

  expect(corporate?.usesInboundResolver).toBe(false);
  expect(zones.map(({ hasInboundResolver }) => hasInboundResolver)).toEqual([false, false]);
});

test("A function is self-service if the stack has Service Catalog products.", () => {
  const isSelfService = (json: TerraformJson) =>
    diagramOf(json).zones[0]?.endpointClients.map((client) => client.kind === "function" && client.isSelfService);

  expect(isSelfService(WITH_EVERY_ACCESS)).toEqual([false, true]);
  expect(isSelfService(withoutResourceType(WITH_EVERY_ACCESS, "aws_servicecatalog_product"))).toEqual([false, false]);
});

test.each([
  ["transit gateway", WITH_EVERY_ACCESS],
  ["VPN gateway", VPN_GATEWAY],
  ["VPN connection", VPN_CONNECTION],
])("A corporate network attached by %s has routes only in the endpoint subnets.", (attachment, json) => {
  expect(diagramOf(json).corporate).toMatchObject({
    attachments: [attachment],
    cidrBlocks: CORPORATE_CIDRS,
    tiers: ["endpoint"],
  });
});

test("The corporate network reaches some VPC endpoints, and a resolver only if an inbound endpoint exists.", () => {
  expect(diagramOf(WITH_EVERY_ACCESS).corporate).toMatchObject({ endpoints: 3, usesInboundResolver: true });
  expect(diagramOf(VPN_GATEWAY).corporate).toMatchObject({ endpoints: 2, usesInboundResolver: false });
});

test("A route to the corporate network from another tier is part of the connection.", () => {
  const [template] = Object.values(WITH_EVERY_ACCESS.resource.aws_route ?? {}).filter(
    (route) => route.transit_gateway_id,
  );
  const route = { ...template, route_table_id: "${aws_route_table.network_studio_a_routes.id}" };
  const routes = { ...WITH_EVERY_ACCESS.resource.aws_route, leak: route };

  const { corporate } = diagramOf({
    ...WITH_EVERY_ACCESS,
    resource: { ...WITH_EVERY_ACCESS.resource, aws_route: routes },
  });

  expect(corporate?.tiers).toEqual(["studio", "endpoint"]);
});

test("A route to a VPN gateway is not a hop to the internet.", () => {
  expect(diagramOf(VPN_GATEWAY).routeHops).toEqual([]);
});

test("A jump host allows one block on one port and has a return route.", () => {
  expect(diagramOf(JUMP_HOST).zones[0]?.endpointClients).toEqual([
    {
      kind: "jump host",
      zone: "eu-west-1a",
      cidrBlock: "10.40.255.32/28",
      endpoints: 2,
      callers: [{ cidrBlock: "203.0.113.7/32", port: 3389, hasReturnRoute: true }],
    },
  ]);
});

test("A client without a route to its block has no return route.", () => {
  const json = withoutMatchingResources(
    JUMP_HOST,
    "aws_route",
    ({ destination_cidr_block: block }) => block === "203.0.113.7/32",
  );

  expect(diagramOf(json).zones[0]?.endpointClients[0]).toMatchObject({ callers: [{ hasReturnRoute: false }] });
});

test("Gateway endpoints and buckets of self-service are counted separately from those of Studio.", () => {
  const studioOnly = { lockedBuckets: 2, templateBuckets: 0, studioGatewayEndpoints: 1, functionGatewayEndpoints: 0 };

  expect(dev?.dataStores).toEqual(studioOnly);
  expect(staging?.dataStores).toEqual({ ...studioOnly, templateBuckets: 1, functionGatewayEndpoints: 1 });
  expect(prod?.dataStores).toEqual({ ...studioOnly, templateBuckets: 1, functionGatewayEndpoints: 1 });
});

test("A gateway endpoint that Studio and the function share counts for Studio.", () => {
  const { endpoints_s3: shared, ...others } = WITH_EVERY_ACCESS.resource.aws_vpc_endpoint ?? {};
  const tables = ["studio", "function"].map((tier) => `\${aws_route_table.network_${tier}_a_routes.id}`);
  const endpoints = { ...others, endpoints_s3: { ...shared, route_table_ids: tables } };

  const { dataStores } = diagramOf({
    ...WITH_EVERY_ACCESS,
    resource: { ...WITH_EVERY_ACCESS.resource, aws_vpc_endpoint: endpoints },
  });

  expect(dataStores).toMatchObject({ studioGatewayEndpoints: 1, functionGatewayEndpoints: 1 });
});

test("A bucket counts for the Studio endpoint only if its policy names the endpoint.", () => {
  const json = withoutMatchingResources(WITH_EVERY_ACCESS, "aws_s3_bucket_policy", ({ bucket }) =>
    String(bucket).includes("_data."),
  );

  expect(diagramOf(json).dataStores.lockedBuckets).toBe(1);
});

test("Tiers depend on the resources in a subnet, so renaming all subnets changes nothing.", () => {
  const renamed = JSON.parse(JSON.stringify(WITH_EVERY_ACCESS).replaceAll("network_", "renamed_")) as TerraformJson;

  expect(diagramOf(renamed)).toEqual(diagramOf(WITH_EVERY_ACCESS));
});
