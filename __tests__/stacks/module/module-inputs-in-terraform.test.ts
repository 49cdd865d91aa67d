import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hclFile, hclValue } from "../../../stacks/module/hcl/write-hcl";
import { variablesFile } from "../../../stacks/module/module-files";
import { moduleInputs } from "../../../stacks/module/module-inputs";
import { postureSource } from "../../../stacks/module/source/module-source";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed, type TestWorkingCopy } from "../../rehearsal/fixtures/terraform-test-bed";
import {
  ASSIGNED_AT_APPLY,
  ASSIGNED_CASES,
  argumentsOf,
  INPUT_CASES,
  type InputCase,
  NAMED_CASES,
  type NamedCase,
  NULL_CASES,
} from "./fixtures/input-cases";
import { environmentOf, type ModuleArguments } from "./fixtures/module-arguments";
import { PATIENCE_MS, writeFiles } from "./fixtures/played-module";

/** Terraform takes time that grows with the square of the variables in a plan, and a third of a second to begin. */
const CALLS_IN_A_PLAN = 60;

const INPUTS = moduleInputs(postureSource("inspected"));

/** The cases whose call of the inputs Terraform refuses. */
async function refusedCases(
  copy: TestWorkingCopy,
  cases: readonly InputCase[],
  inputsOf = decidedBy,
): Promise<readonly InputCase[]> {
  const found = await diagnosticsOf(copy, cases, inputsOf);
  return cases.filter((_, index) => found.some((one) => one.index === index));
}

/** What Terraform says about the inputs of one call. */
interface Found {
  readonly index: number;
  readonly summary: string;
  readonly detail: string;
}

/** What Terraform says about a call for each case. */
async function diagnosticsOf(
  copy: TestWorkingCopy,
  cases: readonly InputCase[],
  inputsOf = decidedBy,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (let start = 0; start < cases.length; start += CALLS_IN_A_PLAN) {
    const ofPlan = await diagnosticsOfPlan(copy, cases.slice(start, start + CALLS_IN_A_PLAN), inputsOf);
    found.push(...ofPlan.map((one) => ({ ...one, index: start + one.index })));
  }
  return found;
}

/** The same, from one plan of a call for each. */
async function diagnosticsOfPlan(
  copy: TestWorkingCopy,
  cases: readonly InputCase[],
  inputsOf: typeof decidedBy,
): Promise<readonly Found[]> {
  const calls = cases.map((each, index) => {
    const decided = inputsOf(each);
    const given = Object.entries(argumentsOf(each)).filter(([name]) => decided.has(name));
    return hclFile([
      {
        header: `module "c${index}"`,
        arguments: [["source", writeInputs(copy, decided)], ...given].map(
          ([name, value]) => [String(name), hclValue(value)] as const,
        ),
      },
    ]);
  });
  const main = [...calls, 'resource "terraform_data" "assigned" {}\n'].join("");
  writeFileSync(
    join(copy.directory, "main.tf"),
    main.replaceAll(JSON.stringify(ASSIGNED_AT_APPLY), "terraform_data.assigned.id"),
  );
  await copy.run("init");
  const { stdout } = await copy.run("plan", "-json");
  const ends = calls.map(
    (_, index) =>
      calls
        .slice(0, index + 1)
        .join("")
        .split("\n").length,
  );
  const messages = stdout
    .trim()
    .split("\n")
    .map((line): Message => JSON.parse(line));
  return messages.flatMap(({ diagnostic: { summary = "", detail = "", range } = {} }) =>
    range === undefined ? [] : [{ index: ends.findIndex((end) => range.start.line < end), summary, detail }],
  );
}

interface Message {
  readonly diagnostic?: {
    readonly summary: string;
    readonly detail: string;
    readonly range?: { readonly start: { readonly line: number } };
  };
}

/** Inputs that the validations of an input read: itself, and others. */
const READ_BY: ReadonlyMap<string, readonly string[]> = new Map(
  INPUTS.map((input) => {
    const read = [...JSON.stringify(input.validations).matchAll(/\bvar\.(\w+)/g)].map(([, name = ""]) => name);
    return [input.name, [input.name, ...read]];
  }),
);

/** With everything that the validations of these inputs read. */
function withRead(names: readonly string[]): ReadonlySet<string> {
  const found = new Set(names);
  for (const name of found) {
    for (const read of READ_BY.get(name) ?? []) {
      found.add(read);
    }
  }
  return found;
}

/**
 * The inputs whose validations a case decides: those that it states, and those that read them. Every other input has the value that
 * it has in each case, and a call of all inputs shows that it is accepted.
 */
function decidedBy([input, , others]: InputCase): ReadonlySet<string> {
  const stated: readonly string[] = [input, ...Object.keys(others ?? {})];
  const readers = [...READ_BY].filter(([, read]) => read.some((name) => stated.includes(name))).map(([name]) => name);
  return withRead(readers);
}

/** Writes some inputs of a module as a module of their own. @returns the address of that module */
function writeInputs(copy: TestWorkingCopy, names: ReadonlySet<string>): string {
  const inputs = INPUTS.filter(({ name }) => names.has(name));
  const folder = `inputs/${createHash("sha256")
    .update(String(inputs.map(({ name }) => name)))
    .digest("hex")
    .slice(0, 8)}`;
  if (!existsSync(join(copy.directory, folder))) {
    writeFiles(copy.directory, new Map([[`${folder}/variables.tf`, variablesFile(inputs)]]));
  }
  return `./${folder}`;
}

/** What the sentence of a validation says that it got. */
function gotOf(detail: string): readonly string[] {
  const [, got] = /; got (.*)\.$/m.exec(detail) ?? [];
  return got === undefined ? [] : [got];
}

function isRefusedBySchema(values: ModuleArguments): boolean {
  try {
    environmentOf("inspected", values);
    return false;
  } catch {
    return true;
  }
}

describeWithTerraform("the inputs of a module, to real Terraform,", () => {
  let bed: TerraformTestBed;

  beforeAll(async () => {
    bed = await startTestBed([]);
  }, PATIENCE_MS);

  afterAll(() => bed.close(), PATIENCE_MS);

  test(
    "the inputs refuse exactly what the schema of environments refuses",
    async () => {
      const copy = await bed.openWorkingCopy("inputs");
      // Terraform stops before conditions that read other inputs, if one that reads its own alone fails anywhere.
      const first = await refusedCases(copy, INPUT_CASES);
      const second = await refusedCases(
        copy,
        INPUT_CASES.filter((each) => !first.includes(each)),
      );
      const refused = new Set([...first, ...second]);
      const [accepted] = INPUT_CASES.filter((each) => !refused.has(each));

      expect(accepted && (await refusedCases(copy, [accepted], () => new Set(READ_BY.keys())))).toEqual([]);
      expect(INPUT_CASES.filter((each) => refused.has(each))).toEqual(
        INPUT_CASES.filter((each) => isRefusedBySchema(argumentsOf(each))),
      );
    },
    PATIENCE_MS,
  );

  test(
    "a list with right and wrong items is refused with a sentence that names the wrong ones, and those alone",
    async () => {
      const copy = await bed.openWorkingCopy("named");
      const named = async (cases: readonly NamedCase[]) => {
        const found = await diagnosticsOf(
          copy,
          cases.map(([input, value, , others]): InputCase => [input, value, others]),
        );
        return cases.map((_, index) => found.flatMap(({ index: at, detail }) => (at === index ? gotOf(detail) : [])));
      };
      const [ofOthers, alone] = [true, false].map((isOfOthers) =>
        NAMED_CASES.filter(([, , , others]) => (others !== undefined) === isOfOthers),
      );

      expect(await named(alone ?? [])).toEqual(alone?.map(([, , got]) => [got]));
      expect(await named(ofOthers ?? [])).toEqual(ofOthers?.map(([, , got]) => [got]));
    },
    PATIENCE_MS,
  );

  test(
    "a wrong item before or after one that AWS assigns at the apply is refused by the plan with a sentence of the module",
    async () => {
      const copy = await bed.openWorkingCopy("assigned");

      for (const cases of ASSIGNED_CASES) {
        const found = await diagnosticsOf(copy, cases);

        expect(found.map(({ summary }) => summary)).toEqual(cases.map(() => "Invalid value for variable"));
        expect(new Set(found.map(({ index }) => index)).size).toBe(cases.length);
      }
    },
    PATIENCE_MS,
  );

  test(
    "null as an item or as a member of one is refused with sentences of the module, and never with an error of Terraform's own",
    async () => {
      const copy = await bed.openWorkingCopy("nulls");

      const found = await diagnosticsOf(copy, NULL_CASES);

      expect(found.filter(({ summary }) => summary !== "Invalid value for variable")).toEqual([]);
      expect(NULL_CASES.filter((_, index) => !found.some((one) => one.index === index))).toEqual([]);
    },
    PATIENCE_MS,
  );
});
