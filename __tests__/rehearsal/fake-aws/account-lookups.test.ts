import { type AccountLookup, findInAccount } from "../../../rehearsal/fake-aws/account-lookups";
import { createAccountState, putResource } from "../../../rehearsal/fake-aws/account-state";
import type { ObjectValue } from "../../../rehearsal/protocol/values";

const one = { attributes: { id: { type: "string", computed: true } }, block_types: {} } as const;
const list = {
  attributes: { ...one.attributes, ids: { type: ["list", "string"], computed: true } },
  block_types: {},
} as const;

const account = createAccountState();
const subnet = (id: string, values: ObjectValue): void =>
  putResource(account, { type: "aws_subnet", attributes: { id, vpc_id: "vpc-1", region: "eu-west-1", ...values } });
subnet("subnet-a", { tags_all: { Tier: "private", Name: "a" }, cidr_block: "10.0.0.0/24" });
subnet("subnet-b", { tags_all: { Tier: "private", Name: "b" }, cidr_block: "10.0.1.0/24" });
subnet("subnet-c", { tags_all: { Tier: "data", Name: "c" }, cidr_block: "10.0.2.0/24" });
subnet("subnet-d", { tags_all: { Tier: "private" }, cidr_block: "10.0.0.0/24", region: "us-east-1" });
putResource(account, { type: "aws_vpc", attributes: { id: "vpc-1", cidr_block: "10.0.0.0/16", tags: null } });

const find = (lookup: AccountLookup) => findInAccount(account, lookup, { region: "eu-west-1" });
const subnets = (asked: ObjectValue) => find({ type: "aws_subnets", block: list, attributes: asked });
const filter = (name: string, ...values: readonly string[]): ObjectValue => ({ filter: [{ name, values }] });

test.each<[string, ObjectValue, readonly string[]]>([
  ["a tag", { tags: { Tier: "private" } }, ["subnet-a", "subnet-b"]],
  ["a filter by a tag", filter("tag:Tier", "data"), ["subnet-c"]],
  ["a pattern", filter("tag:Tier", "p*"), ["subnet-a", "subnet-b"]],
  ["several values", filter("tag:Name", "a", "c"), ["subnet-a", "subnet-c"]],
  [
    "a VPC and a state",
    {
      filter: [
        { name: "vpc-id", values: ["vpc-1"] },
        { name: "state", values: ["available"] },
      ],
    },
    ["subnet-a", "subnet-b", "subnet-c"],
  ],
  ["another Region", { region: "us-east-1", tags: { Tier: "private" } }, ["subnet-d"]],
])("A data source that lists finds what has %s.", (_, asked, ids) => {
  expect(subnets(asked)).toEqual({ kind: "found", attributes: { id: ids.join(","), ids } });
});

test.each<[string, ObjectValue]>([
  ["a tag that nothing has", { tags: { Tier: "public" } }],
  ["an attribute that nothing has", { default_for_az: "true" }],
  ["a filter that no attribute tells", filter("no-such-filter", "x")],
  ["a filter without a value", filter("tag:Name")],
])("A data source that asks for %s finds nothing.", (_, asked) => {
  expect(subnets(asked)).toEqual({ kind: "nothing" });
});

test("A data source that takes one object finds it by ID, and refuses several.", () => {
  const findOne = (type: string, attributes: ObjectValue) => find({ type, block: one, attributes });

  expect(findOne("aws_subnet", { id: "subnet-c" })).toMatchObject({
    kind: "found",
    attributes: { cidr_block: "10.0.2.0/24" },
  });
  expect(findOne("aws_subnet", { tags: { Tier: "private" } })).toEqual({
    kind: "several",
    ids: ["subnet-a", "subnet-b"],
  });
  expect(findOne("aws_vpc", filter("cidr", "10.0.0.0/16"))).toMatchObject({ kind: "found" });
  expect(findOne("aws_vpc", { default: true })).toEqual({ kind: "nothing" });
});
