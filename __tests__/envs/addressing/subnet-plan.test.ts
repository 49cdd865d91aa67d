import fc from "fast-check";
import { type PlannedSubnet, planSubnets } from "../../../envs/addressing/subnet-plan";
import { type Environment, environmentSchema } from "../../../envs/schema/environment";
import { networkCidr, requireCidr } from "../../../ip/cidr";
import { contains, overlaps } from "../../../ip/interval-set";
import { validEnvironments } from "../../fixtures/arbitrary-environment";
import { prod } from "../../fixtures/environments/prod";

/** `studio eu-west-1a` -> block. */
function blocks(environment: Environment): ReadonlyMap<string, string> {
  return new Map(planSubnets(environment).map((subnet) => [nameOf(subnet), subnet.cidrBlock]));
}

function nameOf({ tier, availabilityZone }: PlannedSubnet): string {
  return `${tier} ${availabilityZone}`;
}

/** Every subnet of the first plan that the second one has elsewhere. */
function moved(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [...before].filter(([name, block]) => after.has(name) && after.get(name) !== block).map(([name]) => name);
}

describe("the subnet plan", () => {
  test("the plan for prod places studio subnets from the bottom of the VPC and the others from the top", () => {
    const plan = blocks(environmentSchema.parse(prod));

    expect(Object.fromEntries(plan)).toEqual({
      "studio eu-west-1a": "10.30.0.0/20",
      "studio eu-west-1b": "10.30.16.0/20",
      "studio eu-west-1c": "10.30.32.0/20",
      "endpoint eu-west-1a": "10.30.254.0/24",
      "endpoint eu-west-1b": "10.30.252.0/24",
      "endpoint eu-west-1c": "10.30.250.0/24",
      "firewall eu-west-1a": "10.30.255.0/28",
      "firewall eu-west-1b": "10.30.253.0/28",
      "firewall eu-west-1c": "10.30.251.0/28",
      "nat eu-west-1a": "10.30.255.16/28",
      "nat eu-west-1b": "10.30.253.16/28",
      "nat eu-west-1c": "10.30.251.16/28",
      "function eu-west-1a": "10.30.255.48/28",
      "function eu-west-1b": "10.30.253.48/28",
      "function eu-west-1c": "10.30.251.48/28",
    });
  });

  test("the subnet plan has one subnet per tier and zone: firewall and NAT tiers only with inspected egress, client and function tiers only where they exist", () => {
    fc.assert(
      fc.property(validEnvironments, (environment) => {
        const { access, egress } = environment;
        const tiers = [
          "studio",
          "endpoint",
          ...(egress.kind === "none" ? [] : ["firewall", "nat"]),
          ...(access.kind === "on" && access.client.kind !== "none" ? ["client"] : []),
          ...(access.kind === "on" && access.selfService.kind === "on" ? ["function"] : []),
        ];

        expect(planSubnets(environment).map(nameOf)).toEqual(
          tiers.flatMap((tier) => environment.availabilityZones.map((zone) => `${tier} ${zone}`)),
        );
      }),
    );
  });

  test("planned subnets are aligned, lie in the VPC and never overlap", () => {
    fc.assert(
      fc.property(validEnvironments, (environment) => {
        const vpc = requireCidr(environment.vpcCidr);
        const planned = planSubnets(environment).map(({ cidrBlock }) => requireCidr(cidrBlock));
        const outside = planned.filter(
          (block) => networkCidr(block).text !== block.text || !contains(vpc.addresses, block.addresses),
        );
        const overlapping = planned.filter((block, index) =>
          planned.slice(index + 1).some((other) => overlaps(block.addresses, other.addresses)),
        );

        expect({ outside, overlapping }).toEqual({ outside: [], overlapping: [] });
      }),
    );
  });

  test("adding or removing a zone moves no planned subnet", () => {
    fc.assert(
      fc.property(validEnvironments, fc.constantFrom(..."abcdef"), fc.nat(), (environment, letter, place) => {
        const zone = `${environment.region}${letter}`;
        const others = environment.availabilityZones.filter((other) => other !== zone);
        const availabilityZones = others.toSpliced(place % (others.length + 1), 0, zone);

        expect(moved(blocks(environment), blocks({ ...environment, availabilityZones }))).toEqual([]);
      }),
    );
  });

  test("changes of egress, user access or endpoints move no planned subnet", () => {
    fc.assert(
      fc.property(validEnvironments, validEnvironments, (environment, { access, egress, endpoints, packages }) => {
        const changed = { ...environment, access, egress, endpoints, packages };

        expect(moved(blocks(environment), blocks(changed))).toEqual([]);
      }),
    );
  });

  test("another prefix length of the studio subnets moves only the studio tier", () => {
    fc.assert(
      fc.property(validEnvironments, fc.integer({ min: 16, max: 28 }), (environment, studio) => {
        const changed = { ...environment, subnetPrefixLengths: { ...environment.subnetPrefixLengths, studio } };
        const tiers = moved(blocks(environment), blocks(changed)).map((name) => name.split(" ")[0]);

        expect(tiers.filter((tier) => tier !== "studio")).toEqual([]);
      }),
    );
  });
});

test("No subnet moves when egress becomes central: the attachment takes the place of the firewall.", () => {
  const allowList = [{ name: "www.example.com", match: "exact", reason: "example", owner: "platform" }];
  const egress = { kind: "central", transitGatewayId: "tgw-0123456789abcdef0", allowList };
  const before = blocks(environmentSchema.parse(prod));
  const after = blocks(environmentSchema.parse({ ...prod, egress }));

  expect(moved(before, after)).toEqual([]);
  expect(after.get("transit eu-west-1b")).toBe(before.get("firewall eu-west-1b"));
});
