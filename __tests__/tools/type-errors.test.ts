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

test.each([
  [
    "a field that is missing",
    "envs/team.ts(1,14): error TS2741: Property 'vpcCidr' is missing in type '{ name: string; }' but required in type '{ readonly vpcCidr: string; }'.\n",
    "team: vpcCidr: is missing; use an IPv4 block such as 10.10.0.0/16",
  ],
  [
    "an entry of a list",
    'envs/team.ts(4,5): error TS2820: Type \'"athenna"\' is not assignable to type \'"athena" | "glue"\'. Did you mean \'"athena"\'?\n',
    "team: endpoints.services[0]: is not allowed, got athenna; did you mean athena?",
  ],
])("The compiler does not repeat the issue of %s, and tells it where there is no issue.", (_what, error, issue) => {
  const source =
    'export const team: EnvironmentInput = {\n  name: "team",\n  endpoints: { services: [\n    "athenna",\n  ] },\n};\n';

  expect(typeErrorsWithoutIssues(error, [issue], () => source)).toBe("");
  expect(typeErrorsWithoutIssues(error, [issue.replace("team:", "prod:")], () => source)).toBe(error);
  expect(typeErrorsWithoutIssues(error, ["team: region: is not a region, got x"], () => source)).toBe(error);
});

test("Several missing fields are left to the issues only if they tell each of them.", () => {
  const error =
    "envs/team.ts(1,14): error TS2739: Type '{ name: string; }' is missing the following properties from type '{ readonly a: string; }': vpcCidr, region\n";
  const told = (...issues: readonly string[]): string =>
    typeErrorsWithoutIssues(error, issues, () => 'export const team = { name: "team" };\n');

  expect(told("team: vpcCidr: is missing; x", "team: region: is missing; x")).toBe("");
  expect(told("team: vpcCidr: is missing; x")).toBe(error);
});
