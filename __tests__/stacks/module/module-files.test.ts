import { hclFile, hclValue } from "../../../stacks/module/hcl/write-hcl";
import { moduleFiles } from "../../../stacks/module/module-files";
import { inputTable } from "../../../stacks/module/module-tables";
import { piecesOf } from "../../../stacks/module/pieces/module-pieces";
import { postureSource } from "../../../stacks/module/source/module-source";
import { requireNoProbeValue } from "../../../stacks/module/substitute-inputs";
import { moduleInterface } from "../../../stacks/module/versions/module-interface";
import { moduleText } from "./fixtures/module-text";

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

test("the changelog of a module lists what changed for its callers since the last release", () => {
  const text = (released?: ReturnType<typeof moduleInterface>): string =>
    moduleText(
      moduleFiles(postureSource("isolated"), { version: "2.0.0", license: "", ...(released && { released }) }),
      "CHANGELOG.md",
    );
  const vpcOnly = { inputs: [], configuration: { resource: { aws_vpc: { old: {} } }, output: {} } };

  expect(text(moduleInterface("1.4.0", vpcOnly, []))).toMatch(
    /^# Changelog\n\n## 2\.0\.0\n\nThe module .*\n\nSince 1\.4\.0:\n\n(- .*\n)*- the new input vpc_cidr is required\n(- .*\n)*- aws_vpc\.old is gone/,
  );
  expect(text()).not.toContain("Since");
});

test("the page of each piece shows a call with its required inputs, and no others", () => {
  const source = postureSource("inspected");
  const files = moduleFiles(source, { version: "1.0.0", license: "" });
  const stated = piecesOf(source).map(({ name, inputs }) => {
    const [, call = ""] =
      /\n```terraform\nmodule "\w+" \{\n([\s\S]*?)\n\}\n```/.exec(moduleText(files, `modules/${name}/README.md`)) ?? [];
    const required = inputs.filter((input) => input.default === undefined).map((input) => input.name);
    return { name, required, shown: [...call.matchAll(/^ {2}(\w+) +=/gm)].map(([, input]) => input).slice(1), call };
  });

  expect(stated.map(({ shown }) => shown)).toEqual(stated.map(({ required }) => required));
  expect(stated.filter(({ call }) => call.includes("undefined"))).toEqual([]);
});

test("the type of an object is one line of valid HCL in the table of inputs", () => {
  const type = "list(object({\n  name  = string\n  ports = optional(list(number), [443])\n}))";

  expect(inputTable([{ name: "x", type, description: "d", validations: [] }])).toContain(
    "| `x` | `list(object({ name = string, ports = optional(list(number), [443]) }))` | required | d |",
  );
});
