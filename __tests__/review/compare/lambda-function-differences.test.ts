import { lambdaFunctionDifferences } from "../../../review/compare/lambda-function-differences";
import { review } from "../../../review/review";
import { changeAfterEdits, changeBetween, differenceLines, type StackChange } from "../fixtures/changed-stack";

const told = ({ before, after }: StackChange) => differenceLines(lambdaFunctionDifferences(before, after));

function between(before: object, after: object): StackChange {
  const stack = (values: object) => ({ resource: { aws_lambda_function: { urls: values } } });
  return changeBetween(stack(before), stack(after));
}

const serving = (variables: object) => ({ environment: { variables } });

test.each([
  ["other people", { PEOPLE: "ada" }, { PEOPLE: "ada,grace" }, "PEOPLE"],
  ["one more role", {}, { LAUNCHER_ROLE_ARNS: "arn" }, "LAUNCHER_ROLE_ARNS"],
  ["no longer a network", { NETWORK_CIDR: "10.0.0.0/8", A: "a" }, { A: "a" }, "NETWORK_CIDR"],
  ["two otherwise", { B: "1", A: "1", C: "1" }, { B: "2", A: "2", C: "1" }, "A and B"],
])("a function that is told %s may open what nobody can tell, variable by variable", (_, before, after, names) => {
  expect(told(between(serving(before), serving(after)))).toEqual([
    `unclear: The environment of aws_lambda_function.urls changes: what ${names} may open cannot be told`,
  ]);
});

test("values of variables are never said, for they may be secrets", () => {
  expect(told(between(serving({ KEY: "hush" }), serving({ KEY: "hidden" }))).join()).not.toMatch(/hush|hidden/);
});

test("variables that the text does not list are some variable", () => {
  const change = between(serving({ A: "a" }), { environment: { variables: "${var.all}" } });

  expect(told(change)).toEqual([
    "unclear: The environment of aws_lambda_function.urls changes: what some variable may open cannot be told",
  ]);
});

test.each(["filename", "source_code_hash", "s3_object_version", "image_uri", "handler"])(
  "another %s is other code, which nobody reads",
  (argument) => {
    expect(told(between({ [argument]: "old" }, { [argument]: "new" }))).toEqual([
      `unclear: The code of aws_lambda_function.urls changes: what it does cannot be told (${argument})`,
    ]);
  },
);

test("a function that only remembers more, comes or goes is not worth a word here", () => {
  const none = { resource: {} };
  const one = { resource: { aws_lambda_function: { urls: { filename: "a", memory_size: 1 } } } };

  expect(told(between({ filename: "a", memory_size: 1 }, { filename: "a", memory_size: 2, layers: null }))).toEqual([]);
  expect(told(changeBetween(none, one))).toEqual([]);
  expect(told(changeBetween(one, none))).toEqual([]);
  expect(told(changeAfterEdits("staging", () => {}))).toEqual([]);
});

test("a review says it", () => {
  const declared = { posture: "isolated", allowed_domains: [], protections: false, deployers: [], break_glass: [] };
  const output = { perimeter_posture: { value: { ...declared, log_retention_days: 30 } } };
  const stack = (filename: string) => ({ resource: { aws_lambda_function: { urls: { filename } } }, output });

  const { differences } = review(changeBetween(stack("old"), stack("new")).beforeAndAfter, { name: "s", file: "f" });

  expect(differenceLines(differences)).toContainEqual(
    expect.stringMatching(/^unclear: The code of aws_lambda_function\.urls /),
  );
});
