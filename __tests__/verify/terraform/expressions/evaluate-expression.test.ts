import { evaluateTemplate } from "../../../../verify/terraform/expressions/evaluate-expression";
import {
  listValue,
  mapValue,
  scalarValue,
  type TerraformValue,
  valueFromJson,
  valueToJson,
} from "../../../../verify/terraform/expressions/terraform-value";
import { type EvaluationScope, emptyEvaluationScope } from "../../../../verify/terraform/expressions/traversal";

/** What only the cloud would say here, as a scope's names. */
function scopeWith(names: Readonly<Record<string, TerraformValue>>): EvaluationScope {
  return { ...emptyEvaluationScope, bindings: new Map(Object.entries(names)) };
}

function evaluated(text: string, scope: EvaluationScope = emptyEvaluationScope): unknown {
  return valueToJson(evaluateTemplate(text, scope));
}

describe("evaluating a Terraform string", () => {
  it.each([
    ["plain", "plain"],
    ["${1 + 2 * 3}", 7],
    ["x-${1 + 1}", "x-2"],
    ['${["a", aws_vpc.v.id][1]}', "${aws_vpc.v.id}"],
    ['${{ a = aws_vpc.v.id }["a"]}', "${aws_vpc.v.id}"],
    ['${lookup({ a = 1 }, "b", 2)}', 2],
    ['${one([for z in ["a", "b"] : upper(z) if z == "b"])}', "B"],
    ['${{ for i, z in ["a", "b"] : z => i }}', { a: 0, b: 1 }],
    ['${join(",", concat(["a"], ["b"]))}', "a,b"],
    ['${cidrsubnet("10.0.0.0/16", 4, 2)}', "10.0.32.0/20"],
    ['${format("%s-%d", aws_vpc.v.id, 3)}', "${aws_vpc.v.id}-3"],
    ['${true ? "x" : "y"}', "x"],
    ['${element(["a", "b"], 3)}', "b"],
    ['${[for k, v in { b = 1, a = 2 } : "${k}${v}"]}', ["a2", "b1"]],
    [
      '${jsonencode({ R = ["${aws_s3_bucket.b["k"].arn}/*"], Q = "\\"" })}',
      '{"R":["${aws_s3_bucket.b["k"].arn}/*"],"Q":"\\""}',
    ],
    ["$${aws:username}", "$${aws:username}"],
    ['${"$${aws:username}"}', "$${aws:username}"],
    ["${data.aws_region.r.region}", "${data.aws_region.r.region}"],
  ])("brings %s to %j", (text, value) => {
    expect(evaluated(text)).toEqual(value);
  });

  it.each([
    "${var.unset}",
    "${path.module}",
    "${timestamp()}",
    "${[1, 2][5]}",
    '${{ a = 1 }["b"]}',
    "${aws_vpc.a.id == aws_vpc.b.id}",
    "${one([1, 2])}",
    '${{ for z in ["a", "a"] : z => 1 }}',
    "${unread(x)}",
    "%{ if true }x%{ endif }",
  ])("does not guess what %s is", (text) => {
    expect(evaluated(text)).toBeUndefined();
  });

  it("takes names from its scope, and steps on through references in them", () => {
    const scope = scopeWith({
      local: mapValue([
        ["vpc", scalarValue("${aws_vpc.v}")],
        ["zones", valueFromJson(["a", "b"])],
      ]),
    });

    expect(evaluated("${local.vpc.id} in ${local.zones[1]}", scope)).toBe("${aws_vpc.v.id} in b");
  });

  it("prefixes a reference with the module it stands in", () => {
    expect(evaluated("${aws_vpc.v.id}", { ...emptyEvaluationScope, prefix: 'module.net["a"].' })).toBe(
      '${module.net["a"].aws_vpc.v.id}',
    );
  });

  it("calls an index into a set a choice of all its items", () => {
    const scope = scopeWith({
      set: listValue([scalarValue("a"), scalarValue("b")], false),
      lone: listValue([scalarValue("a")], false),
    });

    const value = evaluateTemplate("x-${tolist(set)[0]}", scope);

    expect(value).toEqual({ kind: "choice", options: [scalarValue("x-a"), scalarValue("x-b")] });
    expect(evaluated("${element(tolist(lone), 0)}", scope)).toBe("a");
  });

  it("takes both branches of a condition it cannot decide", () => {
    expect(evaluateTemplate("${aws_vpc.v.main ? 1 : 2}", emptyEvaluationScope)).toEqual({
      kind: "choice",
      options: [scalarValue(1), scalarValue(2)],
    });
  });

  it("finds an entry of a map that is keyed by a reference", () => {
    const text =
      "${{ for s in [{ subnet = aws_subnet.a.id, x = 1 }, { subnet = aws_subnet.b.id, x = 2 }] : s.subnet => s.x }[aws_subnet.b.id]}";

    expect(evaluated(text)).toBe(2);
  });
});
