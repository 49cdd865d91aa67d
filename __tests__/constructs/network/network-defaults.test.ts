import { synthesizeInBareStack } from "../fixtures/bare-stack";
import { argumentsByName, resourceAt } from "../fixtures/resource-lookup";
import { addNetwork } from "../fixtures/sample-network";

const json = synthesizeInBareStack((stack) => {
  addNetwork(stack);
});

test("the default security group is adopted and carries no rule in either direction", () => {
  expect(resourceAt(json, "aws_default_security_group.network_default_group")).toMatchObject({
    vpc_id: "${aws_vpc.network_vpc.id}",
    ingress: [],
    egress: [],
  });
});

test("the main route table is adopted and carries no route, and no subnet is associated with it", () => {
  const associations = JSON.stringify(json.resource.aws_route_table_association);

  expect(resourceAt(json, "aws_default_route_table.network_default_routes")).toMatchObject({
    default_route_table_id: "${aws_vpc.network_vpc.default_route_table_id}",
    route: [],
  });
  expect(associations).not.toContain("default");
});

test("the default network ACL is adopted for every subnet and admits IPv4 only", () => {
  const everything = {
    rule_no: 100,
    action: "allow",
    protocol: "-1",
    cidr_block: "0.0.0.0/0",
    from_port: 0,
    to_port: 0,
  };

  const { subnet_ids: subnetIds, ...acl } = resourceAt(json, "aws_default_network_acl.network_default_acl");

  expect(acl).toMatchObject({
    default_network_acl_id: "${aws_vpc.network_vpc.default_network_acl_id}",
    ingress: [everything],
    egress: [everything],
  });
  expect(new Set(Array.isArray(subnetIds) ? subnetIds : [])).toEqual(
    new Set(Object.keys(argumentsByName(json, "aws_subnet")).map((name) => `\${aws_subnet.${name}.id}`)),
  );
});
