import { evaluateTemplate } from "../../../../verify/terraform/expressions/evaluate-expression";
import {
  listValue,
  mapValue,
  scalarValue,
  type TerraformValue,
  unknownValue,
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
  test.each([
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
    ['${substr("eu-west-1a", 0, 9)}', "eu-west-1"],
    ['${substr("eu-west-1a", -1, 1)}', "a"],
    ['${substr("eu-west-1a", 3, -1)}', "west-1a"],
    ['${parseint(substr(sha256("github.com exact 443"), 0, 8), 16) % 700000000}', 164_678_817],
    ['${base64encode("a$${b}")}', "YSR7Yn0="],
    ['${can(regex("^pl-", aws_ec2_managed_prefix_list.x["a"].id))}', true],
    ['${can(regex("^pl-", module.m.aws_ec2_transit_gateway.x.id)) ? 1 : 2}', 2],
    ['${can(regex("^tgw-rtb-", aws_ec2_transit_gateway.x.id)) ? 1 : 2}', undefined],
    ['${regex("^vpc-", aws_vpc.v.id)}', "vpc-"],
    ['${startswith(aws_subnet.s.id, "subnet-")}', true],
    ['${startswith("a-${aws_vpc.v.id}", "b")}', false],
    ['${startswith("a-${aws_vpc.v.id}", "a-vpc")}', undefined],
    ['${startswith(aws_vpc.v.arn, "vpc-")}', undefined],
    ['${startswith(data.aws_vpc.v.id, "vpc-")}', undefined],
    ["${pow(2, 24 - 16) - 2}", 254],
    ['${format("%05d %02d", 443, 7)}', "00443 07"],
    ['${format("%s-%d", aws_vpc.v.id, 3)}', "${aws_vpc.v.id}-3"],
    ['${true ? "x" : "y"}', "x"],
    ['${element(["a", "b"], 3)}', "b"],
    ['${[for k, v in { b = 1, a = 2 } : "${k}${v}"]}', ["a2", "b1"]],
    [
      '${jsonencode({ R = ["${aws_s3_bucket.b["k"].arn}/*"], Q = "\\"" })}',
      '{"Q":"\\"","R":["${aws_s3_bucket.b["k"].arn}/*"]}',
    ],
    ["${range(1, 0)}", [1]],
    ["${range(-2)}", [0, -1]],
    ['${[for x in [1, 2] : x if "true"]}', [1, 2]],
    ['${[{ b = ["p", "q"] }, { b = ["r"] }].*.b[0]}', ["p", "q"]],
    ['${[{ b = ["p", "q"] }, { b = ["r"] }][*].b[0]}', ["p", "r"]],
    ['${"${1}" == 1}', true],
    ['${(true ? 1 : "a") == 1}', false],
    ['${length(toset([1, "1"]))}', 1],
    ['${length(distinct([1, "1"]))}', 1],
    ['${tolist(reverse(toset(["a", "b"])))[0]}', "b"],
    ['${[for x in toset(["b", "a"]) : x == "a" ? "z" : "y"][0]}', "z"],
    ['${sort(["$${x}"])}', ["$${x}"]],
    ['${jsondecode("[\\"$${x}\\"]")}', ["$${x}"]],
    [
      '${templatestring("%%{ for x in xs ~}\\n$${x}\\n%%{ endfor ~}", { xs = ["a", aws_vpc.v.id] })}',
      "a\n${aws_vpc.v.id}\n",
    ],
    ['${coalesce("", aws_vpc.v.id, "x")}', "${aws_vpc.v.id}"],
    ['${coalesce("a-${aws_vpc.v.tags}", "x")}', "a-${aws_vpc.v.tags}"],
    ["${aws_kms_key.k.arn == null}", false],
    ['${null != module.m.aws_kms_key.k["a"].id}', true],
    ['${data.aws_iam_policy_document.d.json != ""}', true],
    ['${"${aws_vpc.v.owner_id}-x" == null}', false],
    ["${aws_kms_key.k.arn == null ? [] : [1]}", [1]],
    ['${try(aws_vpc.v.id, "x")}', "${aws_vpc.v.id}"],
    ['${try([][0].id, "x")}', "x"],
    ["%{ if true }x%{ endif }", "x"],
    ['*. ${~ "" }', "*."],
    ['0.0.0.0 ${~ "/0" ~}', "0.0.0.0/0"],
    ["a\n%{ for x in [1, 2] ~}\n  ${x}\n%{ endfor ~}\n  b", "a\n  1\n  2\n  b"],
    ["$${aws:username}", "$${aws:username}"],
    ['${"$${aws:username}"}', "$${aws:username}"],
    ["${data.aws_region.r.region}", "${data.aws_region.r.region}"],
  ])("the expression %s evaluates to %j", (text, value) => {
    expect(evaluated(text)).toEqual(value);
  });

  test.each([
    "${var.unset}",
    '${coalesce(aws_vpc.v.tags, "x")}',
    '${coalesce(aws_vpc.v.ipv6[0].id, "x")}',
    "${aws_vpc.v.ipv6_cidr_block == null}",
    "${aws_instance.i.network_interface[0].arn == null}",
    '${aws_vpc.v.ipv6_cidr_block != ""}',
    '${"${aws_vpc.v.ipv6_cidr_block}${aws_vpc.v.ipv6_association}" == ""}',
    '${"%{ if aws_vpc.v.ipv6_native }x%{ endif }" == ""}',
    '${aws_kms_key.k.arn == "x"}',
    '${try(aws_vpc.v.ipv6[0].block, "x")}',
    '${try(timestamp(), "x")}',
    '${templatestring("$${aws_vpc.v.id}", {})}',
    '${regex("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")}',
    '${regex("a(?=b)", "ab")}',
    '${lookup({ "eu-west-1" = "Public" }, data.aws_region.current.name, "VpcOnly")}',
    '${lookup({ "eu-west-1" = "Public" }, "$${data.aws_region.current.name}", "VpcOnly")}',
    '${merge({ "eu-west-1" = "VpcOnly" }, { (data.aws_region.current.name) = "Public" })["eu-west-1"]}',
    '${{ "eu-west-1" = "VpcOnly", (data.aws_region.current.name) = "Public" }["eu-west-1"]}',
    "${{ (aws_vpc.a.name) = 1, (aws_vpc.b.name) = 2 }[aws_vpc.a.name]}",
    "${length({ (aws_vpc.a.name) = 1, (aws_vpc.b.name) = 2 })}",
    '${contains(keys({ (aws_vpc.a.name) = 1 }), "a")}',
    "${keys({ (aws_vpc.a.name) = 1, z = 2 })[0]}",
    "${values({ (aws_vpc.a.name) = 1, z = 2 })[0]}",
    "${tolist(values({ for z in [aws_vpc.a, aws_vpc.b] : z.name => 1 }))[0]}",
    "${[for k, v in { for z in [aws_vpc.a, aws_vpc.b] : z.name => z.id == aws_vpc.a.id ? 1 : 2 } : 1][0]}",
    '${zipmap([aws_vpc.a.name, "z"], [1, 2]).z}',
    '${{ "$${aws_vpc.v.id}" = 1 }[aws_vpc.v.id]}',
    "${distinct([aws_vpc.a.name, aws_vpc.b.name])[1]}",
    '${join("", ["$", "{aws_vpc.v.id}"])}',
    '${join("{", ["$", "aws_vpc.v.id}"])}',
    '${format("%s%s", "$", "{aws_vpc.v.id}")}',
    '${format("$%s", "{aws_vpc.v.id}")}',
    '${"$"}${"{aws_vpc.v.id}"}',
    '${"$"}${aws_vpc.v.id}',
    '${"%"}${"{ if true }"}',
    '${"${"$"}${"{aws_vpc.v.id}"}"}',
    "${path.module}",
    "${timestamp()}",
    "${[1, 2][5]}",
    '${{ a = 1 }["b"]}',
    "${aws_vpc.a.id == aws_vpc.b.id}",
    "${one([1, 2])}",
    '${{ for z in ["a", "a"] : z => 1 }}',
    "${unread(x)}",
    "${[for x in [1] : x if aws_vpc.v.enable_dns_support]}",
    "${[] == tolist([])}",
    "${{ a = 1 } == tomap({ a = 1 })}",
    '${tonumber(" 1")}',
    '${tonumber("0x1")}',
    '${tonumber("")}',
    '${upper("ß")}',
    '${trimspace("\ufeff")}',
    "${tostring(1e21)}",
    "${length(toset([aws_vpc.a.cidr_block, aws_vpc.b.cidr_block]))}",
  ])("the value of the expression %s is unknown", (text) => {
    expect(evaluated(text)).toBeUndefined();
  });

  test("an expression uses the names of its scope, and continues through the references that they contain", () => {
    const scope = scopeWith({
      local: mapValue([
        ["vpc", scalarValue("${aws_vpc.v}")],
        ["zones", valueFromJson(["a", "b"])],
      ]),
    });

    expect(evaluated("${local.vpc.id} in ${local.zones[1]}", scope)).toBe("${aws_vpc.v.id} in b");
  });

  test("a reference in a module gets the address of the module", () => {
    expect(evaluated("${aws_vpc.v.id}", { ...emptyEvaluationScope, prefix: 'module.net["a"].' })).toBe(
      '${module.net["a"].aws_vpc.v.id}',
    );
  });

  test("an index into a set is a choice among all its items", () => {
    const scope = scopeWith({
      set: listValue([scalarValue("a"), scalarValue("b")], false),
      lone: listValue([scalarValue("a")], false),
    });

    const value = evaluateTemplate("x-${element(set, 0)}", scope);

    expect(value).toEqual({ kind: "choice", options: [scalarValue("x-a"), scalarValue("x-b")] });
    expect(evaluated("${element(tolist(lone), 0)}", scope)).toBe("a");
    expect(evaluated("${tolist(set)[1]}", scope)).toBe("b");
  });

  test("a conditional with an unknown condition is a choice between both branches", () => {
    expect(evaluateTemplate("${aws_vpc.v.main ? 1 : 2}", emptyEvaluationScope)).toEqual({
      kind: "choice",
      options: [scalarValue(1), scalarValue(2)],
    });
  });

  test("a text or a list that depends on many unknown conditions is unknown, without trying every combination", () => {
    const unknown = Array.from({ length: 40 }, (_, index) => `aws_vpc.v${index}.main`);
    const text = unknown.map((condition, index) => `\${${condition} ? "${index}" : ""}`).join("");
    const list = `\${concat(${unknown.map((condition, index) => `${condition} ? ["${index}"] : []`).join(", ")})}`;

    expect(evaluateTemplate(text, emptyEvaluationScope)).toEqual(unknownValue);
    expect(evaluateTemplate(list, emptyEvaluationScope)).toEqual(unknownValue);
  });

  test("a reference as a key selects the entry of a map with the same reference as its key", () => {
    const text =
      "${{ for s in [{ subnet = aws_subnet.a.id, x = 1 }, { subnet = aws_subnet.b.id, x = 2 }] : s.subnet => s.x }[aws_subnet.b.id]}";

    expect(evaluated(text)).toBe(2);
  });
});

test("try takes a value that was evaluated where it is written, whatever it is, and doubts an expression of its own.", () => {
  const each = mapValue([["value", mapValue([["rules", scalarValue("${cidrhost(aws_vpc.v.cidr_block, 1)}")]])]]);
  const scope = scopeWith({ each });

  expect(evaluated("${try(each.value.rules, [])}", scope)).toBe("${cidrhost(aws_vpc.v.cidr_block, 1)}");
  expect(evaluated("${can(each.value.rules)}", scope)).toBe(true);
  expect(evaluated("${try(each.value.rules.first, [])}", scope)).toBeUndefined();
  expect(evaluated("${try(tostring(each.value.rules), [])}", scope)).toBeUndefined();
  expect(evaluated('${try("${each.value.rules}-a", [])}', scope)).toBeUndefined();
  expect(evaluated("${try(each.value.others, [])}", scope)).toEqual([]);
});
