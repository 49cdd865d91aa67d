import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import { jsonTables } from "../../json-tables";
import type { RawSchema } from "./raw-schemas";
import { replacingTables } from "./replacing-tables";

const HELP = `Usage: npm run replacing-arguments -- --older VERSION=FILE --newer VERSION=FILE [--day YYYY-MM-DD]

Writes aws/replacing-arguments.data.json: which arguments make Terraform replace a resource. Each FILE is what the Go program next to this
one prints of an index of the provider's source. The index has a tag for each version:

  git clone https://github.com/lonegunmanb/terraform-provider-aws-index
  git -C terraform-provider-aws-index checkout v6.25.0
  cd tools/provider-facts/replacing-arguments && go run . PATH/terraform-provider-aws-index/index > older.json

  --older VERSION=FILE  the version of the installed bindings
  --newer VERSION=FILE  a later one
  --day YYYY-MM-DD      day of the download (default: today)
`;

const DAY_LENGTH = "YYYY-MM-DD".length;
const TABLE_DEPTH = 2;

function main(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: {
      older: { type: "string" },
      newer: { type: "string" },
      day: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const [older, newer] = [readVersion(values.older), readVersion(values.newer)];
  if (values.help === true || older === undefined || newer === undefined) {
    process.stdout.write(HELP);
    return values.help === true ? 0 : 2;
  }
  const document = {
    extracted: values.day ?? new Date().toISOString().slice(0, DAY_LENGTH),
    source: {
      index: "https://github.com/lonegunmanb/terraform-provider-aws-index",
      versions: [older.version, newer.version],
    },
    ...replacingTables(older.schemas, newer.schemas, packageRoot(__dirname)),
  };
  writeFileSync("aws/replacing-arguments.data.json", jsonTables(document, TABLE_DEPTH));
  return 0;
}

function readVersion(
  word: string | undefined,
): { readonly version: string; readonly schemas: readonly RawSchema[] } | undefined {
  const [, version, path] = /^([\d.]+)=(.+)$/.exec(word ?? "") ?? [];
  return version === undefined || path === undefined
    ? undefined
    : { version, schemas: JSON.parse(readFileSync(path, "utf8")) };
}

process.exitCode = main(process.argv.slice(2));
