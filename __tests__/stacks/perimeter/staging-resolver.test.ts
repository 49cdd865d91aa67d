import { Testing } from "cdktf";
import { refusedValues } from "../../../constraints/refused-stack";
import { requireEnvironments } from "../../../envs/validation/parse-environments";
import { fixedCostItems } from "../../../review/cost/fixed-cost-items";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import { claims } from "../../../verify/claims";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { TODAY } from "../../envs/fixtures/sample-environment";
import { staging } from "../../fixtures/environments/staging";
import { testingApp } from "../../fixtures/testing-app";
import { unprovedClaims } from "../../verify/fixtures/unproved-claims";

const cidrs = ["10.100.0.0/16"];
const access = {
  kind: "on",
  selfService: { kind: "on", endUsers: { kind: "iam-users" } },
  notebookInstance: { user: "data-scientist" },
  client: { kind: "ssm" },
  resolverInbound: true,
};

/** Staging with everything of user access: in one zone, and with the transit gateway of a company in two. */
const STAGING = {
  "in one zone, with a VPN gateway of its own": {
    ...staging,
    access: { ...access, attachment: { kind: "vpn-gateway", cidrs } },
  },
  "in two zones, with a transit gateway": {
    ...staging,
    availabilityZones: ["eu-west-1a", "eu-west-1b"],
    access: { ...access, attachment: { kind: "transit-gateway", id: "tgw-0123456789abcdef0", cidrs } },
  },
};

function synthesize(input: object) {
  const [environment] = requireEnvironments([input], TODAY);
  if (environment === undefined) {
    throw new Error("staging: no environment, got an empty list; see the fixture");
  }
  return JSON.parse(Testing.synth(new PerimeterStack(testingApp(), "staging", { environment })));
}

const stacks = Object.entries(STAGING).map(([title, input]) => ({ title, json: synthesize(input) }));
const [inOneZone] = stacks;

test.each(stacks)("Staging $title, with the resolver of a corporate network, proves its claims.", ({ json }) => {
  const judged = claims.filter(({ topic }) => topic === "network" || topic === "names" || topic === "operations");

  expect(unprovedClaims(json, judged)).toEqual([]);
  expect(refusedValues(json)).toEqual([]);
});

test.each(stacks)("Staging $title has two resolver addresses, and the price counts both.", ({ json }) => {
  const { quantities } = fixedCostItems(readConfiguration(json, "staging"));

  expect(quantities["resolver-address"]).toBe(2);
});

test("In one zone every interface endpoint is created after the resolver, which has fixed addresses in their subnet.", () => {
  const endpoints: readonly Record<string, unknown>[] = Object.values(inOneZone?.json.resource.aws_vpc_endpoint);
  const interfaces = endpoints.filter((endpoint) => endpoint.vpc_endpoint_type === "Interface");

  expect(new Set(interfaces.map((endpoint) => JSON.stringify(endpoint.depends_on)))).toEqual(
    new Set(['["aws_route53_resolver_endpoint.access_resolver_endpoint"]']),
  );
});

test("The network team finds the VPN gateway that the stack creates in an output.", () => {
  expect(inOneZone?.json.output.vpn_gateway_id.value).toBe("${aws_vpn_gateway.access_corporate_private.id}");
});
