import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { Json, TerraformConfiguration } from "../../../../../verify/terraform/terraform-configuration";

function repeated(argument: "count" | "for_each", value: Json): TerraformConfiguration {
  return readConfiguration({ resource: { aws_route: { x: { [argument]: value } } } }, "cdk.tf.json");
}

// Both lists were measured with terraform plan 1.11.4.
const refused: readonly (readonly ["count" | "for_each", Json])[] = [
  ...[null, true, false, "", -1, 1.5, "x", "-1", "0x2", " 2", "${null}", "${true}", [], [1], {}, "${[1]}", "1_0"].map(
    (value) => ["count", value] as const,
  ),
  ...[null, ["a"], [], "a", "", 5, true, "${toset([1])}", '${["a"]}', "${null}", "${toset([true])}", "${[]}"].map(
    (value) => ["for_each", value] as const,
  ),
];

test.each(refused)("a resource with %s = %j, which Terraform refuses, is not read", (argument, value) => {
  expect(repeated(argument, value).unreadParts).toHaveLength(1);
});

test("a resource with a count that no machine can expand is not read", () => {
  expect(repeated("count", 1e12).unreadParts).toHaveLength(1);
});

test.each<["count" | "for_each", Json, readonly string[]]>([
  ["count", 0, []],
  ["count", "2", ["[0]", "[1]"]],
  ["count", "1.0", ["[0]"]],
  ["count", "+1", ["[0]"]],
  ["count", '${tonumber("1")}', ["[0]"]],
  ["count", "2e0", ["[0]", "[1]"]],
  ["for_each", {}, []],
  ["for_each", { a: null }, ['["a"]']],
  ["for_each", '${toset(["a"])}', ['["a"]']],
  ["for_each", "${tomap({a = 1})}", ['["a"]']],
  ["for_each", "${toset([])}", []],
])("a resource with %s = %j has the instances that Terraform plans: %j", (argument, value, suffixes) => {
  const { resources, unreadParts } = repeated(argument, value);

  expect(unreadParts).toBeUndefined();
  expect(resources.map(({ address }) => address)).toEqual(suffixes.map((suffix) => `aws_route.x${suffix}`));
});
