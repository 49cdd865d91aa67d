import { dataSourceStart } from "../../../../../verify/terraform/expressions/template";

const isDataSource = (text: string): boolean => new RegExp(dataSourceStart).test(text);

test.each([
  ["data.aws_vpc.this.id", true],
  ["module.a.data.aws_vpc.this.id", true],
  ["concat(data.aws_vpc.this.id)", true],
  ['module.a["x"].data.aws_vpc.this.id', true],
  ["module.module.data.aws_vpc.this.id", true],
  ["module.data.data.aws_vpc.this.id", true],
  ["module.data.aws_vpc.this.id", false],
  ["module.a.module.data.aws_vpc.this.id", false],
  ["concat(module.data.aws_vpc.this.id)", false],
  ["metadata.aws_vpc", false],
])("%s names a data source: %s", (text, expected) => {
  expect(isDataSource(text)).toBe(expected);
});
