import { planFacts } from "../../../review/model/plan-facts";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";

const entry = (address: string, actions: readonly string[], more: object = {}, change: object = {}) => ({
  ...{ address, mode: "managed", type: address.split(".")[0] ?? "", name: "x" },
  ...more,
  change: { actions, ...change },
});

test("The facts of a plan are removals with their reason, moves, imports, deposed objects, all drift and changed outputs.", () => {
  const plan = {
    resource_changes: [
      entry(
        "aws_vpc.r",
        ["delete", "create"],
        { action_reason: "replace_because_cannot_update" },
        { replace_paths: [["cidr_block"]] },
      ),
      entry("aws_vpc.d", ["delete"], { action_reason: "delete_because_no_resource_config" }),
      entry("aws_vpc.m", ["no-op"], { previous_address: "aws_vpc.old" }),
      entry("aws_vpc.i", ["no-op"], {}, { importing: { id: "vpc-1" } }),
      entry("aws_vpc.p", ["delete"], { deposed: "1234" }),
    ],
    resource_drift: [entry("aws_vpc.e", ["update"])],
    output_changes: { changed: { actions: ["update"] }, same: { actions: ["no-op"] } },
  } as unknown as JsonObject;

  expect(planFacts(plan)).toEqual({
    removals: [
      "aws_vpc.d is destroyed: it is no longer in the configuration",
      "aws_vpc.r is replaced because of changes to cidr_block",
    ],
    moved: ["aws_vpc.old is now aws_vpc.m"],
    imported: ["aws_vpc.i"],
    deposed: ["aws_vpc.p"],
    drifted: ["aws_vpc.e"],
    outputs: ["changed is added"],
  });
});
