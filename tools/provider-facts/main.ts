import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { DeprecationFacts } from "../../constraints/deprecations/deprecation-facts";
import { packageRoot, providerVersion } from "../../rehearsal/schema/package-source";
import { jsonTables } from "../json-tables";
import { extractDeprecations } from "./deprecations";
import { mergeDeprecations } from "./merge-deprecations";
import { schemaDifference } from "./schema-difference";

const HELP = `Usage: npm run provider-facts -- --newer DIR [--older-docs DIR --newer-docs DIR] [--day YYYY-MM-DD]

Extracts what the newer provider adds to the installed one into __tests__/fixtures/newer-provider.data.json: run it when a model reads
another resource type. With both --older-docs and --newer-docs, also extracts which types and arguments the provider has deprecated, and
what to use instead, into constraints/deprecations/deprecations.data.json. Texts are not extracted. Each DIR is a package of npm pack,
unpacked.

  --newer DIR       bindings of the newer provider: @cdktn/provider-aws
  --older-docs DIR  @pulumi/aws of the provider version of the installed bindings
  --newer-docs DIR  @pulumi/aws of the provider version of the newer bindings
  --day YYYY-MM-DD  day of the download (default: today)
`;

function main(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: {
      newer: { type: "string" },
      "older-docs": { type: "string" },
      "newer-docs": { type: "string" },
      day: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const { newer, "older-docs": olderDocs, "newer-docs": newerDocs } = values;
  if (values.help === true || newer === undefined || (olderDocs === undefined) !== (newerDocs === undefined)) {
    process.stdout.write(HELP);
    return values.help === true ? 0 : 2;
  }
  const installed = packageRoot(__dirname);
  const extracted = values.day ?? new Date().toISOString().slice(0, 10);
  if (olderDocs !== undefined && newerDocs !== undefined) {
    writeDeprecations(extracted, [
      { bindings: installed, documented: olderDocs },
      { bindings: newer, documented: newerDocs },
    ]);
  }
  const difference = {
    extracted,
    source: { ...packageOf(newer), provider: providerVersion(newer) },
    ...schemaDifference(installed, newer),
  };
  write("__tests__/fixtures/newer-provider.data.json", difference);
  return 0;
}

function writeDeprecations(
  extracted: string,
  documented: readonly { readonly bindings: string; readonly documented: string }[],
): void {
  const ends = documented.map((end) => ({
    ...end,
    version: providerVersion(end.bindings),
    found: extractDeprecations(end),
  }));
  for (const { version, found } of ends) {
    for (const name of found.unmatched) {
      process.stderr.write(
        `provider-facts: ${version}: ${name}: has no Terraform name that could be found; left out\n`,
      );
    }
  }
  const facts: DeprecationFacts = {
    extracted,
    sources: ends.map(({ documented, version }) => ({ ...packageOf(documented), provider: version })),
    ...mergeDeprecations(ends.map(({ version, found }) => ({ version, deprecations: found.deprecations }))),
  };
  write("constraints/deprecations/deprecations.data.json", facts);
}

function packageOf(folder: string): { readonly name: string; readonly version: string; readonly license: string } {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { name, version, license };
}

function write(path: string, document: object): void {
  writeFileSync(join(process.cwd(), path), jsonTables(document, 3));
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`provider-facts: ${(error as Error).message}\n`);
  process.exitCode = 2;
}
