import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import { modelGaps } from "../../../../verify/unmodeled/model-gaps";
import { synthesizedText } from "../../../fixtures/synthesized";
import { olderArguments } from "./registry-coverage";

/** Gaps of dev with a resource of the type that has one argument. */
function gapsOf(type: string, argument: string): readonly string[] {
  const json = JSON.parse(synthesizedText("dev"));
  json.resource[type] = { ...json.resource[type], old: { [argument]: true } };
  return modelGaps(readConfiguration(json, "dev")).map((gap) => JSON.stringify(gap));
}

const older = Object.entries(olderArguments).flatMap(([type, names]) =>
  names.map((name): readonly [string, string] => [type, name]),
);

test.each(older)("%s.%s of an older version of the provider about EC2-Classic is no gap", (type, argument) => {
  expect(gapsOf(type, argument)).toEqual([]);
});

test("another argument that the schema no longer has is a gap", () => {
  expect(gapsOf("aws_eip", "classic").join()).toContain("no model reads the argument classic");
});
