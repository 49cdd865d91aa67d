import { ownEntry } from "../../../verify/collections/own-entry";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { modelGaps } from "../../../verify/unmodeled/model-gaps";

test("A table has an entry for its own keys alone, not for the members that every object has.", () => {
  const table: Readonly<Record<string, number>> = { a: 1 };

  expect(["a", "b", "constructor", "toString"].map((key) => ownEntry(table, key))).toEqual([
    1,
    undefined,
    undefined,
    undefined,
  ]);
});

test.each(["constructor", "toString", "valueOf"])(
  "A resource type and a data source type named %s are gaps.",
  (type) => {
    const json = { resource: { [type]: { x: { tags: { [type]: "a" } } } }, data: { [type]: { x: {} } } };
    const gaps = modelGaps(readConfiguration(json, "cdk.tf.json")).map(({ evidence }) => evidence.text);

    expect(gaps).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`no model reads the type ${type}`),
        expect.stringContaining(`is a data source of the type ${type}`),
      ]),
    );
  },
);
