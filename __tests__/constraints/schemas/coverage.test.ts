import { awsConfiguration } from "../../../constraints/configuration/aws-configuration";
import { schemaCoverage } from "../../../constraints/schemas/coverage";
import { schemaFacts } from "../../../constraints/schemas/schema-facts";
import { terraformMapping } from "../../../constraints/schemas/terraform-mapping";
import { stacksOfEveryOption } from "../fixtures/every-option";

const used = stacksOfEveryOption().flatMap(({ json }) => awsConfiguration(json).resources);

test("Every argument of every stack has a schema of AWS, or a written reason why it has none.", () => {
  const { mapped, unmapped, unknown } = schemaCoverage(used);
  process.stdout.write(
    `schemas of AWS: ${mapped.length} arguments mapped, ${Object.keys(unmapped).length} unmapped with a reason\n`,
  );

  expect(unknown).toEqual([]);
  expect(mapped.length).toBeGreaterThan(420);
  expect(Object.keys(unmapped).length).toBeLessThan(90);
});

test("The coverage names an argument that the mapping does not know.", () => {
  const resource = { address: "aws_vpc.a", type: "aws_vpc", values: { cidr_block: "10.0.0.0/16", shape: "round" } };

  expect(schemaCoverage([resource]).unknown).toEqual(["aws_vpc.shape"]);
});

test("Every type of every stack has its own entry in the mapping.", () => {
  const types = [...new Set(used.map(({ type }) => type))];

  expect(types.filter((type) => terraformMapping.types[type] === undefined)).toEqual([]);
  expect(Object.keys(schemaFacts.types).sort()).toEqual(Object.keys(terraformMapping.types).sort());
});

test("The facts state a day, and the name, version and license of each source.", () => {
  expect(schemaFacts.extracted).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(schemaFacts.sources.map(({ name, license }) => [name, license])).toEqual([
    ["cfn-lint", "MIT-0"],
    ["botocore", "Apache-2.0"],
  ]);
});

test("The facts hold no descriptions.", () => {
  const keys = new Set(Object.values(schemaFacts.shapes).flatMap((facts) => Object.keys(facts)));

  expect([...keys].sort()).toEqual(
    ["enum", "format", "maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum", "pattern"].sort(),
  );
});
