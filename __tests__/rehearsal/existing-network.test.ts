import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { requireEnvironments } from "../../envs/validation/parse-environments";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { TODAY } from "../envs/fixtures/sample-environment";
import { testingApp } from "../fixtures/testing-app";
import { existingEnvironment, TRANSIT_GATEWAY_ID } from "../stacks/fixtures/enterprise-environments";
import { type MutableTerraformJson, playableStack } from "./fixtures/mutable-terraform-json";
import { describeWithTerraform } from "./fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed } from "./fixtures/terraform-test-bed";

const MINUTE_MS = 60_000;

function existingStack(): MutableTerraformJson {
  const [environment] = requireEnvironments([existingEnvironment], TODAY);
  if (environment === undefined) {
    throw new Error("existing network: no environment, got an empty list; see the fixture");
  }
  return playableStack(JSON.parse(Testing.synth(new PerimeterStack(testingApp(), environment.name, { environment }))));
}

const vpc = { enable_dns_support: true, enable_dns_hostnames: true };
const subnet = { map_public_ip_on_launch: false, assign_ipv6_address_on_creation: false, cidr_block: "10.42.0.0/20" };
/** A route as the provider reads it: unset targets are empty. */
const route = {
  cidr_block: "",
  destination_prefix_list_id: "",
  gateway_id: "",
  transit_gateway_id: "",
  vpc_endpoint_id: "",
};
const local = { ...route, cidr_block: "10.42.0.0/16", gateway_id: "local" };
const s3 = { ...route, destination_prefix_list_id: "pl-0123456789abcdef0", gateway_id: "vpce-0123456789abcdef0" };
const transit = { ...route, cidr_block: "0.0.0.0/0", transit_gateway_id: TRANSIT_GATEWAY_ID };
const tables = (...routes: readonly object[]) => ({ routes: [local, ...routes] });

/** What a lookup reads, the data source whose conditions judge it, and whether the plan goes on. */
const CASES: readonly (readonly [string, string, object, boolean])[] = [
  ["a VPC with DNS", "aws_vpc.network_vpc", vpc, true],
  ["a VPC without DNS support", "aws_vpc.network_vpc", { ...vpc, enable_dns_support: false }, false],
  ["a VPC without DNS host names", "aws_vpc.network_vpc", { ...vpc, enable_dns_hostnames: false }, false],
  ["a private subnet", "aws_subnet.network_studio_a", subnet, true],
  [
    "a subnet with public addresses",
    "aws_subnet.network_studio_a",
    { ...subnet, map_public_ip_on_launch: true },
    false,
  ],
  ["a subnet with IPv6", "aws_subnet.network_studio_a", { ...subnet, assign_ipv6_address_on_creation: true }, false],
  ["a subnet that is too small", "aws_subnet.network_studio_a", { ...subnet, cidr_block: "10.42.0.0/28" }, false],
  ["local routes", "aws_route_table.network_endpoint_a_routes", tables(), true],
  ["a route of a gateway endpoint", "aws_route_table.network_studio_a_routes", tables(s3), true],
  ["the default route to the gateway", "aws_route_table.network_studio_a_routes", tables(s3, transit), true],
  ["a default route of an endpoint subnet", "aws_route_table.network_endpoint_a_routes", tables(transit), false],
  [
    "another gateway",
    "aws_route_table.network_studio_a_routes",
    tables({ ...transit, transit_gateway_id: "tgw-1" }),
    false,
  ],
  [
    "an internet gateway",
    "aws_route_table.network_studio_a_routes",
    tables({ ...route, cidr_block: "0.0.0.0/0", gateway_id: "igw-1" }),
    false,
  ],
  [
    "a NAT gateway",
    "aws_route_table.network_studio_a_routes",
    tables({ ...route, cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-1" }),
    false,
  ],
  [
    "an appliance",
    "aws_route_table.network_studio_a_routes",
    tables({ ...route, cidr_block: "0.0.0.0/0", vpc_endpoint_id: "vpce-1" }),
    false,
  ],
  ["an unset gateway", "aws_route_table.network_studio_a_routes", tables({ ...route, gateway_id: null }), false],
];

function provedClaims(configuration: TerraformConfiguration): readonly string[] {
  return decideClaims({ configuration, posture: readPosture(configuration) }).flatMap(({ claim, verdict }) =>
    verdict.kind === "proved" ? [claim.name] : [],
  );
}

describeWithTerraform("an environment in an existing network", () => {
  const stack = existingStack();
  let testBed: TerraformTestBed;

  beforeAll(async () => {
    testBed = await startTestBed([stack]);
  }, MINUTE_MS);

  afterAll(() => testBed.close());

  test(
    "The plan of an environment in a network that is looked up violates no claim, and proves what was proved before it.",
    async () => {
      const copy = await testBed.openWorkingCopy("team-b");
      await copy.write(stack);
      const { code, stderr } = await copy.run("plan", "-input=false", "-out=plan.bin");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const { stdout } = await copy.run("show", "-json", "plan.bin");
      const configuration = readConfiguration(JSON.parse(stdout), "plan");
      const results = decideClaims({ configuration, posture: readPosture(configuration) });
      const violated = results.filter(({ verdict }) => verdict.kind === "violated");

      expect(violated.map(({ claim, verdict }) => [claim.name, verdict.evidence[0]?.text])).toEqual([]);
      const provedBefore = provedClaims(readConfiguration(stack, "stack"));
      expect(provedBefore).toContain("bucket-only-through-endpoint");
      expect(provedClaims(configuration)).toEqual(expect.arrayContaining([...provedBefore]));
    },
    MINUTE_MS,
  );

  test(
    "Terraform evaluates the conditions as intended over networks that fit and networks that do not.",
    async () => {
      const copy = await testBed.openWorkingCopy("conditions");
      const locals = Object.fromEntries(CASES.map(([, , found], index) => [`found_${index}`, found]));
      const output = Object.fromEntries(
        CASES.map(([, address], index) => [`holds_${index}`, { value: conditionsOf(address, `local.found_${index}`) }]),
      );
      writeFileSync(join(copy.directory, "main.tf.json"), JSON.stringify({ locals, output }));
      const { code, stderr } = await copy.run("apply", "-auto-approve", "-input=false");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const { outputs } = JSON.parse(readFileSync(join(copy.directory, "terraform.tfstate"), "utf8")) as {
        readonly outputs: Readonly<Record<string, { readonly value: boolean }>>;
      };

      expect(CASES.map(([what], index) => [what, outputs[`holds_${index}`]?.value])).toEqual(
        CASES.map(([what, , , holds]) => [what, holds]),
      );
    },
    MINUTE_MS,
  );

  /** One expression that holds if every condition of a data source does. */
  function conditionsOf(address: string, self: string): string {
    const [type = "", name = ""] = address.split(".");
    const { postcondition = [] } = (stack.data[type]?.[name]?.lifecycle ?? {}) as {
      readonly postcondition?: readonly { readonly condition: string }[];
    };
    const terms = postcondition.map(({ condition }) => condition.slice(2, -1).replaceAll("self.", `${self}.`));
    return `\${alltrue([${terms.join(", ")}])}`;
  }
});
