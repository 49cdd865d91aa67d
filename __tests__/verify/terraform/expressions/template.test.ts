import fc from "fast-check";
import {
  parseReference,
  parseTemplate,
  referencedAddresses,
  referencesInText,
  singleReference,
} from "../../../../verify/terraform/expressions/template";

describe("a Terraform string", () => {
  test("a string is split into literals and references in their order", () => {
    const parts = parseTemplate(
      "arn:${data.aws_partition.account_partition.partition}:s3:::${aws_s3_bucket.data.id}/*",
    );

    expect(parts).toEqual([
      { kind: "literal", text: "arn:" },
      { kind: "reference", address: "data.aws_partition.account_partition", attribute: "partition" },
      { kind: "literal", text: ":s3:::" },
      { kind: "reference", address: "aws_s3_bucket.data", attribute: "id" },
      { kind: "literal", text: "/*" },
    ]);
  });

  test("an escaped opener stays text", () => {
    expect(parseTemplate("$${aws:username} and %%{if}")).toEqual([
      { kind: "literal", text: "${aws:username} and %{if}" },
    ]);
  });

  test("an interpolation that is more than a reference is an expression", () => {
    const texts = [
      "one(aws_vpc.x[*].id)",
      "var.name",
      "local.zone",
      "each.key",
      "path.module",
      "module.net.vpc_id",
      "a ? b : c",
    ];

    const kinds = texts.map((text) => parseTemplate(`\${${text}}`));

    expect(kinds).toEqual(texts.map((text) => [{ kind: "expression", text }]));
  });

  test("a brace inside a string or an object does not end an interpolation", () => {
    const text = '{for s in tolist(aws_x.y.z) : s.zone => "}${s.id}"}["a}"]';

    expect(parseTemplate(`<\${${text}}>`)).toEqual([
      { kind: "literal", text: "<" },
      { kind: "expression", text },
      { kind: "literal", text: ">" },
    ]);
  });

  test("a string with an unclosed interpolation is one expression", () => {
    expect(parseTemplate("a${aws_vpc.x.id")).toEqual([{ kind: "expression", text: "a${aws_vpc.x.id" }]);
  });

  test("a directive is an expression", () => {
    expect(parseTemplate("%{ if true }x%{ endif }").map((part) => part.kind)).toEqual([
      "expression",
      "literal",
      "expression",
    ]);
  });

  test("a text without openers is one literal", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/[$%]\{/.test(text)),
        (text) => {
          expect(parseTemplate(text)).toEqual(text === "" ? [] : [{ kind: "literal", text }]);
        },
      ),
    );
  });
});

describe("a reference", () => {
  test("a reference is split into the address with the instance key and the path of the attribute", () => {
    expect(parseReference('module.a["x.y"].aws_subnet.s["eu-west-1a"].tags["Name"]')).toEqual({
      kind: "reference",
      address: 'module.a["x.y"].aws_subnet.s["eu-west-1a"]',
      attribute: 'tags["Name"]',
    });
    expect(parseReference("aws_subnet.s[0].id")).toMatchObject({ address: "aws_subnet.s[0]", attribute: "id" });
    expect(parseReference("aws_vpc.v")).toMatchObject({ address: "aws_vpc.v", attribute: "" });
    expect(parseReference("data.http.ip.body")).toMatchObject({ address: "data.http.ip", attribute: "body" });
  });

  test("a text is a single reference only if nothing surrounds the reference", () => {
    expect(singleReference("${aws_vpc.v.id}")).toMatchObject({ address: "aws_vpc.v" });
    expect(singleReference("x${aws_vpc.v.id}")).toBeUndefined();
    expect(singleReference("${aws_vpc.v.id}${aws_vpc.v.id}")).toBeUndefined();
  });

  test("an address that a text repeats is listed once", () => {
    expect(referencedAddresses("${aws_vpc.v.id}${aws_vpc.v.arn}${aws_vpc.w.id}")).toEqual(["aws_vpc.v", "aws_vpc.w"]);
  });
});

describe("the references of a text", () => {
  test.each([
    ["a-${aws_vpc.v.id}", [["aws_vpc.v", "id"]]],
    [
      '${cidrsubnet(data.aws_vpc.v["a]b"].cidr_block, 8, aws_x.y[0].z[1].w)}',
      [
        ['data.aws_vpc.v["a]b"]', "cidr_block"],
        ["aws_x.y[0]", "z[1].w"],
      ],
    ],
    [
      "${aws_subnet.s[each.key].id}-${aws_subnet.t[aws_vpc.v.id].id}",
      [
        ["aws_subnet.s", ""],
        ["aws_subnet.t", ""],
        ["aws_vpc.v", "id"],
      ],
    ],
    ["${aws_subnet.s[*].id}", [["aws_subnet.s", ""]]],
    ['${f(module.m["a]"].data.aws_vpc.v.id)}', [['module.m["a]"].data.aws_vpc.v', "id"]]],
    ["${local.aws_vpc.v} $${aws_vpc.v.id} aws_vpc.v.id ${var.my_vpc.id}", []],
  ])("%s are those of its interpolations, and one with an open index is to every instance", (text, expected) => {
    expect(referencesInText(text).map(({ address, attribute }) => [address, attribute])).toEqual(expected);
  });
});
