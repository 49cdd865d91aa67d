import { isCertainlyOther } from "../../../../verify/terraform/references/lookup-properties";
import type { Json, Resource } from "../../../../verify/terraform/terraform-configuration";

const type = "aws_ec2_transit_gateway_vpc_attachment";
const lookup = (values: Readonly<Record<string, Json>>) =>
  ({ address: `data.${type}.spoke`, mode: "data", type, values }) as unknown as Resource;
const attachment = (values: Readonly<Record<string, Json>>) =>
  ({ address: `${type}.own`, mode: "managed", type, values }) as unknown as Resource;
const named = (...values: readonly string[]): Json => [{ name: "tag:Name", values: [...values] }];

/** A state also holds what was read, and the Region of each resource. */
const read = { arn: "arn:aws:ec2:eu-west-1:111122223333:transit-gateway-attachment/x", id: "tgw-attach-1" };

test.each<[what: string, asked: Record<string, Json>, own: Record<string, Json>]>([
  ["another name", { filter: named("team-c") }, { tags: { Name: "team-a" } }],
  ["another name, in a state", { ...read, filter: named("team-c") }, { region: "eu-west-1", tags: { Name: "team-a" } }],
  ["another name in another Region", { filter: named("team-c") }, { region: "us-east-1", tags: { Name: "team-a" } }],
])("A data source that asks for %s finds another object.", (_, asked, own) => {
  expect(isCertainlyOther(lookup(asked), attachment(own))).toBe(true);
});

test.each<[what: string, asked: Record<string, Json>, own: Record<string, Json>]>([
  ["the same name", { filter: named("team-a") }, { tags: { Name: "team-a" } }],
  ["one of two names", { filter: named("team-c", "team-d") }, { tags: { Name: "team-a" } }],
  ["a pattern", { filter: named("team-*") }, { tags: { Name: "team-a" } }],
  ["a name that is not known", { filter: named("${var.name}") }, { tags: { Name: "team-a" } }],
  ["a name, where that of the object is not known", { filter: named("team-c") }, { tags: { Name: "${var.name}" } }],
  [
    "a name, where Terraform ignores tags",
    { filter: named("team-c") },
    { tags: { Name: "a" }, lifecycle: { ignore_changes: ["tags"] } },
  ],
  ["a name, where the object has none", { filter: named("team-c") }, { tags: { Owner: "team-a" } }],
  ["nothing that a rule reads", { ...read }, { tags: { Name: "team-a" } }],
])("A data source that asks for %s may find the object.", (_, asked, own) => {
  expect(isCertainlyOther(lookup(asked), attachment(own))).toBe(false);
});
