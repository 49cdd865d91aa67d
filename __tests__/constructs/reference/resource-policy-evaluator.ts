import { BlockList } from "node:net";
import type { Statement } from "../../../constructs/iam/policy-document";
import type { TerraformJson } from "../fixtures/bare-stack";

/** What somebody asks for. Keys absent from `context` are absent from the request. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  /** Compared with the principals of a statement; `service:` and a name for a service principal. */
  readonly principal?: string;
  readonly context?: Readonly<Record<string, string>>;
}

export type ResourcePolicyDecision = "allowed" | "denied" | "not allowed";

/** The account that references of the stack stand for. */
export const OUR_ACCOUNT = "111122223333";
export const FOREIGN_ACCOUNT = "999988887777";
export const REGION = "eu-west-1";

const KNOWN_REFERENCES: readonly (readonly [RegExp, string])[] = [
  [/\$\{data\.aws_caller_identity\.\w+\.account_id\}/g, OUR_ACCOUNT],
  [/\$\{data\.aws_region\.\w+\.region\}/g, REGION],
  [/\$\{data\.aws_partition\.\w+\.partition\}/g, "aws"],
  [/\$\{aws_s3_bucket\.(\w+)\.arn\}/g, "arn:aws:s3:::$1"],
  [/\$\{aws_kms_key\.(\w+)\.arn\}/g, "arn:aws:kms:key/$1"],
];

/** Terraform text with the references that tests know replaced by sample values. */
export function resolveReferences(text: string): string {
  return KNOWN_REFERENCES.reduce((known, [reference, value]) => known.replaceAll(reference, value), text);
}

/** Statements of the policy that a resource carries, references resolved. */
export function resourcePolicyStatements(json: TerraformJson, type: string, name: string): readonly Statement[] {
  const policy = json.resource[type]?.[name]?.policy;
  if (typeof policy !== "string") {
    throw new Error(`${type}.${name}: no policy in the JSON, got ${String(policy)}; check the address`);
  }
  return (JSON.parse(resolveReferences(policy)) as { readonly Statement: readonly Statement[] }).Statement;
}

/** What one policy says of a request: a matching Deny wins, then a matching Allow. */
export function evaluateResourcePolicy(
  statements: readonly Statement[],
  request: AccessRequest,
): ResourcePolicyDecision {
  const matching = statements.filter((statement) => policyStatementApplies(statement, request));
  if (matching.some(({ Effect }) => Effect === "Deny")) {
    return "denied";
  }
  return matching.length > 0 ? "allowed" : "not allowed";
}

/** Whether a statement applies to a request at all. */
export function policyStatementApplies(statement: Statement, request: AccessRequest): boolean {
  return (
    principalMatches(statement, request.principal) &&
    list(statement.Action).some((pattern) => like(pattern.toLowerCase(), request.action.toLowerCase())) &&
    list(statement.Resource ?? "*").some((pattern) => like(pattern, request.resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, request.context?.[key], list(values))),
    )
  );
}

function principalMatches({ Principal: principal }: Statement, requester: string | undefined): boolean {
  if (principal === undefined || principal === "*") {
    return true;
  }
  const names = [...list(principal.AWS ?? []), ...list(principal.Service ?? []).map((service) => `service:${service}`)];
  return names.some(
    (name) => requester !== undefined && (name === requester || isRootOfCallersAccount(name, requester)),
  );
}

/** A root principal stands for everybody of its account. */
function isRootOfCallersAccount(name: string, requester: string): boolean {
  const account = /^arn:[^:]+:iam::(\d+):root$/.exec(name)?.[1];
  return account !== undefined && requester.includes(`::${account}:`);
}

type Operator = (actual: string | undefined, expected: readonly string[]) => boolean;

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: (actual, expected) => actual !== undefined && expected.includes(actual),
  StringEqualsIfExists: (actual, expected) => actual === undefined || expected.includes(actual),
  StringNotEquals: (actual, expected) => actual === undefined || !expected.includes(actual),
  StringNotEqualsIfExists: (actual, expected) => actual === undefined || !expected.includes(actual),
  ArnLike: (actual, expected) => actual !== undefined && expected.some((pattern) => like(pattern, actual)),
  ArnNotLike: (actual, expected) => actual === undefined || !expected.some((pattern) => like(pattern, actual)),
  Bool: (actual, expected) => actual !== undefined && expected.includes(actual),
  BoolIfExists: (actual, expected) => actual === undefined || expected.includes(actual),
  Null: (actual, expected) => expected.includes(String(actual === undefined)),
  NotIpAddress: (actual, expected) => actual === undefined || !expected.some((range) => isIn(range, actual)),
  NumericLessThan: (actual, expected) =>
    actual !== undefined && expected.some((value) => Number(actual) < Number(value)),
};

function isIn(range: string, address: string): boolean {
  const [network = "", prefix = "32"] = range.split("/");
  const addresses = new BlockList();
  addresses.addSubnet(network, Number(prefix));
  return addresses.check(address);
}

function holds(operator: string, actual: string | undefined, expected: readonly string[]): boolean {
  const compare = OPERATORS[operator];
  if (compare === undefined) {
    throw new Error(`policy evaluator: an operator it does not know, got ${operator}; add it`);
  }
  return compare(actual, expected);
}

function list(values: string | readonly string[]): readonly string[] {
  return typeof values === "string" ? [values] : values;
}

function like(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);
}
