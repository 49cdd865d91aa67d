import { review } from "../../../review/review";
import {
  addResource,
  argumentsAt,
  deleteResources,
  inOrder,
  type MutableArguments,
  type MutableStack,
  type StackEdit,
} from "../../verify/fixtures/mutant";
import { changeBetweenEdits } from "../fixtures/changed-stack";

const bucket = "aws_s3_bucket.extra";
const settings = [
  "aws_s3_bucket_policy.extra",
  "aws_s3_bucket_public_access_block.extra",
  "aws_s3_bucket_server_side_encryption_configuration.extra",
  "aws_s3_bucket_ownership_controls.extra",
] as const;

function addBucket(stack: MutableStack): void {
  addResource(stack, bucket, { bucket: "extra" });
  const of = { bucket: `\${${bucket}.id}` };
  addResource(stack, settings[0], { ...of, policy: JSON.stringify({ Version: "2012-10-17", Statement: [] }) });
  addResource(stack, settings[1], { ...of, block_public_policy: true });
  addResource(stack, settings[2], {
    ...of,
    rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256" }] }],
  });
  addResource(stack, settings[3], { ...of, rule: [{ object_ownership: "BucketOwnerEnforced" }] });
}

function unclearAfter(setUp: StackEdit, edit: StackEdit): readonly string[] {
  const { beforeAndAfter } = changeBetweenEdits("dev", setUp, inOrder(setUp, edit));
  const { differences } = review(beforeAndAfter, { name: "dev", file: "dev.json" });
  return differences.filter(({ severity }) => severity === "unclear").map(({ text }) => text);
}

test("The settings of a bucket that is destroyed with them allow nothing; those of a bucket that stays may have refused something.", () => {
  expect(unclearAfter(addBucket, (stack) => deleteResources(stack, bucket, ...settings))).toEqual([]);
  // The policy is compared by what it decides.
  for (const setting of settings.slice(1)) {
    expect(unclearAfter(addBucket, (stack) => deleteResources(stack, setting)).join()).toContain(setting);
  }
});

test("A resource that comes with the arguments of one that goes is that resource under another address, and one with other arguments is not.", () => {
  const route = "aws_ec2_transit_gateway_route.one";
  const addRoute: StackEdit = (stack) =>
    addResource(stack, route, {
      transit_gateway_route_table_id: "tgw-rtb-1",
      destination_cidr_block: "10.9.0.0/16",
      blackhole: true,
    });
  const renamed =
    (...others: readonly MutableArguments[]): StackEdit =>
    (stack) => {
      for (const [index, values] of others.entries()) {
        addResource(stack, `aws_ec2_transit_gateway_route.renamed_${index}`, {
          ...argumentsAt(stack, route),
          ...values,
        });
      }
      deleteResources(stack, route);
    };

  expect(unclearAfter(addRoute, renamed({}))).toEqual([]);
  expect(unclearAfter(addRoute, renamed({ blackhole: false })).length).toBeGreaterThan(0);
  // One goes and two come, so one of the two is new.
  expect(unclearAfter(addRoute, renamed({}, {})).join()).toMatch(/renamed_1 is added/);
});

test("A reason of a claim that only names a renamed resource otherwise is no additional reason.", () => {
  const opened =
    (name: string): StackEdit =>
    (stack) => {
      addResource(stack, "aws_internet_gateway.open", { vpc_id: "${aws_vpc.network_vpc.id}" });
      addResource(stack, `aws_route.${name}`, {
        route_table_id: "${aws_route_table.network_studio_a_routes.id}",
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: "${aws_internet_gateway.open.id}",
      });
    };
  const { beforeAndAfter } = changeBetweenEdits("dev", opened("one"), opened("other"));
  const { differences, before } = review(beforeAndAfter, { name: "dev", file: "dev.json" });

  expect(before?.claimResults.some(({ verdict }) => verdict.kind === "violated")).toBe(true);
  expect(differences.filter(({ severity }) => !["stands", "changes"].includes(severity))).toEqual([]);
});

test("A subnet or a VPC in which nothing is does not count as something that cannot be determined.", () => {
  const add: StackEdit = (stack) => {
    addResource(stack, "aws_vpc.spare", { cidr_block: "10.99.0.0/16" });
    addResource(stack, "aws_subnet.spare", {
      ...argumentsAt(stack, "aws_subnet.network_studio_a"),
      cidr_block: "10.10.99.0/28",
    });
  };

  expect(unclearAfter(() => undefined, add)).toEqual([]);
});
