import { securityGroupHolders } from "../../../../verify/network/filters/security-group-holders";
import { resourceGraphOf } from "../../../../verify/terraform/references/resource-graph";
import type { Resource } from "../../../../verify/terraform/terraform-configuration";

function holdersOf(key: string, groups: string): readonly string[] {
  const resource = (type: string, values: Resource["values"]): Resource => ({
    address: `${type}.x`,
    mode: "managed",
    type,
    name: "x",
    values,
  });
  const graph = resourceGraphOf({
    source: "test",
    form: "synthesized",
    outputs: {},
    resources: [
      resource("aws_instance", { vpc_security_group_ids: [groups] }),
      resource("aws_vpc_security_group_ingress_rule", { security_group_id: groups }),
    ],
  });
  return securityGroupHolders(graph, key).map(({ address }) => address);
}

test.each([
  ["aws_security_group.g", "${aws_security_group.g.id}"],
  ['aws_security_group.g["a"]', '${aws_security_group.g["a"].id}'],
  ['module.m.aws_security_group.g["a"]', '${module.m.aws_security_group.g["a"].id}'],
  ["aws_security_group.g", "${var.one ? aws_security_group.g.id : aws_security_group.h.id}"],
  ['aws_security_group.g["a"]', "${one(values(aws_security_group.g)[*].id)}"],
])("An instance holds the group %s by %s, and a rule of the group does not.", (key, groups) => {
  expect(holdersOf(key, groups)).toEqual(["aws_instance.x"]);
});

test.each([
  ["aws_security_group.g", "${aws_security_group.h.id}"],
  ["aws_security_group.g", "${module.m.aws_security_group.g.id}"],
  ['aws_security_group.g["a"]', '${aws_security_group.g["b"].id}'],
  ["aws_security_group.g", "aws_security_group.g"],
])("An instance does not hold the group %s by %s.", (key, groups) => {
  expect(holdersOf(key, groups)).toEqual([]);
});
