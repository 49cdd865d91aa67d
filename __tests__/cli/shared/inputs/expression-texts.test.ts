import { expressionTexts } from "../../../../cli/shared/inputs/expression-texts";
import type { JsonObject } from "../../../../verify/terraform/terraform-configuration";

const noModule = () => undefined;
const textsOf = (json: JsonObject) => expressionTexts({ json, load: noModule });

test("Values and keys of every block are texts of expressions.", () => {
  expect(
    textsOf({
      locals: [{ zones: { a: "${var.zone}" } }],
      resource: { aws_subnet: { one: [{ tags: { b: "c" } }] } },
      variable: { zone: [{ default: ["d"] }] },
    }),
  ).toEqual(
    expect.arrayContaining(['"a"', '"${var.zone}"', '"b"', '"c"', '"d"'].map((text) => expect.stringContaining(text))),
  );
});

test("Labels of blocks, descriptions of variables and outputs, and addresses that moved are none.", () => {
  expect(
    JSON.stringify(
      textsOf({
        data: { aws_availability_zones: { label: [{}] } },
        module: [],
        moved: [{ from: 'aws_subnet.s["label"]', to: "aws_subnet.t" }],
        output: { label: { value: 1, description: "label" } },
        resource: { aws_subnet: { label: {} } },
        variable: { label: [{ description: "label" }] },
      }),
    ),
  ).not.toContain("label");
});

test("A description of a resource is a value, which an expression can read.", () => {
  expect(textsOf({ resource: { aws_security_group: { g: { description: "b" } } } })).toContain('"b"');
});

test("A folder that calls a module that is not there has no list of its texts.", () => {
  expect(textsOf({ module: { net: [{ source: "./net" }] } })).toBeUndefined();
});
