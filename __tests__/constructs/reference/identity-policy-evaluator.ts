import type { Statement } from "../../../constructs/iam/policy-document";
import type { TerraformJson } from "../fixtures/bare-stack";
import { asList, matchesWildcard } from "./iam-service-reference";

/** What somebody asks for; a key that is missing is absent from the request, a list is a key of several values. */
export interface RoleRequest {
  readonly action: string;
  readonly resource?: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export type IdentityPolicyDecision = "allowed" | "denied" | "not allowed";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";

/** Text as Terraform would render it: references to the account and to ARNs resolved, escaped templates unescaped. */
export function renderReferences(text: string, region: string = REGION): string {
  return text
    .replaceAll(/\$\{data\.aws_caller_identity\.\w+\.account_id\}/g, ACCOUNT)
    .replaceAll(/\$\{data\.aws_region\.\w+\.region\}/g, region)
    .replaceAll(/\$\{data\.aws_partition\.\w+\.partition\}/g, "aws")
    .replaceAll(/\$\{aws_s3_bucket\.(\w+)\.arn\}/g, "arn:aws:s3:::$1")
    .replaceAll(/\$\{aws_kms_key\.(\w+)\.arn\}/g, `arn:aws:kms:${region}:${ACCOUNT}:key/$1`)
    .replaceAll(/\$\{aws_iam_policy\.(\w+)\.arn\}/g, `arn:aws:iam::${ACCOUNT}:policy/$1`)
    .replaceAll("$${", "${");
}

/** Statements of one policy of the JSON, rendered. */
export function identityPolicyStatements(
  json: TerraformJson,
  type: string,
  name: string,
  attribute = "policy",
): readonly Statement[] {
  const policy = json.resource[type]?.[name]?.[attribute];
  if (typeof policy !== "string") {
    throw new Error(`${type}.${name}: no ${attribute} in the JSON, got ${String(policy)}; check the address`);
  }
  return (JSON.parse(renderReferences(policy)) as { readonly Statement: readonly Statement[] }).Statement;
}

/** What the policies of a caller say of a request; who calls is not looked at. */
export function evaluateIdentityPolicies(
  statements: readonly Statement[],
  request: RoleRequest,
): IdentityPolicyDecision {
  const matching = statements.filter((statement) => statementMatches(statement, request));
  if (matching.some(({ Effect }) => Effect === "Deny")) {
    return "denied";
  }
  return matching.length > 0 ? "allowed" : "not allowed";
}

function statementMatches(statement: Statement, { action, resource = "*", context = {} }: RoleRequest): boolean {
  return (
    asList(statement.Action).some((pattern) => matchesWildcard(pattern.toLowerCase(), action.toLowerCase())) &&
    asList(statement.Resource ?? "*").some((pattern) => matches(pattern, resource, context)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, expected]) => holds(operator, context[key], asList(expected), context)),
    )
  );
}

type Context = NonNullable<RoleRequest["context"]>;
type Test = (actual: string, expected: readonly string[], context: Context) => boolean;

const equal: Test = (actual, expected) => expected.includes(actual);
const alike: Test = (actual, expected, context) => expected.some((pattern) => matches(pattern, actual, context));

/** Operators of one value; a negated one holds for an absent key. */
const TESTS: Readonly<Record<string, { readonly test: Test; readonly negated: boolean }>> = {
  StringEquals: { test: equal, negated: false },
  StringNotEquals: { test: equal, negated: true },
  StringLike: { test: alike, negated: false },
  StringNotLike: { test: alike, negated: true },
  ArnEquals: { test: alike, negated: false },
  ArnNotEquals: { test: alike, negated: true },
  ArnLike: { test: alike, negated: false },
  ArnNotLike: { test: alike, negated: true },
  Bool: { test: equal, negated: false },
};

function holds(
  operator: string,
  actual: string | readonly string[] | undefined,
  expected: readonly string[],
  context: Context,
): boolean {
  if (operator === "Null") {
    return expected.includes(String(actual === undefined));
  }
  const [quantifier, name] = operator.includes(":") ? operator.split(":") : [undefined, operator];
  const found = TESTS[name ?? ""];
  if (found === undefined || (quantifier !== undefined && quantifier !== "ForAnyValue")) {
    throw new Error(`identity policy: an operator it does not know, got ${operator}; add it`);
  }
  const holdsFor = (value: string) => found.test(value, expected, context) !== found.negated;
  if (quantifier === "ForAnyValue") {
    return asList(actual ?? []).some(holdsFor);
  }
  return actual === undefined ? found.negated : holdsFor(String(actual));
}

/** Compares with IAM's variables filled in; one without a value matches nothing. */
function matches(pattern: string, text: string, context: Context): boolean {
  let known = true;
  const filled = pattern.replaceAll(/\$\{([\w:]+)\}/g, (_, key: string) => {
    known = known && context[key] !== undefined;
    return String(context[key]);
  });
  return known && matchesWildcard(filled, text);
}
