import { readValuesRepresentation } from "../../../../../verify/terraform/read/plan/values-representation";

test.each(["[0]", '["a"]', '["a[0]"]', '["a]"]', '["[a"]', '["a\\"b"]', ""])(
  "a planned resource has the instance key %s that its address ends with",
  (key) => {
    const address = `module.m["x[1]"].data.aws_subnet.s${key}`;
    const shown = { address, mode: "data", type: "aws_subnet", name: "s", values: {} };
    const tree = { root_module: { child_modules: [{ address: 'module.m["x[1]"]', resources: [shown] }] } };

    expect(readValuesRepresentation(tree, "plan.json").resources.map(({ instanceKey }) => instanceKey)).toEqual([key]);
  },
);
