import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policyFileFields } from "../../../verify/posture/policy-file";

test("The published schema of policy files describes each field that is read, and no other.", () => {
  const path = join(__dirname, "../../../verify/posture/studio-perimeter.schema.json");
  const { properties } = JSON.parse(readFileSync(path, "utf8")) as { readonly properties: object };

  expect(Object.keys(properties).sort()).toEqual([...policyFileFields].sort());
});
