import { modulesOf, withoutInstanceKeys } from "../../../verify/terraform/resource-address";

test.each([
  ["module.m[0].aws_vpc.v", "module.m.aws_vpc.v"],
  ['module.m["a]b"].data.aws_vpc.v["x[0]"]', "module.m.data.aws_vpc.v"],
  ["aws_subnet.s[each.key]", "aws_subnet.s"],
  ["aws_subnet.s[local.names[0]].id", "aws_subnet.s.id"],
  ["vpc-0123456789abcdef0", "vpc-0123456789abcdef0"],
])("The instance keys of %s are left out, also those that hold brackets or are expressions", (address, expected) => {
  expect(withoutInstanceKeys(address)).toBe(expected);
});

test.each([
  ['module.m["a.b"].module.n[0].aws_vpc.v["c"]', 'module.m["a.b"].module.n[0].'],
  ['module.m["a.b"]', 'module.m["a.b"]'],
  ["module.modules.data.aws_vpc.module", "module.modules."],
  ["aws_vpc.v", ""],
])("The modules of %s are those with which it begins, with their instances", (address, expected) => {
  expect(modulesOf(address)).toBe(expected);
});
