import { missingResourceAdvice } from "../../../../verify/terraform/references/missing-resource-advice";

test.each([
  ["a resource", "${aws_vpc.mian.id}", "aws_vpc.mian"],
  ["a resource of a called module", "${module.net.aws_vpc.mian.id}", "aws_vpc.mian"],
])(
  "A reference to %s that nothing declares is wrong, and no state can be joined that has it.",
  (_what, value, name) => {
    expect(missingResourceAdvice(value)).toBe(
      `no resource has the name ${name}: correct the reference, or declare the resource`,
    );
  },
);

test.each([
  ["an ID", "vpc-0123456789abcdef0"],
  ["a data source", "${data.aws_vpc.shared.id}"],
  ["an instance that may not exist", "${aws_vpc.own[0].id}"],
  ["a variable", "${var.network.vpc_id}"],
  ["an output of a module", "${module.net.vpc_id}"],
  ["nothing", undefined],
])("%s may be in a state that can be joined.", (_what, value) => {
  expect(missingResourceAdvice(value)).toBe("join the state that has it with --join");
});
