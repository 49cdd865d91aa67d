/** Where a policy stands, which decides what its statements must and must not say. */
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
  readonly isViolated: (statement: object, place: PolicyKind) => boolean;
  readonly message: string;
}

function lacks(statement: object, ...elements: readonly string[]): boolean {
  return !elements.some((element) => element in statement);
}

function operatorsOf(statement: object): readonly string[] {
  const condition: unknown = Reflect.get(statement, "Condition");
  return typeof condition === "object" && condition !== null ? Object.keys(condition) : [];
}

/** AWS's grammar of a statement. */
const STATEMENT_RULES: readonly StatementRule[] = [
  {
    isViolated: (statement) => Object.keys(statement).some((element) => !STATEMENT_ELEMENTS.has(element)),
    message: "a statement has an element that the policy language does not know",
  },
  {
    isViolated: (statement) => !["Allow", "Deny"].includes(String(Reflect.get(statement, "Effect"))),
    message: "a statement's Effect is neither Allow nor Deny",
  },
  {
    isViolated: (statement) => lacks(statement, "Action", "NotAction"),
    message: "Policy statement must contain actions.",
  },
  {
    isViolated: (statement, place) => place !== "trust" && lacks(statement, "Resource", "NotResource"),
    message: "Policy statement must contain resources.",
  },
  {
    isViolated: (statement, place) => place === "trust" && !lacks(statement, "Resource", "NotResource"),
    message: "Has prohibited field Resource",
  },
  {
    isViolated: (statement, place) => place !== "identity" && lacks(statement, "Principal", "NotPrincipal"),
    message: "Missing required field Principal",
  },
  {
    isViolated: (statement, place) => place === "identity" && !lacks(statement, "Principal", "NotPrincipal"),
    message: "Policy document should not specify a principal.",
  },
  {
    isViolated: (statement) => operatorsOf(statement).some((operator) => !CONDITION_OPERATOR.test(operator)),
    message: "a statement has a condition operator that the policy language does not know",
  },
];

/** What AWS would call malformed in a policy text; nothing for a sound one. */
export function policyGrammarErrors(text: string, kind: PolicyKind): readonly string[] {
  const document = parsePolicyDocument(text);
  if (typeof document === "string") {
    return [`contains an invalid JSON policy: ${document}`];
  }
  const statements = [Reflect.get(document, "Statement")].flat();
  const objects = statements.filter(
    (statement): statement is object => typeof statement === "object" && statement !== null,
  );
  if (objects.length === 0 || objects.length < statements.length) {
    return ["MalformedPolicyDocument: Syntax errors in policy: Statement is missing or no object"];
  }
  return [
    ...documentErrors(document, objects),
    ...STATEMENT_RULES.filter(({ isViolated: faulty }) => objects.some((statement) => faulty(statement, kind))).map(
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
      : [`MalformedPolicyDocument: Version is ${String(version)}, not ${VERSIONS.join(" or ")}`]),
    ...(new Set(sids).size < sids.length
      ? ["MalformedPolicyDocument: Statement IDs (SID) in a single policy must be unique."]
      : []),
  ];
}

/** The document, or why it is none. */
function parsePolicyDocument(text: string): object | string {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === "object" && document !== null ? document : "not an object";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
