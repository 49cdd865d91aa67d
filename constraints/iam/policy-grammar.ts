/** Type of a policy, which determines the elements that its statements must and must not have. */
export type PolicyKind = "identity" | "trust" | "resource";

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
    isViolated: (statement) => operatorsOf(statement).some((operator) => !CONDITION_OPERATOR.test(operator)),
    message: "Syntax errors in policy: invalid condition operator",
  },
];

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
