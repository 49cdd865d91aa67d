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

/** Ways in of each zone, in short. */
function kindsOf(plan: ReturnType<typeof readEnvironmentDiagram> | undefined): unknown {
  return plan?.zones.map(({ endpointClients: waysIn }) => waysIn.map(({ kind }) => kind));
}

function planOf(json: TerraformJson) {
  return readEnvironmentDiagram("test", json);
}

test("dev has no way in, staging a client and a function, prod a function in each zone", () => {
  expect([dev, staging, prod].map(kindsOf)).toEqual([
    [[], []],
    [["client", "function"]],
    [["function"], ["function"], ["function"]],
  ]);
});

test("no environment that ships is joined to another network or open to a caller from the internet", () => {
  for (const plan of [dev, staging, prod]) {
    expect(plan?.corporate).toBeUndefined();
    expect(JSON.stringify(plan?.zones)).not.toContain("callers");
  }
});

test("the client stands in the zone of its machine alone, though its tier has a subnet in each", () => {
  expect(kindsOf(planOf(WITH_EVERY_ACCESS))).toEqual([["client", "function"], ["function"]]);
});

test("what the client reaches is what admits its group: API, Studio, and the three of Systems Manager", () => {
  const [client] = staging?.zones[0]?.endpointClients ?? [];

  expect(client).toEqual({
    kind: "client",
    zone: "eu-west-1a",
    cidrBlock: "10.20.255.32/28",
    endpoints: 5,
    isManaged: true,
  });
});

test("a client that no endpoint of Systems Manager admits is not said to be reached by it", () => {
  const json = withoutMatchingResources(WITH_EVERY_ACCESS, "aws_vpc_endpoint", ({ service_name: name }) =>
    String(name).endsWith(".ssmmessages"),
  );

  expect(planOf(json).zones[0]?.endpointClients[0]).toMatchObject({ kind: "client", isManaged: false, endpoints: 5 });
});

test.each([22, 8443])("a rule for port %i lets nobody into an endpoint or a resolver", (port) => {
  const json = withChangedArguments(WITH_EVERY_ACCESS, "aws_vpc_security_group_ingress_rule", {
    from_port: port,
    to_port: port,
  });

  const { studioEndpoints, corporate, zones } = planOf(json);

  expect([studioEndpoints, corporate?.endpoints, corporate?.usesInboundResolver]).toEqual([0, 0, false]);
  expect(zones.flatMap(({ endpointClients: waysIn }) => waysIn).map(({ endpoints }) => endpoints)).toEqual([0, 0, 0]);
});

test("a resolver that asks others is no way in", () => {
  const { corporate, zones } = planOf(
    withChangedArguments(WITH_EVERY_ACCESS, "aws_route53_resolver_endpoint", { direction: "OUTBOUND" }),
  );

  expect(corporate?.usesInboundResolver).toBe(false);
  expect(zones.map(({ hasInboundResolver: hasResolver }) => hasResolver)).toEqual([false, false]);
});

test("the function is self-service where Service Catalog offers products, a function elsewhere", () => {
  const isSelfService = (json: TerraformJson) =>
    planOf(json).zones[0]?.endpointClients.map((wayIn) => wayIn.kind === "function" && wayIn.isSelfService);

  expect(isSelfService(WITH_EVERY_ACCESS)).toEqual([false, true]);
  expect(isSelfService(withoutResourceType(WITH_EVERY_ACCESS, "aws_servicecatalog_product"))).toEqual([false, false]);
});

test.each([
  ["transit gateway", WITH_EVERY_ACCESS],
  ["VPN gateway", VPN_GATEWAY],
  ["VPN connection", VPN_CONNECTION],
])("the corporate network by %s has routes to the endpoints' subnets and no other", (joint, json) => {
  expect(planOf(json).corporate).toMatchObject({
    attachments: [joint],
    cidrBlocks: CORPORATE_CIDRS,
    tiers: ["endpoint"],
  });
});

test("the corporate network is admitted by some endpoints, and asks a resolver only where one is inbound", () => {
  expect(planOf(WITH_EVERY_ACCESS).corporate).toMatchObject({ endpoints: 3, usesInboundResolver: true });
  expect(planOf(VPN_GATEWAY).corporate).toMatchObject({ endpoints: 2, usesInboundResolver: false });
});

test("a route to the corporate network from another tier is seen there", () => {
  const [template] = Object.values(WITH_EVERY_ACCESS.resource.aws_route ?? {}).filter(
    (route) => route.transit_gateway_id,
  );
  const route = { ...template, route_table_id: "${aws_route_table.network_studio_a_routes.id}" };
  const routes = { ...WITH_EVERY_ACCESS.resource.aws_route, leak: route };

  const { corporate } = planOf({
    ...WITH_EVERY_ACCESS,
    resource: { ...WITH_EVERY_ACCESS.resource, aws_route: routes },
  });

  expect(corporate?.tiers).toEqual(["studio", "endpoint"]);
});

test("a route to a VPN gateway is no hop to the internet", () => {
  expect(planOf(VPN_GATEWAY).routeHops).toEqual([]);
});

test("a jump host is open to one block on one port, and answers it by a route of its own", () => {
  expect(planOf(JUMP_HOST).zones[0]?.endpointClients).toEqual([
    {
      kind: "jump host",
      zone: "eu-west-1a",
      cidrBlock: "10.40.255.32/28",
      endpoints: 2,
      callers: [{ cidrBlock: "203.0.113.7/32", port: 3389, hasReturnRoute: true }],
    },
  ]);
});

test("a caller to whom no route leads is not answered", () => {
  const json = withoutMatchingResources(
    JUMP_HOST,
    "aws_route",
    ({ destination_cidr_block: block }) => block === "203.0.113.7/32",
  );

  expect(planOf(json).zones[0]?.endpointClients[0]).toMatchObject({ callers: [{ hasReturnRoute: false }] });
});

test("gateway endpoints and buckets of self-service are counted apart from Studio's", () => {
  const studioAlone = { lockedBuckets: 2, templateBuckets: 0, studioGatewayEndpoints: 1, functionGatewayEndpoints: 0 };

  expect(dev?.dataStores).toEqual(studioAlone);
  expect(staging?.dataStores).toEqual({ ...studioAlone, templateBuckets: 1, functionGatewayEndpoints: 1 });
  expect(prod?.dataStores).toEqual({ ...studioAlone, templateBuckets: 1, functionGatewayEndpoints: 1 });
});

test("a gateway endpoint that Studio and the function share is Studio's", () => {
  const { endpoints_s3: shared, ...others } = WITH_EVERY_ACCESS.resource.aws_vpc_endpoint ?? {};
  const tables = ["studio", "function"].map((tier) => `\${aws_route_table.network_${tier}_a_routes.id}`);
  const endpoints = { ...others, endpoints_s3: { ...shared, route_table_ids: tables } };

  const { dataStores: stores } = planOf({
    ...WITH_EVERY_ACCESS,
    resource: { ...WITH_EVERY_ACCESS.resource, aws_vpc_endpoint: endpoints },
  });

  expect(stores).toMatchObject({ studioGatewayEndpoints: 1, functionGatewayEndpoints: 1 });
});

test("a bucket is behind Studio's endpoint only where its policy names it", () => {
  const json = withoutMatchingResources(WITH_EVERY_ACCESS, "aws_s3_bucket_policy", ({ bucket }) =>
    String(bucket).includes("_data."),
  );

  expect(planOf(json).dataStores.lockedBuckets).toBe(1);
});

test("tiers are what stands in a subnet, so that renaming everything changes nothing", () => {
  const renamed = JSON.parse(JSON.stringify(WITH_EVERY_ACCESS).replaceAll("network_", "renamed_")) as TerraformJson;

  expect(planOf(renamed)).toEqual(planOf(WITH_EVERY_ACCESS));
});
