import { Testing } from "cdktf";
import fc from "fast-check";
import type { Environment } from "../../envs/schema/environment";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import type { TerraformJson } from "../constructs/fixtures/bare-stack";
import { validEnvironments } from "../fixtures/arbitrary-environment";
import { propertyRuns } from "../fixtures/property-runs";
import { testingApp } from "../fixtures/testing-app";

/** Each run synthesizes at least one whole stack. */
const RUNS = propertyRuns(12);

function synthesize(environment: Environment): TerraformJson & { readonly text: string } {
  const text = Testing.synth(new PerimeterStack(testingApp(), environment.name, { environment }), true);
  return { ...(JSON.parse(text) as TerraformJson), text };
}

function range(cidrBlock: string): readonly [first: number, end: number] {
  const [address = "", length = ""] = cidrBlock.split("/");
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return [first, first + 2 ** (32 - Number(length))];
}

function all(json: TerraformJson, type: string): readonly Readonly<Record<string, unknown>>[] {
  return Object.values(json.resource[type] ?? {});
}

test("any valid environment synthesizes, with disjoint subnets inside the VPC", () => {
  fc.assert(
    fc.property(validEnvironments, (environment) => {
      const json = synthesize(environment);
      const [first, end] = range(environment.vpcCidr);
      const subnets = all(json, "aws_subnet")
        .map((subnet) => range(String(subnet.cidr_block)))
        .toSorted(([one], [other]) => one - other);

      expect(subnets.length).toBeGreaterThanOrEqual(2 * environment.availabilityZones.length);
      subnets.forEach(([start, stop], index) => {
        expect(start).toBeGreaterThanOrEqual(subnets[index - 1]?.[1] ?? first);
        expect(stop).toBeLessThanOrEqual(end);
      });
    }),
    RUNS,
  );
});

test("every subnet has one table of its own, and no index selects a firewall endpoint", () => {
  fc.assert(
    fc.property(validEnvironments, (environment) => {
      const json = synthesize(environment);
      const associations = all(json, "aws_route_table_association").filter(({ subnet_id }) => subnet_id !== undefined);
      const tables = associations.map(({ route_table_id }) => route_table_id);

      expect(associations).toHaveLength(all(json, "aws_subnet").length);
      expect(new Set(tables).size).toBe(tables.length);
      expect(json.text).not.toMatch(/sync_states\)?\[[0-9*]/);
      expect(json.text).not.toMatch(/element\([^)]*sync_states/);
    }),
    RUNS,
  );
});

test("an environment without egress has no gateway, no public address, and routes to the corporate network only", () => {
  const isolated = validEnvironments.filter(({ egress }) => egress.kind === "none");
  fc.assert(
    fc.property(isolated, (environment) => {
      const json = synthesize(environment);
      const { access } = environment;
      const corporate = access.kind === "on" && access.attachment.kind !== "none" ? access.attachment.cidrs : [];
      const types = Object.keys(json.resource).filter((type) => type !== "aws_vpn_gateway");
      const destinations = all(json, "aws_route").map((route) => String(route.destination_cidr_block));

      expect(types.filter((type) => /gateway$|^aws_eip|^aws_networkfirewall/.test(type))).toEqual([]);
      expect(destinations.filter((destination) => !corporate.includes(destination))).toEqual([]);
    }),
    RUNS,
  );
});

test("a change of log retention changes no address and nothing but the logs, their records and the declaration", () => {
  fc.assert(
    fc.property(validEnvironments, (environment) => {
      const other = { ...environment, logRetentionDays: environment.logRetentionDays === 30 ? 90 : 30 } as const;
      const [before, after] = [synthesize(environment), synthesize(other)];
      const addresses = (json: TerraformJson) =>
        Object.entries(json.resource).flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`));
      const changed = Object.keys(before.resource).filter(
        (type) => JSON.stringify(before.resource[type]) !== JSON.stringify(after.resource[type]),
      );

      expect(addresses(after)).toEqual(addresses(before));
      expect(changed.toSorted()).toEqual(["aws_cloudwatch_log_group", "aws_s3_bucket_lifecycle_configuration"]);
    }),
    RUNS,
  );
});
