import { parseExpression } from "../../../../verify/terraform/expressions/parse-expression";

describe("a Terraform expression", () => {
  test("operators are parsed by their precedence", () => {
    expect(parseExpression('a == "x" && !b || c ? 1 + 2 * 3 : 0')).toMatchObject({
      kind: "conditional",
      condition: { kind: "operation", operator: "||", operands: [{ operator: "&&" }, { kind: "name", name: "c" }] },
      yes: { operator: "+", operands: [{ value: 1 }, { operator: "*" }] },
    });
  });

  test("the object form of for that selects a firewall endpoint by zone is parsed", () => {
    const text =
      '{for state in tolist(aws_networkfirewall_firewall.f.firewall_status[0].sync_states) : state.availability_zone => state.attachment[0].endpoint_id}["eu-west-1a"]';

    expect(parseExpression(text)).toMatchObject({
      kind: "index",
      key: { kind: "value", value: "eu-west-1a" },
      of: {
        kind: "for",
        names: ["state"],
        collection: { kind: "call", name: "tolist" },
        key: { kind: "attribute", name: "availability_zone" },
      },
    });
  });

  test("everything after a splat applies to each element", () => {
    expect(parseExpression("aws_subnet.s[*].tags[0].id")).toEqual({
      kind: "splat",
      of: { kind: "attribute", of: { kind: "name", name: "aws_subnet" }, name: "s" },
      each: {
        kind: "attribute",
        name: "id",
        of: {
          kind: "index",
          key: { kind: "value", value: 0 },
          of: { kind: "attribute", of: { kind: "name", name: "*" }, name: "tags" },
        },
      },
    });
  });

  test("strings and interpolations can be nested", () => {
    expect(parseExpression('f("a${g("}")}\\"", {x = 1, "y": 2})')).toMatchObject({
      kind: "call",
      name: "f",
      arguments: [
        { kind: "template", parts: [{ value: "a" }, { kind: "call", name: "g" }, { value: '"' }] },
        { kind: "object", entries: [{ key: { value: "x" } }, { key: { value: "y" } }] },
      ],
    });
  });

  test.each([
    "",
    "a b",
    "a.",
    "[1",
    "f(",
    "<<EOT",
    '"a',
    "{a}",
    '"%{ if x }"',
    "a ? b",
    '"\\u004"',
    '"${a /* } */}"',
    "1 +",
  ])("the text %j does not parse as an expression", (text) => {
    expect(parseExpression(text)).toBeUndefined();
  });
});
