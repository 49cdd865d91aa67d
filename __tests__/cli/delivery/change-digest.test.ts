import fc from "fast-check";
import { changeDigest, changesAnything } from "../../../cli/delivery/change-digest";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { propertyRuns } from "../../fixtures/property-runs";

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
