import { modelGapsInDevWith } from "../fixtures/dev-model-gaps";

const subnet = "${aws_subnet.network_studio_a.id}";

test.each([
  ["an argument of its own", { subnet_ids: [subnet] }],
  ["an argument of any name", { setting: [{ name: "Places", value: subnet }] }],
  ["a list that is one text", { setting: `${subnet},\${aws_subnet.network_endpoint_a.id}` }],
  ["an expression", { setting: '${join(",", [aws_subnet.network_studio_a.id])}' }],
  ["an id that is not declared here", { subnet_ids: ["subnet-0123"] }],
  ["an ARN", { resource_arn: "${aws_subnet.network_studio_a.arn}" }],
])("what nobody models is loose where it names a subnet by %s", (_, values) => {
  expect(modelGapsInDevWith({ "aws_quicksight_vpc_connection.more": values }).topics).toEqual(["network"]);
});

test.each([
  [
    "reads a subnet's addresses",
    { "aws_quicksight_vpc_connection.more": { x: "${aws_subnet.network_studio_a.cidr_block}" } },
  ],
  ["waits for a subnet", { "aws_quicksight_vpc_connection.more": { depends_on: ["aws_subnet.network_studio_a"] } }],
  ["writes a subnet's id down", { "aws_ssm_parameter.more": { name: "more", value: subnet } }],
  ["gives homes an address", { "aws_efs_mount_target.more": { subnet_id: subnet } }],
])("nothing is loose that only %s", (_, added) => {
  expect(modelGapsInDevWith(added).texts).toEqual([]);
});
