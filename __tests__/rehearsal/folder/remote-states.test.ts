import { exampleOutput, remoteStatesIn } from "../../../rehearsal/folder/remote-states";

test("The states that a root module reads are found with the outputs that it uses, and comments are not read.", () => {
  const text = `# data "terraform_remote_state" "old" {}
data "terraform_remote_state" "network" {
  backend = "s3"
}
data "terraform_remote_state" "keys" {
  for_each = toset(["a"])
  backend  = "s3"
}
locals {
  vpc  = data.terraform_remote_state.network.outputs.vpc_id
  also = data.terraform_remote_state.network.outputs.vpc_id
  key  = data.terraform_remote_state.keys["a"].outputs.key_arn
}
`;

  expect(remoteStatesIn(text)).toEqual([
    { name: "network", outputs: ["vpc_id"] },
    { name: "keys", outputs: ["key_arn"] },
  ]);
});

test.each([
  ["vpc_id", "vpc-0123456789abcdef0"],
  ["private_subnet_ids", ["subnet-0123456789abcdef0"]],
  ["transit_gateway_route_table_id", "tgw-rtb-0123456789abcdef0"],
  ["vpc_cidr", "10.0.0.0/16"],
  ["role_arn", "arn:aws:iam::111122223333:role/example"],
  ["name", "example"],
])("The example of the output %s is %j.", (name, value) => {
  expect(exampleOutput(name)).toEqual(value);
});
