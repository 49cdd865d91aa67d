import { COMPUTED_ATTRIBUTES } from "../../../rehearsal/fake-aws/computed/compute-attributes";
import { DATA_SOURCES } from "../../../rehearsal/fake-aws/data-sources";
import { deriveSchema } from "../../../rehearsal/schema/derive";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import { usedTypes } from "../../../rehearsal/schema/used-types";
import { synthesizedText } from "../../fixtures/synthesized";

const STACKS = Object.fromEntries(["dev", "staging", "prod"].map((name) => [name, JSON.parse(synthesizedText(name))]));

describe("used types", () => {
  test("The used types are the distinct resource and data source types of all configurations.", () => {
    const one = { resource: { aws_vpc: {}, aws_subnet: {} }, data: { aws_region: {} } };
    const two = { resource: { aws_vpc: {}, terraform_data: {} } };

    expect(usedTypes({ one, two })).toEqual({ resources: ["aws_subnet", "aws_vpc"], dataSources: ["aws_region"] });
  });

  test("A type of another provider is rejected by name.", () => {
    expect(() => usedTypes({ dev: { resource: { random_id: {} } } })).toThrow(
      /^dev: uses a type of another provider, got random_id; /,
    );
  });

  test("Every resource type of the environments with a computed ID has computed attributes.", () => {
    const { resources } = usedTypes(STACKS);
    const { resource_schemas: schemas } = deriveSchema(packageRoot(__dirname), { resources, dataSources: [] });

    const missing = resources.filter(
      (type) => schemas[type]?.block.attributes.id?.computed && COMPUTED_ATTRIBUTES[type] === undefined,
    );

    expect(missing).toEqual([]);
  });

  test("Every data source of the environments is supported.", () => {
    expect(usedTypes(STACKS).dataSources.filter((type) => DATA_SOURCES[type] === undefined)).toEqual([]);
  });

  test("The table of computed attributes contains only arguments of the schema.", () => {
    const resources = Object.keys(COMPUTED_ATTRIBUTES);
    const { resource_schemas: schemas } = deriveSchema(packageRoot(__dirname), { resources, dataSources: [] });

    const unknown = resources.flatMap((type) =>
      Object.keys(COMPUTED_ATTRIBUTES[type] ?? {})
        .filter((argument) => {
          const block = schemas[type]?.block;
          return block?.attributes[argument] === undefined && block?.block_types[argument] === undefined;
        })
        .map((argument) => `${type}.${argument}`),
    );

    expect(unknown).toEqual([]);
  });
});
