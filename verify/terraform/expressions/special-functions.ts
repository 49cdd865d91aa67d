import { callFunction } from "./built-in/call-function";
import { callFileFunction, fileFunctionNames, textOfFile } from "./built-in/file-functions";
import { parseTemplate } from "./template";
import type { TerraformExpression } from "./terraform-expression";
import {
  choiceValue,
  isRefused,
  mapOptions,
  plainText,
  refusedValue,
  scalarValue,
  type TerraformValue,
  unknownValue,
} from "./terraform-value";
import type { EvaluationScope } from "./traversal";

/** How the arguments of a call are evaluated. */
export interface Evaluator {
  expression(expression: TerraformExpression, scope: EvaluationScope): TerraformValue;
  /** The text of a template file. */
  template(text: string, scope: EvaluationScope): TerraformValue;
}

type Call = TerraformExpression & { readonly kind: "call" };

/** Evaluates a call, also of the functions that need more than the values of their arguments. */
export function evaluateCall(call: Call, scope: EvaluationScope, evaluator: Evaluator): TerraformValue {
  // Terraform has each function also as `core::name`.
  const name = call.name.replace(/^core::/, "");
  const { arguments: args, spread } = call;
  if (name === "try" && !spread) {
    return firstSuccess(args.map((arg) => [isTraversal(arg), () => attempt(arg, scope, evaluator)]));
  }
  if (name === "can") {
    const [only, ...others] = args;
    const isOne = !spread && others.length === 0;
    return only !== undefined && isOne ? successOf(attempt(only, scope, evaluator), isTraversal(only)) : unknownValue;
  }
  const values = spreadLast(
    args.map((arg) => evaluator.expression(arg, scope)),
    spread,
  );
  if (values === undefined) {
    return unknownValue;
  }
  if (values.some(isRefused)) {
    return refusedValue;
  }
  if (name === "templatefile" || name === "templatestring") {
    return renderTemplate(name, values, scope, evaluator);
  }
  return fileFunctionNames.includes(name)
    ? mapOptions(values[0] ?? unknownValue, (path) => callFileFunction(name, [path], scope.files))
    : callFunction(name, values);
}

/**
 * The value, unless Terraform may fail on a part of the expression that the value does not show: `[a, f(b)][0]` fails where `f(b)`
 * does.
 */
function attempt(expression: TerraformExpression, scope: EvaluationScope, evaluator: Evaluator): TerraformValue {
  let isCertain = true;
  const onDoubt = (): void => {
    isCertain = false;
  };
  const value = evaluator.expression(expression, { ...scope, onDoubt });
  return isCertain || isRefused(value) ? value : unknownValue;
}

/** `f(a, list...)`: the items of the last argument are arguments; `undefined` when they are not known. */
function spreadLast(values: readonly TerraformValue[], spread: boolean): readonly TerraformValue[] | undefined {
  const last = values.at(-1);
  if (!spread) {
    return values;
  }
  if (last?.kind !== "list" || (!last.ordered && last.items.length > 1)) {
    return last !== undefined && isRefused(last) ? [last] : undefined;
  }
  return [...values.slice(0, -1), ...last.items];
}

/**
 * Whether an expression only names a value, such as `each.value.rules`. Terraform evaluated the value before, where it is written: a failure
 * there ends the plan.
 */
function isTraversal(expression: TerraformExpression): boolean {
  switch (expression.kind) {
    case "name":
      return true;
    case "attribute":
    case "index":
      return isTraversal(expression.of) && (expression.kind === "attribute" || expression.key.kind === "value");
    default:
      return false;
  }
}

/** An argument of `try`: whether it only names a value, and the value. */
type Candidate = readonly [isNamed: boolean, value: () => TerraformValue];

/** The first argument that Terraform can evaluate; a choice where that depends on AWS. */
function firstSuccess(candidates: readonly Candidate[]): TerraformValue {
  const [first, ...rest] = candidates;
  if (first === undefined) {
    return refusedValue;
  }
  const [isNamed, evaluate] = first;
  const value = evaluate();
  if (isRefused(value)) {
    return firstSuccess(rest);
  }
  const options = value.kind === "choice" ? value.options.filter((option) => !isRefused(option)) : [value];
  const hasRefused = value.kind === "choice" && options.length < value.options.length;
  const answers = options.map((option) => succeeds(option, isNamed));
  if (answers.includes("unknown")) {
    return unknownValue;
  }
  return hasRefused || answers.includes("depends") ? choiceValue([...options, firstSuccess(rest)]) : value;
}

/** The value of `can`: whether Terraform can evaluate a value, for each option of a choice. */
function successOf(value: TerraformValue, isNamed: boolean): TerraformValue {
  const options = value.kind === "choice" ? value.options : [value];
  return choiceValue(
    options.map((option) => {
      const answer = succeeds(option, isNamed);
      return answer === "yes" || answer === "no" ? scalarValue(answer === "yes") : unknownValue;
    }),
  );
}

/**
 * Whether Terraform can evaluate a value: an attribute inside an attribute may not be there.
 *
 * @param isNamed whether the expression only names the value
 */
function succeeds(value: TerraformValue, isNamed: boolean): "yes" | "no" | "depends" | "unknown" {
  if (isRefused(value)) {
    return "no";
  }
  switch (value.kind) {
    case "scalar":
      return typeof value.value === "string" ? textSucceeds(value.value, isNamed) : "yes";
    case "list":
      return weakest(value.items.map((item) => succeeds(item, isNamed)));
    case "map":
      return weakest([...value.entries.values()].map((item) => succeeds(item, isNamed)));
    default:
      return "unknown";
  }
}

function textSucceeds(text: string, isNamed: boolean): "yes" | "depends" | "unknown" {
  return weakest(
    parseTemplate(text).map((part) =>
      part.kind === "reference" && isDeep(part.attribute)
        ? "depends"
        : part.kind === "expression" && !isNamed
          ? "unknown"
          : "yes",
    ),
  );
}

function isDeep(attribute: string): boolean {
  return /[.[]/.test(attribute);
}

function weakest<Answer extends "yes" | "no" | "depends" | "unknown">(answers: readonly Answer[]): Answer {
  const order = ["unknown", "no", "depends"];
  return (order.find((answer) => answers.includes(answer as Answer)) ?? "yes") as Answer;
}

/** A template sees the names that the call passes, and nothing else. */
function renderTemplate(
  name: string,
  [source = unknownValue, variables = unknownValue]: readonly TerraformValue[],
  { files }: EvaluationScope,
  evaluator: Evaluator,
): TerraformValue {
  const path = plainText(source);
  const content = path === undefined ? undefined : name === "templatefile" ? fileText(files?.read(path)) : path;
  if (content === undefined || variables.kind !== "map") {
    return unknownValue;
  }
  const scope: EvaluationScope = { bindings: variables.entries, prefix: "", resourceValue: () => unknownValue };
  const result = evaluator.template(content, scope);
  return mapOptions(result, (text) => (text.kind === "scalar" && typeof text.value === "string" ? text : unknownValue));
}

function fileText(content: Buffer | undefined): string | undefined {
  return content === undefined ? undefined : textOfFile(content);
}
