import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { policySchema, postureFields, requiredFields } from "./policy-schema";

/** The JSON Schema of policy files, for editors. */
export function policyJsonSchema(): string {
  const schema = z.toJSONSchema(policySchema, {
    io: "input",
    override: ({ jsonSchema }) => {
      // Names of this project's formats are written for messages; JSON Schema validators do not know them.
      delete jsonSchema.format;
    },
  });
  const described = {
    $schema: schema.$schema,
    title: "Policy of a network perimeter",
    description: "The posture that a root module promises, and findings that its owners accept until a day.",
    ...schema,
    dependentRequired: Object.fromEntries(
      postureFields.map((field) => [field, requiredFields.filter((required) => required !== field)]),
    ),
  };
  return `${JSON.stringify(described, null, 2)}\n`;
}

if (require.main === module) {
  writeFileSync(join("cli", "policy", "studio-perimeter.schema.json"), policyJsonSchema());
}
