import { argumentComparison } from "../../../../../verify/terraform/read/plan/argument-comparison";

/** Whether an expression says as much as the ID that the plan shows for the data source of these addresses. */
function matches(type: string, key: string, attribute = "id"): boolean {
  const address = `data.${type}.x${key}`;
  const values = { [attribute]: "ami-1" };
  return argumentComparison([{ address, type, mode: "data", values }], [])
    .forResource(undefined)
    .matches(`\${${address}.${attribute}}`, "ami-1");
}

test.each(["", "[0]", '["a"]', '["a]b"]', '["a[0].b"]', '["a.b"]'])(
  "The planned value says more than a data source that no model knows, with the key %s.",
  (key) => {
    expect(matches("aws_ami", key)).toBe(false);
  },
);

test.each(["", "[0]", '["a"]', '["a]b"]', '["a.b"]'])(
  "A data source that a model knows says as much as the planned value, with the key %s.",
  (key) => {
    expect(matches("aws_caller_identity", key, "account_id")).toBe(true);
  },
);
