import { regionTable } from "../../../../aws/regions/region-facts";
import { inspectedDomains } from "../../../../envs/inspection/inspection-environment";
import { environmentIssues, requireAllEnvironments } from "../../../../envs/validation/parse-environments";
import {
  inspectionEnvironment,
  spokeEnvironment,
  TRANSIT_GATEWAY_ID,
} from "../../../stacks/fixtures/enterprise-environments";
import { sampleDomain, sampleEnvironment, TODAY } from "../../fixtures/sample-environment";

/** Faults of the inspection environment with changes, next to the spoke and an environment without egress. */
function faultsOf(changes: object): readonly string[] {
  return environmentIssues([sampleEnvironment, spokeEnvironment, { ...inspectionEnvironment, ...changes }], TODAY);
}

const vpcSpoke = { kind: "vpc", name: "legacy", cidr: "10.60.0.0/16", attachmentId: "tgw-attach-0123456789abcdef0" };

test("An inspection environment is valid next to its spokes, and without any.", () => {
  expect(faultsOf({})).toEqual([]);
  expect(faultsOf({ spokes: [] })).toEqual([]);
});

test.each([
  ["eusc-de-east-1", []],
  ["us-iso-east-1", ["hub: region: is in the partition aws-iso, which has no path to the internet"]],
])(
  "An inspection environment needs the internet and no host of Studio: in %s, its faults are %j.",
  (region, faults) => {
    const zones = { region, availabilityZones: [`${region}a`, `${region}b`], spokes: [] };

    expect(faultsOf(zones).map((line) => line.split(", got")[0])).toEqual(faults);
  },
);

test("Every fault of an inspection environment is reported at once, those of fields before those of rules.", () => {
  const faults = faultsOf({
    region: "eu-west-9",
    vpcCidr: "10.50.0.0/26",
    transitGateway: { kind: "existing", id: "tgw-1" },
    spokes: [
      { kind: "environment", name: "team-b" },
      { kind: "environment", name: "test" },
      { ...vpcSpoke, cidr: "10.41.7.0/16" },
      { ...vpcSpoke, cidr: "8.8.8.0/24", allowList: [{ ...sampleDomain, name: "github.io" }] },
    ],
    studio: { users: 1 },
  });

  expect(faults.map((line) => line.split(", got")[0])).toEqual([
    "hub: transitGateway.id: is not a transit gateway id",
    "hub: studio: is not a field",
    `hub: region: AWS has no such Region (table of ${regionTable.extracted})`,
    expect.stringContaining("hub: spokes[3].allowList[0].name: "),
    "hub: vpcCidr: is too small: it has 64 addresses, but its zones take 128",
    "hub: spokes[3].name: is listed twice",
    "hub: spokes[3].attachmentId: is listed twice",
    "hub: spokes[2].cidr: has host bits set",
    "hub: spokes[3].cidr: is not private",
    "hub: spokes[0].name: is no environment",
    "hub: spokes[1].name: has egress none",
  ]);
});

test("A spoke of an unknown name is refused with the environments that can be spokes, or that could become one.", () => {
  const spokes = [{ kind: "environment", name: "nobody" }];
  const adviceOf = (environments: readonly object[]) =>
    environmentIssues([...environments, { ...inspectionEnvironment, spokes }], TODAY);

  expect(adviceOf([spokeEnvironment])).toEqual([
    'hub: spokes[0].name: is no environment, got nobody; use team-a, or a spoke of kind "vpc"',
  ]);
  expect(adviceOf([sampleEnvironment])).toEqual([
    'hub: spokes[0].name: is no environment, got nobody; use a spoke of kind "vpc", or set the egress of test to { kind: "central", ... }',
  ]);
  expect(adviceOf([])).toEqual(['hub: spokes[0].name: is no environment, got nobody; use a spoke of kind "vpc"']);
});

test("The block of a spoke overlaps neither another spoke nor the inspection VPC.", () => {
  const spokes = [
    { kind: "environment", name: "team-a" },
    { ...vpcSpoke, cidr: "10.41.128.0/24" },
    { ...vpcSpoke, name: "other", attachmentId: "tgw-attach-0123456789abcdef1", cidr: "10.50.0.0/28" },
  ];

  expect(faultsOf({ spokes })).toEqual([
    "hub: spokes[1].cidr: overlaps spokes[0], 10.41.0.0/16, got 10.41.128.0/24; use a block that no other VPC has",
    "hub: spokes[2].cidr: overlaps the inspection VPC, got 10.50.0.0/28; use a block that no other VPC has",
  ]);
});

test("A spoke uses the transit gateway of the inspection environment, in its Region.", () => {
  const gateway = { kind: "existing", id: "tgw-0123456789abcdef1" };
  const zones = { region: "us-east-1", availabilityZones: ["us-east-1a", "us-east-1b"] };

  expect(faultsOf({ transitGateway: gateway, ...zones })).toEqual([
    "hub: spokes[0].name: is in eu-west-1, which this transit gateway does not connect, got team-a; use one inspection environment for each Region",
    `hub: spokes[0].name: has egress through ${TRANSIT_GATEWAY_ID}, which is another transit gateway, got team-a; set its egress.transitGatewayId to tgw-0123456789abcdef1`,
  ]);
});

test("A spoke of another account is named by the id of its attachment, because tags are visible in their account only.", () => {
  const spoke = { ...spokeEnvironment, account: "111122223333" };
  const hub = { ...inspectionEnvironment, account: "444455556666" };
  const named = { ...hub, spokes: [{ kind: "environment", name: "team-a", attachmentId: vpcSpoke.attachmentId }] };

  expect(environmentIssues([spoke, hub], TODAY)).toEqual([
    "hub: spokes[0].attachmentId: is missing, and the Name tag of an attachment is visible in its own account only; write the output transit_gateway_attachment_id of the environment",
  ]);
  expect(environmentIssues([spoke, named], TODAY)).toEqual([]);
});

test("A kind that does not exist is refused with the kinds that do.", () => {
  expect(environmentIssues([{ ...sampleEnvironment, kind: "inspections" }], TODAY)).toEqual([
    "test: kind: is not allowed, got inspections; did you mean inspection?",
  ]);
});

test("An inspection environment with an empty list, or a rule that is too wide, is refused with its own field paths.", () => {
  const rule = { kind: "stateless", name: "wide", destinations: ["0.0.0.0/0"], reason: "test", owner: "platform" };

  expect(
    faultsOf({ allowList: { kind: "own", entries: [] }, rules: [rule] }).map((line) => line.split(", got")[0]),
  ).toEqual([
    "hub: allowList.entries: is empty",
    "hub: rules[0].destinations[0]: may hold every address of an allowed domain",
  ]);
});

test("The firewall passes each domain for the spokes that list it, without the entries that have expired.", () => {
  const allowList = [sampleDomain, { ...sampleDomain, name: "old.example.com", expires: "2026-01-01" }];
  const spokes = [
    { kind: "environment", name: "team-a" },
    { ...vpcSpoke, allowList },
  ];
  const [hub] = requireAllEnvironments([spokeEnvironment, { ...inspectionEnvironment, spokes }], TODAY).inspections;

  expect(hub && inspectedDomains(hub)).toEqual([
    { name: "www.example.com", match: "exact", ports: [443], sources: ["10.41.0.0/16", "10.60.0.0/16"] },
  ]);
});

test("With an allow-list of its own, the firewall passes the list for every spoke.", () => {
  const own = { allowList: { kind: "own", entries: [{ ...sampleDomain, name: "github.com" }] } };
  const [hub] = requireAllEnvironments([spokeEnvironment, { ...inspectionEnvironment, ...own }], TODAY).inspections;

  expect(hub && inspectedDomains(hub)).toEqual([{ name: "github.com", match: "exact", ports: [443] }]);
});
