import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argumentTypesOf } from "../../../../verify/terraform/argument-types/argument-type";
import { generatedArgumentTypes } from "../../../../verify/terraform/argument-types/generated-argument-types";
import { testOfReviewedProvider } from "../../../fixtures/installed-provider";
import { argumentTypeSource } from "./argument-type-table";

const FILE = join(__dirname, "../../../../verify/terraform/argument-types/generated-argument-types.ts");

testOfReviewedProvider()(
  "the argument types are those of the installed provider, for every type that a model names",
  () => {
    const generated = argumentTypeSource();
    if (process.env.WRITE_ARGUMENT_TYPES === "1") {
      writeFileSync(FILE, generated);
    }

    expect(readFileSync(FILE, "utf8")).toBe(generated);
  },
);

test("every type of the generated table can be parsed", () => {
  const sizes = Object.keys(generatedArgumentTypes).map((type) => argumentTypesOf(type)?.size ?? 0);

  expect(Math.min(...sizes)).toBeGreaterThan(0);
});
