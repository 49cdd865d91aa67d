import { hclFile, hclValue } from "../../../stacks/module/hcl/write-hcl";
import { requireNoProbeValue } from "../../../stacks/module/substitute-inputs";

test.each([
  ["a text", { x: "studio-perimeter-zprobename" }, "module.x: still has a value of the probe"],
  ["a number", { x: [{ y: 3653 }] }, "module.x.0.y: still has a value of the probe"],
  ["a key", { zprobeuser: {} }, "module.zprobeuser: still has a value of the probe"],
  ["base64", { x: Buffer.from("domain zprobename").toString("base64") }, "module.x: still has a value of the probe"],
  [
    "an address of one of several",
    { x: "${aws_security_group.g[each.key].id}" },
    "module.x: names one user, port or own endpoint",
  ],
])("a configuration is refused that has a value of the probe left in %s", (_, tree, message) => {
  expect(() => requireNoProbeValue(tree, "module")).toThrow(message);
});

test("a repeated resource may name its own user, port or endpoint", () => {
  expect(() => requireNoProbeValue({ a: { for_each: "${var.users}", name: "${each.key}" } }, "module")).not.toThrow();
});

test("HCL is written as terraform fmt writes it, and texts are no templates", () => {
  const written = hclFile([
    {
      header: 'variable "x"',
      arguments: [
        ["type", "string"],
        ["description", hclValue("costs ${1} and %{2}")],
        ["default", hclValue({ a: [1, true, null], "b c": {} })],
        ["nullable", "false"],
      ],
      blocks: [{ header: "validation", arguments: [["condition", "true"]] }],
    },
  ]);

  expect(written).toBe(`variable "x" {
  type        = string
  description = "costs $\${1} and %%{2}"
  default = {
    a     = [1, true, null]
    "b c" = {}
  }
  nullable = false

  validation {
    condition = true
  }
}
`);
});
