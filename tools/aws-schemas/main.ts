import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { FactSource } from "../../constraints/schemas/schema-facts";
import { terraformMapping } from "../../constraints/schemas/terraform-mapping";
import { jsonTables } from "../json-tables";
import { cloudFormationSchemas } from "./cloudformation-schemas";
import { extractFacts } from "./extract-facts";
import { extractInstanceTypes } from "./extract-instance-types";
import { extractRegions } from "./extract-regions";
import { extractRuntimes } from "./extract-runtimes";
import { serviceModels } from "./service-models";
import { readWheel, type Wheel } from "./wheel";

const HELP = `Usage: npm run aws-schemas -- --cfn-lint WHEEL --botocore WHEEL --moto WHEEL [--day YYYY-MM-DD]

Extracts what AWS's own schemas say of the values of our resource types (patterns, enumerations, lengths, bounds, required and
exclusive members) into constraints/schemas/schema-facts.data.json, what each region has into aws/regions/region-facts.data.json,
SageMaker's instance types into aws/instance-types.data.json, and the ends of Lambda's runtimes into
constraints/arguments/services/lambda-runtimes.data.json.
Descriptions are not extracted, and no Python runs.

  --cfn-lint WHEEL  CloudFormation resource schemas: pip download --no-deps cfn-lint
  --botocore WHEEL  service models of the AWS SDK: pip download --no-deps botocore
  --moto WHEEL      zones and instance types by region: pip download --no-deps moto
  --day YYYY-MM-DD  day of the download (default: today)
`;

function main(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: {
      "cfn-lint": { type: "string" },
      botocore: { type: "string" },
      moto: { type: "string" },
      day: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const { "cfn-lint": cfnLintFile, botocore: botocoreFile, moto: motoFile } = values;
  if (values.help === true || cfnLintFile === undefined || botocoreFile === undefined || motoFile === undefined) {
    process.stdout.write(HELP);
    return values.help === true ? 0 : 2;
  }
  const [cfnLint, botocore, moto] = [readWheel(cfnLintFile), readWheel(botocoreFile), readWheel(motoFile)];
  const day = values.day ?? new Date().toISOString().slice(0, 10);
  const cloudFormation = cloudFormationSchemas(cfnLint);
  const facts = extractFacts(terraformMapping, {
    cloudFormation,
    services: serviceModels(botocore),
    packages: [cfnLint, botocore].map(sourceOf),
    day,
  });
  const regions = extractRegions({
    botocore,
    moto,
    types: cloudFormation.types,
    ours: [...new Set(Object.values(facts.types).flatMap(({ schemas }) => schemas))].filter((schema) =>
      schema.startsWith("AWS::"),
    ),
    packages: [cfnLint, botocore, moto].map(sourceOf),
    day,
  });
  writeTables("constraints/schemas/schema-facts.data.json", facts);
  writeTables("aws/regions/region-facts.data.json", regions);
  writeTables(
    "constraints/arguments/services/lambda-runtimes.data.json",
    extractRuntimes(cfnLint, [sourceOf(cfnLint)], day),
  );
  writeTables("aws/instance-types.data.json", extractInstanceTypes(botocore, [sourceOf(botocore)], day));
  return 0;
}

function sourceOf({ name, version, license }: Wheel): FactSource {
  return { name, version, license };
}

function writeTables(path: string, document: object): void {
  writeFileSync(join(process.cwd(), path), jsonTables(document, 4));
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`aws-schemas: ${(error as Error).message}\n`);
  process.exitCode = 2;
}
