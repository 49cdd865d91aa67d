import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import {
  evaluatedFunctions,
  specialFunctions,
  undecidedFunctions,
} from "../../../../verify/terraform/expressions/built-in/terraform-functions";
import { evaluateTemplate } from "../../../../verify/terraform/expressions/evaluate-expression";
import { plainText } from "../../../../verify/terraform/expressions/terraform-value";
import { type EvaluationScope, emptyEvaluationScope } from "../../../../verify/terraform/expressions/traversal";
import { createFileAccess } from "../../../../verify/terraform/read/modules/module-files";
import { propertyRuns } from "../../../fixtures/property-runs";
import { describeWithTerraform } from "../../../rehearsal/fixtures/terraform-suites";
import { FILE_CASES, FUNCTION_CASES, LANGUAGE_CASES } from "./function-cases";

const MINUTE_MS = 60_000;
const runs = propertyRuns(400);

/** A value that Terraform refuses to compute. */
const REFUSED = "(refused)";

/** The expression as a text of JSON, or the mark of a value that Terraform refuses. */
function guarded(text: string): string {
  return `try(jsonencode(${text}), jsonencode("${REFUSED}"))`;
}

/** How many expressions one `terraform console` is given: it reads no line of more than 64 KiB. */
const EXPRESSIONS_PER_CONSOLE = 500;

/** The values of all expressions by Terraform. */
function valuesByTerraform(binary: string, folder: string, texts: readonly string[]): readonly unknown[] {
  const starts = texts.flatMap((_, index) => (index % EXPRESSIONS_PER_CONSOLE === 0 ? [index] : []));
  return starts.flatMap((start) =>
    valuesByConsole(binary, folder, texts.slice(start, start + EXPRESSIONS_PER_CONSOLE)),
  );
}

/** The values by one `terraform console`, which prints the value of the last line only. */
function valuesByConsole(binary: string, folder: string, texts: readonly string[]): readonly unknown[] {
  const { TF_CLI_CONFIG_FILE: _, ...env } = process.env;
  const { stdout, stderr } = spawnSync(binary, ["console"], {
    input: `base64encode(jsonencode([${texts.map(guarded).join(", ")}]))\n`,
    cwd: folder,
    env: { ...env, CHECKPOINT_DISABLE: "1", NO_COLOR: "1" },
    encoding: "utf8",
  });
  if (!stdout.startsWith('"')) {
    throw new Error(stderr || stdout);
  }
  const encoded: string[] = JSON.parse(Buffer.from(stdout.trim().replaceAll('"', ""), "base64").toString("utf8"));
  return encoded.map((json) => JSON.parse(json));
}

/** The value by this program; `undefined` when it is unknown. */
function ownValue(text: string, scope: EvaluationScope): unknown {
  const json = plainText(evaluateTemplate(`\${${guarded(text)}}`, scope));
  return json === undefined ? undefined : JSON.parse(json);
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
  const generated = fc.sample(expressions, runs);
  const cases = [...Object.values(FUNCTION_CASES).flat(), ...LANGUAGE_CASES];
  const all = [...generated, ...cases];
  let folder: string;
  let scope: EvaluationScope;
  let byTerraform: readonly unknown[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "console-"));
    for (const [name, content] of Object.entries(FILE_CASES)) {
      writeFileSync(join(folder, name), content);
    }
    scope = { ...emptyEvaluationScope, files: createFileAccess(folder) };
    byTerraform = valuesByTerraform(binary, folder, all);
  }, MINUTE_MS);

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("A value that verify computes is the one that Terraform computes, and it knows which values Terraform refuses.", () => {
    const differing = all.flatMap((text, index) => {
      const own = ownValue(text, scope);
      const theirs = byTerraform[index];
      const isAlike = own === undefined || JSON.stringify(own) === JSON.stringify(theirs);
      return isAlike ? [] : [`${text}: ${JSON.stringify(own)}, Terraform ${JSON.stringify(theirs)}`];
    });

    expect(differing).toEqual([]);
    const known = generated.filter((text) => ownValue(text, scope) !== undefined);
    process.stdout.write(`expressions compared with Terraform: ${known.length} of ${generated.length}\n`);
    expect(known.length).toBeGreaterThan(runs.numRuns / 2);
  });

  test("Each function that is evaluated has a case that verify and Terraform give a value.", () => {
    const isCompared = (text: string): boolean => {
      const own = ownValue(text, scope);
      return own !== undefined && own !== REFUSED;
    };
    const compared = Object.keys(FUNCTION_CASES).filter((name) => FUNCTION_CASES[name]?.some(isCompared));

    // The template of this function is a reference, which the console does not have.
    const names = [...evaluatedFunctions.keys(), ...specialFunctions].filter((name) => name !== "templatestring");
    expect(compared.sort()).toEqual(names.sort());
  });

  test("Each function of Terraform is evaluated, or listed with the reason why it is not.", () => {
    const { TF_CLI_CONFIG_FILE: _, ...env } = process.env;
    const { stdout } = spawnSync(binary, ["metadata", "functions", "-json"], { env, encoding: "utf8" });
    const { function_signatures: signatures } = JSON.parse(stdout) as { function_signatures: object };
    const theirs = Object.keys(signatures).filter((name) => !name.startsWith("core::"));

    const own = [...evaluatedFunctions.keys(), ...specialFunctions, ...Object.keys(undecidedFunctions)];
    expect(own.sort()).toEqual(theirs.sort());
  });
});
