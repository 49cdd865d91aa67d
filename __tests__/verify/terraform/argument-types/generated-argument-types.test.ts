import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deriveSchema } from "../../../../rehearsal/schema/derive";
import { packageRoot } from "../../../../rehearsal/schema/package-source";
import { argumentTypesOf } from "../../../../verify/terraform/argument-types/argument-type";
import { computedAttributesOf } from "../../../../verify/terraform/argument-types/computed-attributes";
import { generatedArgumentTypes } from "../../../../verify/terraform/argument-types/generated-argument-types";
import { versionOfComputedAttributes } from "../../../../verify/terraform/argument-types/generated-computed-attributes";
import { REVIEWED_PROVIDER, testOfReviewedProvider } from "../../../fixtures/installed-provider";
import { argumentTypeSource, modeledTypes } from "./argument-type-table";
import { computedAttributeSource, computedAttributesIn } from "./computed-attribute-table";

const folder = join(__dirname, "../../../../verify/terraform/argument-types");
const FILE = join(folder, "generated-argument-types.ts");

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

test("the attributes that only the provider sets are those of the reviewed provider", () => {
  if (process.env.WRITE_ARGUMENT_TYPES === "1") {
    writeFileSync(join(folder, "generated-computed-attributes.ts"), computedAttributeSource());
  }

  expect(versionOfComputedAttributes).toBe(REVIEWED_PROVIDER);
});

testOfReviewedProvider()(
  "the attributes that only the provider sets are listed for every type that a model names",
  () => {
    const derived = computedAttributesIn(deriveSchema(packageRoot(__dirname), modeledTypes()));
    const missing = derived.flatMap(([type, paths]) =>
      paths.split(" ").flatMap((path) => (computedAttributesOf(type).has(path) ? [] : [`${type}.${path}`])),
    );

    expect(derived.length).toBeGreaterThan(200);
    expect(missing).toEqual([]);
  },
);

test.each([
  ["aws_vpc", "arn"],
  ["aws_vpc", "id"],
  ["aws_vpc_endpoint_service", "service_name"],
  ["aws_instance", "root_block_device.volume_id"],
  ["data.aws_vpc_endpoint", "cidr_blocks"],
  ["random_id", "hex"],
  ["terraform_data", "output"],
  ["data.terraform_remote_state", "outputs"],
])("only the provider sets an attribute of %s: %s", (type, path) => {
  expect(computedAttributesOf(type).has(path)).toBe(true);
});

test.each([
  ["aws_vpc", "cidr_block"],
  ["aws_vpc", "tags_all"],
  ["data.aws_vpc", "id"],
  ["aws_unknown", "arn"],
  ["vpc", "arn"],
])("a configuration may set an argument of %s, or nothing is known of it: %s", (type, path) => {
  expect(computedAttributesOf(type).has(path)).toBe(false);
});
