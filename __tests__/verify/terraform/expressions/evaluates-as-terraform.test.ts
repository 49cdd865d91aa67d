import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { evaluateTemplate } from "../../../../verify/terraform/expressions/evaluate-expression";
import { valueToJson } from "../../../../verify/terraform/expressions/terraform-value";
import { emptyEvaluationScope } from "../../../../verify/terraform/expressions/traversal";
import { describeWithTerraform } from "../../../rehearsal/fixtures/terraform-suites";

const MINUTE_MS = 60_000;
const SEED = Number(process.env.DIFFERENTIAL_SEED ?? 11);
const EXPRESSIONS = Number(process.env.DIFFERENTIAL_EXPRESSIONS ?? 400);

/** A value that Terraform refuses to compute. */
const REFUSED = "(refused)";

/** The values of all expressions, by one `terraform console`, which prints the value of the last line only. */
function valuesByTerraform(binary: string, texts: readonly string[]): readonly unknown[] {
  const folder = mkdtempSync(join(tmpdir(), "console-"));
  const { TF_CLI_CONFIG_FILE: _, ...env } = process.env;
  const values = texts.map((text) => `try(jsonencode(${text}), jsonencode("${REFUSED}"))`);
  const { stdout } = spawnSync(binary, ["console"], {
    input: `base64encode(jsonencode([${values.join(", ")}]))\n`,
    cwd: folder,
    env: { ...env, CHECKPOINT_DISABLE: "1", NO_COLOR: "1" },
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true });
  const encoded: string[] = JSON.parse(Buffer.from(stdout.trim().replaceAll('"', ""), "base64").toString("utf8"));
  return encoded.map((json) => JSON.parse(json));
}

const scalars = fc.constantFrom("1", "0", "-2", '"a"', '"b"', '"1"', '"true"', '""', "true", "false", "null", '" 1"');
const texts = fc.constantFrom('"b"', '"a"', '"c"', '""');

/** Lists, tuples and sets. */
const collections = fc.oneof(
  fc.array(scalars, { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
  fc.array(texts, { maxLength: 3 }).map((items) => `toset([${items.join(", ")}])`),
  fc.array(texts, { maxLength: 3 }).map((items) => `tolist([${items.join(", ")}])`),
);

const wrapped = collections.chain((list) =>
  fc.constantFrom(
    ...["reverse", "distinct", "flatten", "compact", "sort", "tolist", "toset"].map((name) => `${name}(${list})`),
    `[for x in ${list} : x]`,
    `[for i, x in ${list} : i]`,
    `[for x in ${list} : x == "a" ? "z" : "y"]`,
    `[for x in ${list} : x if x != "a"]`,
    `[for x in ${list} : 1 if x == null ? false : true]`,
    `[for x in ${list} : x if "true"]`,
    `concat(tolist(${list}), ["q"])`,
    `setunion(${list}, ["a"])`,
  ),
);

const lists = fc.oneof(collections, wrapped);

const expressions = fc.oneof(
  wrapped,
  lists.map((list) => `tolist(${list})[0]`),
  lists.map((list) => `length(${list})`),
  lists.map((list) => `join(",", ${list})`),
  lists.map((list) => `element(${list}, 1)`),
  fc.tuple(lists, lists).map(([a, b]) => `${a} == ${b}`),
  fc.tuple(lists, scalars).map(([a, b]) => `contains(${a}, ${b})`),
  fc.tuple(scalars, scalars).map(([a, b]) => `${a} == ${b}`),
  fc.tuple(scalars, scalars).map(([a, b]) => `(true ? ${a} : ${b}) == ${a}`),
  fc.tuple(scalars, scalars, scalars).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
  scalars.map((a) => `try(tonumber(${a}), "none")`),
  scalars.map((a) => `try(tobool(${a}), "none")`),
  scalars.map((a) => `"\${${a}}" == ${a}`),
  scalars.map((a) => `"x-\${${a}}"`),
  fc.tuple(fc.integer({ min: -3, max: 4 }), fc.integer({ min: -3, max: 4 })).map(([a, b]) => `range(${a}, ${b})`),
  fc.integer({ min: -3, max: 4 }).map((a) => `length(range(${a}))`),
  fc.tuple(lists, lists).map(([a, b]) => `[{ k = ${a} }, { k = ${b} }].*.k[0]`),
  fc.tuple(lists, lists).map(([a, b]) => `[{ k = ${a} }, { k = ${b} }][*].k`),
  lists.map((list) => `jsonencode(jsondecode(jsonencode(${list})))`),
);

describeWithTerraform("expressions that verify evaluates", (binary) => {
  test(
    "a value that verify computes is the one that Terraform computes, and a value that Terraform refuses is of no matter",
    () => {
      const generated = fc.sample(expressions, { numRuns: EXPRESSIONS, seed: SEED });
      const byTerraform = valuesByTerraform(binary, generated);

      const differing = generated.flatMap((text, index) => {
        const own = valueToJson(evaluateTemplate(`\${${text}}`, emptyEvaluationScope));
        const theirs = byTerraform[index];
        const isAlike = own === undefined || theirs === REFUSED || JSON.stringify(own) === JSON.stringify(theirs);
        return isAlike ? [] : [`${text}: ${JSON.stringify(own)}, Terraform ${JSON.stringify(theirs)}`];
      });

      expect(differing).toEqual([]);
      const known = generated.filter(
        (text) => valueToJson(evaluateTemplate(`\${${text}}`, emptyEvaluationScope)) !== undefined,
      );
      process.stdout.write(`expressions compared with Terraform: ${known.length} of ${generated.length}\n`);
      expect(known.length).toBeGreaterThan(EXPRESSIONS / 2);
    },
    MINUTE_MS,
  );
});
