import { lambdaFunctionDifferences } from "../../../review/compare/lambda-function-differences";
import { review } from "../../../review/review";
import { changeAfterEdits, changeBetween, differenceLines, type StackChange } from "../fixtures/changed-stack";

const lambdaLines = ({ before, after }: StackChange) => differenceLines(lambdaFunctionDifferences(before, after));

function between(before: object, after: object): StackChange {
  const stack = (values: object) => ({ resource: { aws_lambda_function: { urls: values } } });
  return changeBetween(stack(before), stack(after));
}

const withVariables = (variables: object) => ({ environment: { variables } });

test.each([
  ["changed users", { PEOPLE: "ada" }, { PEOPLE: "ada,grace" }, "PEOPLE"],
  ["an added role", {}, { LAUNCHER_ROLE_ARNS: "arn" }, "LAUNCHER_ROLE_ARNS"],
  ["a removed network", { NETWORK_CIDR: "10.0.0.0/8", A: "a" }, { A: "a" }, "NETWORK_CIDR"],
  ["two changed variables", { B: "1", A: "1", C: "1" }, { B: "2", A: "2", C: "1" }, "A and B"],
])("A function with %s is unclear, and the changed environment variables are named.", (_, before, after, names) => {
  expect(lambdaLines(between(withVariables(before), withVariables(after)))).toEqual([
    `unclear: Environment variables of aws_lambda_function.urls change (${names}): review does not analyze their effect`,
  ]);
});

test("Values of environment variables are never printed.", () => {
  expect(lambdaLines(between(withVariables({ KEY: "hush" }), withVariables({ KEY: "hidden" }))).join()).not.toMatch(
    /hush|hidden/,
  );
});

test("Environment variables that the configuration does not list are reported with unknown names.", () => {
  const change = between(withVariables({ A: "a" }), { environment: { variables: "${var.all}" } });

  expect(lambdaLines(change)).toEqual([
    "unclear: Environment variables of aws_lambda_function.urls change (names unknown): review does not analyze their effect",
  ]);
});

test("A function that only gets more memory, is added or is removed is not reported.", () => {
  const none = { resource: {} };
  const one = { resource: { aws_lambda_function: { urls: { filename: "a", memory_size: 1 } } } };

  expect(
    lambdaLines(between({ filename: "a", memory_size: 1 }, { filename: "a", memory_size: 2, layers: null })),
  ).toEqual([]);
  expect(lambdaLines(changeBetween(none, one))).toEqual([]);
  expect(lambdaLines(changeBetween(one, none))).toEqual([]);
  expect(lambdaLines(changeAfterEdits("staging", () => {}))).toEqual([]);
});

test("A review contains the differences of Lambda functions.", () => {
  const declared = { posture: "isolated", allowed_domains: [], protections: false, deployers: [], break_glass: [] };
  const output = { perimeter_posture: { value: { ...declared, log_retention_days: 30 } } };
  const stack = (filename: string) => ({ resource: { aws_lambda_function: { urls: { filename } } }, output });

  const { differences } = review(changeBetween(stack("old"), stack("new")).beforeAndAfter, { name: "s", file: "f" });

  expect(differenceLines(differences)).toContainEqual(
    "executes: The program of aws_lambda_function.urls changes (filename): review does not analyze programs",
  );
});
