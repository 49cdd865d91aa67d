import { exampleOutput, regionIn, remoteStatesIn } from "../../../rehearsal/folder/remote-states";

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

test("Outputs are found where all of them have a local name, and where a text names one.", () => {
  const text = `data "terraform_remote_state" "hub" {
  backend = "s3"
}
locals {
  hub   = data.terraform_remote_state.hub.outputs
  other = "a"
}
resource "aws_route" "out" {
  transit_gateway_id = local.hub.transit_gateway_id
  route_table_id     = data.terraform_remote_state.hub.outputs["route_table_id"]
  other              = local.other.vpc_id
}
`;

  expect(remoteStatesIn(text)).toEqual([{ name: "hub", outputs: ["route_table_id", "transit_gateway_id"] }]);
});

test.each([
  ["vpc_id", "vpc-0123456789abcdef0"],
  ["private_subnet_ids", ["subnet-0123456789abcdef0"]],
  ["transit_gateway_route_table_id", "tgw-rtb-0123456789abcdef0"],
  ["vpc_cidr", "10.0.0.0/16"],
  ["role_arn", "arn:aws:iam::111122223333:role/example"],
  ["name", "example"],
])("The example of the output %s is %j.", (name, value) => {
  expect(exampleOutput(name, "eu-west-1")).toEqual(value);
});

test.each([
  ["a literal", 'provider "aws" {\n  region = "us-east-2"\n}', "us-east-2"],
  [
    "the default of a variable",
    'provider "aws" {\n  region = var.region\n}\nvariable "region" {\n  default = "cn-north-1"\n}',
    "cn-north-1",
  ],
  [
    "a given value",
    'provider "aws" {\n  region = var.region\n}\nvariable "region" {\n  default = "us-east-1"\n}\nregion = "us-west-2"',
    "us-west-2",
  ],
  [
    "the default provider, not an alias",
    'provider "aws" {\n  alias  = "us"\n  region = "us-east-1"\n}\nprovider "aws" {\n  region = "eu-north-1"\n}',
    "eu-north-1",
  ],
  ["nothing", 'provider "aws" {}', "eu-west-1"],
])("Examples of remote states are in the Region of the root module: %s.", (_what, text, region) => {
  expect(regionIn(text)).toBe(region);
});

test("An example ARN is in the Region and the partition of the root module.", () => {
  expect(exampleOutput("kms_key_arn", "cn-north-1")).toMatch(/^arn:aws-cn:kms:cn-north-1:/);
  expect(exampleOutput("zones", "us-east-2")).toEqual(["us-east-2a"]);
});
