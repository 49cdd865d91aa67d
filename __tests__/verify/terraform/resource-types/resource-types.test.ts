import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resourceTypes } from "../../../../verify/terraform/resource-types";
import { activeDataSource } from "../../../../verify/terraform/resource-types/data-sources";
import { newerProvider, testOfReviewedProvider } from "../../../fixtures/installed-provider";
import { coveredArguments, modeledTypes, olderArguments, providerTypes } from "./registry-coverage";
import { registryCounts, resourceTypesPage } from "./resource-types-page";

const page = join(__dirname, "..", "..", "..", "..", "docs", "resource-types.md");

/** Types of other providers than AWS, which the schema does not have. */
const ofOtherProviders = /^(?:random|time|tls|null|terraform|archive|cloudinit|local)_/;

test("every AWS type of the registry is a type of the installed provider, or of the newer one whose types are known", () => {
  const known = new Set([...providerTypes("resource"), ...newerProvider.resources]);

  expect(Object.keys(resourceTypes).filter((type) => !ofOtherProviders.test(type) && !known.has(type))).toEqual([]);
});

testOfReviewedProvider()("every argument of every modeled type is read, is a party, is not read or is neutral", () => {
  const { types, arguments: counts } = registryCounts();
  process.stdout.write(
    `resource types: ${types.modeled} modeled, ${types.reported} reported, ${types.neutral} neutral, ${types.gap} gaps of ${types.all}\n` +
      `arguments of modeled types: ${counts.read} read, ${counts.ours} parties, ${counts.unread} not read, ${counts.neutral} neutral, ${counts.unlisted} unlisted of ${counts.all}\n`,
  );
  const unlisted = coveredArguments().filter(({ isComputed, use }) => !isComputed && use === undefined);

  expect(unlisted.map(({ type, path }) => `${type}.${path}`)).toEqual([]);
});

testOfReviewedProvider()("every path that AWS computes is listed as computed, or is part of an argument", () => {
  const byType = new Map(modeledTypes());
  const missing = coveredArguments().filter(
    ({ type, path, isComputed, use }) =>
      isComputed && use === undefined && byType.get(type)?.computed.has(path) !== true,
  );

  expect(missing.map(({ type, path }) => `${type}.${path}`)).toEqual([]);
});

test("every entry of a modeled type is a path of the schema or of an older one, and no entry for a block says that a model reads it", () => {
  const paths = new Map<string, string[]>();
  for (const { type, path } of coveredArguments()) {
    paths.set(type, [...(paths.get(type) ?? []), path]);
  }
  const newerPaths = new Map(
    Object.entries(newerProvider.arguments).map(([type, added]) => [type, Object.keys(added)]),
  );
  const stray = modeledTypes().flatMap(([type, { arguments: entries }]) =>
    Object.entries(entries).flatMap(([entry, { kind }]) => {
      const known = [
        ...(paths.get(type) ?? []),
        ...(newerPaths.get(type) ?? []),
        ...(olderArguments[type] ?? []),
        "tags",
        "tags_all",
      ];
      const isPath = known.includes(entry);
      const isBlock = known.some((path) => path.startsWith(`${entry}.`)) && kind !== "read" && kind !== "ours";
      const isKeyOfMap = known.includes(entry.slice(0, entry.lastIndexOf(".")));
      return isPath || isBlock || isKeyOfMap ? [] : [`${type}.${entry}`];
    }),
  );

  expect(stray).toEqual([]);
});

testOfReviewedProvider()("every data source of the installed provider only reads, or is known to do more", () => {
  const active = providerTypes("data").filter((type) => activeDataSource(type) !== undefined);

  expect(active).toEqual(["aws_ecs_task_execution", "aws_lambda_invocation"]);
});

testOfReviewedProvider()(
  "docs/resource-types.md has the counts of the registry; npm run resource-types writes it",
  () => {
    const generated = resourceTypesPage();
    if (process.env.WRITE_RESOURCE_TYPES === "1") {
      writeFileSync(page, generated);
    }

    expect(readFileSync(page, "utf8")).toBe(generated);
  },
);
