import { modelGapsInDevWith } from "../fixtures/dev-model-gaps";

const subnet = "${aws_subnet.network_studio_a.id}";

test.each([
  ["its own argument", { subnet_ids: [subnet] }],
  ["an argument of any name", { setting: [{ name: "Places", value: subnet }] }],
  ["a comma-separated text", { setting: `${subnet},\${aws_subnet.network_endpoint_a.id}` }],
  ["an expression", { setting: '${join(",", [aws_subnet.network_studio_a.id])}' }],
  ["the id of a subnet outside the configuration", { subnet_ids: ["subnet-0123"] }],
  ["an ARN", { resource_arn: "${aws_subnet.network_studio_a.arn}" }],
])("a resource of a type that is not modeled is a model gap when it names a subnet in %s", (_, values) => {
  expect(modelGapsInDevWith({ "aws_quicksight_vpc_connection.more": values }).topics).toEqual(["network"]);
});

test.each([
  [
    "uses the CIDR block of a subnet",
    { "aws_quicksight_vpc_connection.more": { x: "${aws_subnet.network_studio_a.cidr_block}" } },
  ],
  ["depends on a subnet", { "aws_quicksight_vpc_connection.more": { depends_on: ["aws_subnet.network_studio_a"] } }],
  ["stores the id of a subnet", { "aws_ssm_parameter.more": { name: "more", value: subnet } }],
  ["mounts the home directories in a subnet", { "aws_efs_mount_target.more": { subnet_id: subnet } }],
])("a resource that only %s is not a model gap", (_, added) => {
  expect(modelGapsInDevWith(added).texts).toEqual([]);
});
