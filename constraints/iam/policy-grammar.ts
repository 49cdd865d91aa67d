/** Type of a policy, which determines the elements that its statements must and must not have. */
export type PolicyKind = "identity" | "trust" | "resource";

const DOCUMENT_ELEMENTS = new Set(["Version", "Id", "Statement"]);
const STATEMENT_ELEMENTS = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);
const VERSIONS = ["2012-10-17", "2008-10-17"];
const CONDITION_OPERATOR = new RegExp(
  `^(ForAllValues:|ForAnyValue:)?(${[
    "String(Not)?Equals(IgnoreCase)?",
    "String(Not)?Like",
    "Numeric(Not)?Equals",
    "Numeric(Less|Greater)Than(Equals)?",
    "Date(Not)?Equals",
    "Date(Less|Greater)Than(Equals)?",
    "Bool",
    "BinaryEquals",
    "(Not)?IpAddress",
    "Arn(Not)?(Equals|Like)",
  ].join("|")})(IfExists)?$|^Null$`,
);

interface StatementRule {
  readonly isViolated: (statement: object, kind: PolicyKind) => boolean;
  readonly message: string;
}

function lacks(statement: object, ...elements: readonly string[]): boolean {
  return !elements.some((element) => element in statement);
}

function operatorsOf(statement: object): readonly string[] {
  const condition: unknown = Reflect.get(statement, "Condition");
  return typeof condition === "object" && condition !== null ? Object.keys(condition) : [];
}

/** The grammar of a policy statement. */
const STATEMENT_RULES: readonly StatementRule[] = [
  {
    isViolated: (statement) => Object.keys(statement).some((element) => !STATEMENT_ELEMENTS.has(element)),
    message: "Syntax errors in policy: unknown statement element",
  },
  {
    isViolated: (statement) => !["Allow", "Deny"].includes(String(Reflect.get(statement, "Effect"))),
    message: "Syntax errors in policy: Effect must be Allow or Deny",
  },
  {
    isViolated: (statement) => lacks(statement, "Action", "NotAction"),
    message: "Policy statement must contain actions.",
  },
  {
    isViolated: (statement, kind) => kind !== "trust" && lacks(statement, "Resource", "NotResource"),
    message: "Policy statement must contain resources.",
  },
  {
    isViolated: (statement, kind) => kind === "trust" && !lacks(statement, "Resource", "NotResource"),
    message: "Has prohibited field Resource",
  },
  {
    isViolated: (statement, kind) => kind !== "identity" && lacks(statement, "Principal", "NotPrincipal"),
    message: "Missing required field Principal",
  },
  {
    isViolated: (statement, kind) => kind === "identity" && !lacks(statement, "Principal", "NotPrincipal"),
    message: "Policy document should not specify a principal.",
  },
  {
    isViolated: (statement) =>
      hasBoth(statement, "Action", "NotAction") || hasBoth(statement, "Resource", "NotResource"),
    message: "Syntax errors in policy: an element and its negation exclude each other",
  },
  {
    isViolated: (statement) => operatorsOf(statement).some((operator) => !CONDITION_OPERATOR.test(operator)),
    message: "Syntax errors in policy: invalid condition operator",
  },
  {
    isViolated: (statement) => conditionsOf(statement).some(([key]) => !key.includes(":")),
    message: "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  },
  {
    isViolated: (statement) => conditionsOf(statement).some(([, value]) => ![value].flat().every(isConditionValue)),
    message: "Syntax errors in policy: the value of a condition must be a text, a number or a boolean",
  },
];

function hasBoth(statement: object, one: string, other: string): boolean {
  return one in statement && other in statement;
}

/** Keys and values of all conditions of a statement. */
function conditionsOf(statement: object): readonly (readonly [string, unknown])[] {
  return operatorsOf(statement).flatMap((operator) => {
    const keys: unknown = Reflect.get(Object(Reflect.get(statement, "Condition")), operator);
    return typeof keys === "object" && keys !== null ? Object.entries(keys) : [];
  });
}

function isConditionValue(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** Grammar errors of a policy document, worded like those of AWS. */
export function policyGrammarErrors(text: string, kind: PolicyKind): readonly string[] {
  return documentGrammarErrors(parsePolicyDocument(text), kind);
}

/** The same of a parsed document, or of the reason why it could not be parsed. */
export function documentGrammarErrors(document: object | string, kind: PolicyKind): readonly string[] {
  if (typeof document === "string") {
    return [`contains an invalid JSON policy: ${document}`];
  }
  const statements = [Reflect.get(document, "Statement")].flat();
  const objects = statements.filter(
    (statement): statement is object => typeof statement === "object" && statement !== null,
  );
  if (objects.length === 0 || objects.length < statements.length) {
    return ["MalformedPolicyDocument: Syntax errors in policy: Statement is missing or not an object"];
  }
  return [
    ...documentErrors(document, objects),
    ...STATEMENT_RULES.filter(({ isViolated }) => objects.some((statement) => isViolated(statement, kind))).map(
      ({ message }) => `MalformedPolicyDocument: ${message}`,
    ),
  ];
}

function documentErrors(document: object, statements: readonly object[]): readonly string[] {
  const version: unknown = Reflect.get(document, "Version");
  const sids = statements.map((statement) => Reflect.get(statement, "Sid")).filter((sid) => sid !== undefined);
  return [
    ...(Object.keys(document).every((element) => DOCUMENT_ELEMENTS.has(element))
      ? []
      : ["MalformedPolicyDocument: Syntax errors in policy: unknown element of the document"]),
    ...(VERSIONS.includes(String(version ?? VERSIONS[0]))
      ? []
      : [`MalformedPolicyDocument: The policy must contain a valid version string, got ${String(version)}`]),
    ...(new Set(sids).size < sids.length
      ? ["MalformedPolicyDocument: Statement IDs (SID) in a single policy must be unique."]
      : []),
  ];
}

/** The parsed document, or the reason why it is not a JSON object. */
export function parsePolicyDocument(text: string): object | string {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === "object" && document !== null ? document : "not an object";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
