import fc from "fast-check";
import { changesAnything, changeDigest as digestOf } from "../../../cli/delivery/digests/change-digest";
import {
  lockedProviders,
  type PlanningTools,
  planningTools,
  planningToolsText,
} from "../../../cli/delivery/digests/planning-tools";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { propertyRuns } from "../../fixtures/property-runs";

const LOCK = `# This file is maintained automatically by "terraform init".
provider "registry.terraform.io/hashicorp/aws" {
  version     = "6.25.0"
  constraints = "6.25.0"
  hashes = [
    "h1:of-this-platform",
    "zh:of-one-archive",
    "zh:of-another-archive",
  ]
}
`;
const toolsOf = (lock: string, terraform = "1.11.4"): PlanningTools => ({
  terraform,
  providers: lockedProviders(lock),
});
const changeDigest = (of: JsonObject, tools = toolsOf(LOCK)): string => digestOf(of, tools);

const change = (after: object, more: object = {}) => ({
  address: "aws_vpc.main",
  change: { actions: ["update"], before: { tags: {} }, after: { tags: after }, after_sensitive: {}, ...more },
});

function plan(resourceChanges: readonly object[], outputs: object = {}, others: object = {}): JsonObject {
  return JSON.parse(JSON.stringify({ resource_changes: resourceChanges, output_changes: outputs, ...others }));
}

test("plans of one change have one digest, whatever the order of keys and resources, and whatever else the plan holds", () => {
  const other = { address: "aws_subnet.a", change: { actions: ["create"], before: null, after: { a: 1, b: 2 } } };
  const turned = { change: { after: { b: 2, a: 1 }, before: null, actions: ["create"] }, address: "aws_subnet.a" };

  expect(changeDigest(plan([change({ a: "1" }), other]))).toBe(
    changeDigest(plan([turned, change({ a: "1" })], {}, { timestamp: "2026-01-01T00:00:00Z", prior_state: {} })),
  );
});

test.each([
  ["another value", plan([change({ a: "2" })])],
  ["another action", plan([change({ a: "1" }, { actions: ["delete", "create"] })])],
  ["another resource", plan([{ ...change({ a: "1" }), address: "aws_vpc.other" }])],
  ["a value that is not known yet", plan([change({ a: "1" }, { after_unknown: { id: true } })])],
  ["a move", plan([{ ...change({ a: "1" }), previous_address: "aws_vpc.before" }])],
  ["a resource that is replaced in another order", plan([change({ a: "1" }, { replace_paths: [["cidr_block"]] })])],
  ["an output", plan([change({ a: "1" })], { id: { actions: ["create"], before: null, after: "x" } })],
  ["nothing", plan([])],
])("a plan with %s has another digest", (_, other) => {
  expect(changeDigest(other)).not.toBe(changeDigest(plan([change({ a: "1" })])));
});

test("a resource without changes and a data source do not enter the digest, but a move does", () => {
  const still = { address: "aws_vpc.still", change: { actions: ["no-op"], before: {}, after: {} } };
  const read = { address: "data.aws_region.here", change: { actions: ["read"], before: null, after: {} } };

  expect(changesAnything(plan([still, read], { id: { actions: ["no-op"] } }))).toBe(false);
  expect(changeDigest(plan([still, read]))).toBe(changeDigest(plan([])));
  expect(changesAnything(plan([{ ...still, previous_address: "aws_vpc.before" }]))).toBe(true);
});

test("no value that Terraform marks as sensitive enters the digest, at any depth", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const digests = [one, other].map((secret) =>
        changeDigest(
          plan([change({ a: "1", list: [{ secret }] }, { after_sensitive: { tags: { list: [{ secret: true }] } } })]),
        ),
      );
      expect(digests[0]).toBe(digests[1]);
    }),
    propertyRuns(30),
  );
});

test.each([
  ["another version of Terraform", LOCK, "1.12.0"],
  ["another version of a provider", LOCK.replace('version     = "6.25.0"', 'version     = "6.26.0"')],
  ["another constraint of a provider", LOCK.replace('constraints = "6.25.0"', 'constraints = "~> 6.25"')],
  ["another archive of the same version", LOCK.replace("zh:of-one-archive", "zh:of-an-attacker")],
  ["a provider of another source", LOCK.replace("hashicorp/aws", "evil/aws")],
  ["one more provider", `${LOCK}${LOCK.replace("hashicorp/aws", "hashicorp/null")}`],
  ["no lock file", ""],
])("the same changes by %s have another digest", (_, lock, terraform = "1.11.4") => {
  const changes = plan([change({ a: "1" })]);

  expect(changeDigest(changes, toolsOf(lock, terraform))).not.toBe(changeDigest(changes));
});

test("a plan has one digest on every platform, and whatever the order in the lock file", () => {
  const changes = plan([change({ a: "1" })]);
  const other = LOCK.replace("h1:of-this-platform", "h1:of-another-platform")
    .replace('"zh:of-one-archive",', "")
    .replace('    "zh:of-another-archive",\n', '    "zh:of-another-archive",\n    "zh:of-one-archive",\n');

  expect(changeDigest(changes, toolsOf(other))).toBe(changeDigest(changes));
});

test("where a mirror gives no checksums of archives, those of what was unpacked are compared", () => {
  const changes = plan([change({ a: "1" })]);
  const mirrored = LOCK.replace(/^ +"zh:.*\n/gm, "");

  expect(changeDigest(changes, toolsOf(mirrored.replace("h1:of-this", "h1:of-that")))).not.toBe(
    changeDigest(changes, toolsOf(mirrored)),
  );
});

test("a folder without a lock file has no providers, and Terraform is named with its version", () => {
  expect(planningTools({ terraform_version: "1.11.4" }, "/no/such/folder")).toEqual({
    terraform: "1.11.4",
    providers: [],
  });
  expect(planningToolsText(toolsOf(LOCK))).toBe("Terraform 1.11.4, hashicorp/aws 6.25.0");
  expect(planningToolsText(toolsOf(LOCK.replace("registry.terraform.io", "mirror.example.com")))).toBe(
    "Terraform 1.11.4, mirror.example.com/hashicorp/aws 6.25.0",
  );
});
