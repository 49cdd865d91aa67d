const { typeErrorsWithoutIssues } = require("../../tools/build/type-errors.js") as {
  readonly typeErrorsWithoutIssues: (
    output: string,
    issues: readonly string[],
    readSource: (file: string) => string,
  ) => string;
};

const SOURCES: Readonly<Record<string, string>> = {
  "envs/dev.ts":
    'export const dev: EnvironmentInput = {\n  name: "dev",\n  resilience: 3,\n  studio: { users: "20" },\n};\n',
  "envs/prod.ts": 'export const prod: EnvironmentInput = {\n  name: "prod",\n  resilience: 3,\n};\n',
  "stacks/a.ts": "const resilience: string = 3;\n",
};
const OUTPUT = [
  "envs/dev.ts(3,3): error TS2322: Type 'number' is not assignable to type 'string'.",
  "  The expected type comes from property 'resilience'.",
  "envs/dev.ts(4,13): error TS2322: Type 'string' is not assignable to type 'number'.",
  "envs/prod.ts(3,3): error TS2322: Type 'number' is not assignable to type 'string'.",
  "stacks/a.ts(1,7): error TS2322: Type 'number' is not assignable to type 'string'.",
  "",
].join("\n");

const told = (...issues: readonly string[]): readonly string[] =>
  typeErrorsWithoutIssues(OUTPUT, issues, (file) => SOURCES[file] ?? "")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.replace(/: error.*/, ""));

test("A wrong type in an environment is told once: by the issue of the field, and not by the compiler as well.", () => {
  expect(told("dev: resilience: is not allowed, got 3", 'dev: studio.users: must be a number, got "20"')).toEqual([
    "envs/prod.ts(3,3)",
    "stacks/a.ts(1,7)",
  ]);
});

test("The compiler tells what no issue tells: another field, another environment, another file.", () => {
  expect(told("dev: egress.kind: is not allowed, got 3")).toEqual([
    "envs/dev.ts(3,3)",
    "  The expected type comes from property 'resilience'.",
    "envs/dev.ts(4,13)",
    "envs/prod.ts(3,3)",
    "stacks/a.ts(1,7)",
  ]);
  expect(told()).toHaveLength(5);
});
