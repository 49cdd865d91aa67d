import { COMPUTED_ATTRIBUTES } from "../../../rehearsal/fake-aws/computed/compute-attributes";
import { DATA_SOURCES } from "../../../rehearsal/fake-aws/data-sources";
import { FORCE_NEW_ARGUMENTS } from "../../../rehearsal/fake-aws/force-new-arguments";
import { deriveSchema } from "../../../rehearsal/schema/derive";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import { usedTypes } from "../../../rehearsal/schema/used-types";
import { synthesizedText } from "../../fixtures/synthesized";

const STACKS = Object.fromEntries(["dev", "staging", "prod"].map((name) => [name, JSON.parse(synthesizedText(name))]));

describe("the types that a rehearsal serves", () => {
  test("are those that the configurations name, resources and data sources apart, each once", () => {
    const one = { resource: { aws_vpc: {}, aws_subnet: {} }, data: { aws_region: {} } };
    const two = { resource: { aws_vpc: {}, terraform_data: {} } };

    expect(usedTypes({ one, two })).toEqual({ resources: ["aws_subnet", "aws_vpc"], dataSources: ["aws_region"] });
  });

  test("are of one provider: any other is refused by name, and not skipped", () => {
    expect(() => usedTypes({ dev: { resource: { random_id: {} } } })).toThrow(
      /^dev: uses a type that the rehearsal cannot stand in for, got random_id; /,
    );
  });

  test("have answers of their own for every resource type of the environments that AWS gives an id", () => {
    const { resources } = usedTypes(STACKS);
    const { resource_schemas: schemas } = deriveSchema(packageRoot(__dirname), { resources, dataSources: [] });

    const nameless = resources.filter(
      (type) => schemas[type]?.block.attributes.id?.computed && COMPUTED_ATTRIBUTES[type] === undefined,
    );

    expect(nameless).toEqual([]);
  });

  test("have an answer for every data source of the environments", () => {
    expect(usedTypes(STACKS).dataSources.filter((type) => DATA_SOURCES[type] === undefined)).toEqual([]);
  });

  test("have arguments by the names that the tables of replacements and answers use", () => {
    const resources = [...new Set([...Object.keys(FORCE_NEW_ARGUMENTS), ...Object.keys(COMPUTED_ATTRIBUTES)])];
    const { resource_schemas: schemas } = deriveSchema(packageRoot(__dirname), { resources, dataSources: [] });
    const named = resources.flatMap((type) =>
      [...(FORCE_NEW_ARGUMENTS[type] ?? []), ...Object.keys(COMPUTED_ATTRIBUTES[type] ?? {})].map(
        (argument) => [type, argument] as const,
      ),
    );

    const misspelt = named.filter(([type, argument]) => {
      const block = schemas[type]?.block;
      return block?.attributes[argument] === undefined && block?.block_types[argument] === undefined;
    });

    expect(misspelt).toEqual([]);
  });
});
