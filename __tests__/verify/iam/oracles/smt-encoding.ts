import { listOf, matches, type PolicyDocument, type PolicyStatement } from "./reference-evaluator";

/**
 * Policies as an SMT-LIB formula over one symbolic request: its caller, its resource and a presence and a value for each
 * condition key are free. Another kind of oracle than the engine, which decides one representative of each class of requests.
 *
 * @see https://smt-lib.org/theories-UnicodeStrings.shtml
 */
export interface SymbolicRequest {
  /** Actions of which one is requested. */
  readonly actions: readonly string[];
  /** SMT-LIB constraints on `account`, `arn`, `resource` and the keys, in addition to what AWS always sends. */
  readonly constraints: readonly string[];
  /** Whether the caller has no credentials. */
  readonly isAnonymous?: boolean;
  /** Account of the resource. */
  readonly resourceAccount: string;
}

/** Who must allow the request: every one of these documents' groups, in at least one statement of each. */
export interface EncodedPolicies {
  readonly groups: readonly (readonly PolicyDocument[])[];
}

/** A policy holds something that this encoding does not express. */
export class NotEncodable extends Error {}

/** Declarations and assertions, which are satisfiable where some such request is allowed. */
export function smtScript(request: SymbolicRequest, { groups }: EncodedPolicies): string {
  const keys = new Map<string, KeyKind>();
  // Statements about other actions decide nothing, and need no encoding.
  const statements = groups
    .flatMap((documents) => documents.flatMap(({ Statement }) => Statement))
    .filter((statement) => request.actions.some((action) => namesAction(statement, action)));
  const conditions = new Map(statements.map((statement) => [statement, encodeConditions(statement, keys)]));
  const static_ = new Map(
    statements.map((statement) => [
      statement,
      and([encodePrincipal(statement, request), encodeResource(statement, keys), conditions.get(statement) ?? "true"]),
    ]),
  );
  const usable = new Map<string, boolean>();
  const alternatives = request.actions.flatMap((action) => {
    const matching = statements.filter((statement) => namesAction(statement, action));
    const signature = matching.map((statement) => statements.indexOf(statement)).join();
    if (usable.has(signature)) {
      return [];
    }
    usable.set(signature, true);
    const termsOf = (among: readonly PolicyStatement[], effect: PolicyStatement["Effect"]): readonly string[] =>
      among.filter((one) => one.Effect === effect && matching.includes(one)).map((one) => static_.get(one) ?? "false");
    const allowed = groups.map((documents) =>
      or(
        termsOf(
          documents.flatMap(({ Statement }) => Statement),
          "Allow",
        ),
      ),
    );
    return [and([...allowed, not(or(termsOf(statements, "Deny")))])];
  });
  return [
    "(declare-const account String)",
    "(declare-const role String)",
    '(define-fun arn () String (str.++ "arn:aws:iam::" account ":role/" role))',
    "(declare-const resource String)",
    ...[...withAlwaysSentKeys(keys)].flatMap(([key, kind]) => [
      `(declare-const ${has(key)} Bool)`,
      `(declare-const ${value(key)} ${sorts[kind]})`,
    ]),
    ...callerFacts(request).map(assertion),
    ...request.constraints.map(assertion),
    assertion(or(alternatives)),
  ].join("\n");
}

type KeyKind = "text" | "number" | "address";

const sorts: Readonly<Record<KeyKind, string>> = { text: "String", number: "Real", address: "(_ BitVec 32)" };

/** Keys that constraints may name although no policy does. */
const namedKeys = [
  "aws:principalaccount",
  "aws:principalarn",
  "aws:resourceaccount",
  "aws:sourcevpce",
  "aws:sourcevpc",
  "aws:securetransport",
  "aws:principalorgid",
  "aws:resourceorgid",
  "aws:principalorgpaths",
  "aws:resourceorgpaths",
  "aws:principalisawsservice",
  "aws:viaawsservice",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "kms:calleraccount",
  "aws:username",
];

function withAlwaysSentKeys(keys: ReadonlyMap<string, KeyKind>): ReadonlyMap<string, KeyKind> {
  return new Map([...namedKeys.map((key): [string, KeyKind] => [key, "text"]), ...keys]);
}

/**
 * What AWS always sends, or never.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function callerFacts({ isAnonymous = false, resourceAccount }: SymbolicRequest): readonly string[] {
  const always = (key: string, text: string): string => and([has(key), `(= ${value(key)} ${text})`]);
  const truth = (key: string): string => `(or (= ${value(key)} "true") (= ${value(key)} "false"))`;
  const never = ["aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid"].map((key) => not(has(key)));
  const ofCaller = isAnonymous
    ? [
        ...[
          "aws:principalaccount",
          "aws:principalarn",
          "aws:principalorgid",
          "aws:principalorgpaths",
          "kms:calleraccount",
        ].map((key) => not(has(key))),
        always("aws:principalisawsservice", '"false"'),
      ]
    : [
        '(str.in_re account ((_ re.^ 12) (re.range "0" "9")))',
        '(str.in_re role (re.+ (re.union (re.range "a" "z") (re.range "A" "Z") (re.range "0" "9") (str.to_re "-") (str.to_re "_") (str.to_re "/"))))',
        always("aws:principalaccount", "account"),
        always("aws:principalarn", "arn"),
        always("kms:calleraccount", "account"),
        always("aws:principalisawsservice", '"false"'),
      ];
  return [
    ...never,
    ...ofCaller,
    always("aws:resourceaccount", quote(resourceAccount)),
    and([has("aws:securetransport"), truth("aws:securetransport")]),
    and([has("aws:viaawsservice"), truth("aws:viaawsservice")]),
    // A VPC belongs to a request that comes through an endpoint, and to no other; a service forwards none through an endpoint.
    `(= ${has("aws:sourcevpce")} ${has("aws:sourcevpc")})`,
    `(=> ${has("aws:sourcevpce")} (= ${value("aws:viaawsservice")} "false"))`,
    // A role is no user.
    not(has("aws:username")),
  ];
}

export function has(key: string): string {
  return `|has ${key.toLowerCase()}|`;
}

export function value(key: string): string {
  return `|value ${key.toLowerCase()}|`;
}

export function and(terms: readonly string[]): string {
  const kept = terms.filter((term) => term !== "true");
  return kept.length === 0 ? "true" : kept.length === 1 ? (kept[0] ?? "true") : `(and ${kept.join(" ")})`;
}

export function or(terms: readonly string[]): string {
  const kept = terms.filter((term) => term !== "false");
  return kept.length === 0 ? "false" : kept.length === 1 ? (kept[0] ?? "false") : `(or ${kept.join(" ")})`;
}

export function not(term: string): string {
  return `(not ${term})`;
}

/** A text as an SMT-LIB string literal. */
export function quote(text: string): string {
  const escaped = [...text].map((character) =>
    /[\u0020-\u007e]/.test(character) && character !== "\\"
      ? character
      : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return `"${escaped.join("").replaceAll('"', '""')}"`;
}

function assertion(term: string): string {
  return `(assert ${term})`;
}

function namesAction({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const patterns = listOf(Action ?? NotAction);
  const isNamed = patterns.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
  return isNamed === (NotAction === undefined);
}

function encodePrincipal(
  { Principal: element, NotPrincipal: excluded }: PolicyStatement,
  { isAnonymous = false }: SymbolicRequest,
): string {
  if (excluded !== undefined) {
    throw new NotEncodable("NotPrincipal");
  }
  if (element === undefined || element === "*") {
    return "true";
  }
  const named = listOf(element.AWS);
  if (named.includes("*")) {
    return "true";
  }
  return isAnonymous
    ? "false"
    : or(
        named.map((entry) => {
          const owner = /^arn:aws:iam::(\d{12}):root$/.exec(entry)?.[1] ?? (/^\d{12}$/.test(entry) ? entry : undefined);
          if (owner === undefined && !/^arn:aws:iam::\d{12}:role\//.test(entry)) {
            throw new NotEncodable(`a principal that is no role: ${entry}`);
          }
          return owner === undefined ? `(= arn ${quote(entry)})` : `(= account ${quote(owner)})`;
        }),
      );
}

function encodeResource({ Resource, NotResource }: PolicyStatement, keys: Map<string, KeyKind>): string {
  const patterns = listOf(Resource ?? NotResource);
  if (patterns.length === 0) {
    return "true";
  }
  const matched = or(
    patterns.map((pattern) => {
      if (pattern.includes("${")) {
        return matchesVariables("resource", pattern, keys);
      }
      return pattern === "*" ? "true" : inPattern("resource", pattern, "text");
    }),
  );
  return NotResource === undefined ? matched : not(matched);
}

function requireNoVariable(text: string): void {
  if (text.includes("${")) {
    throw new NotEncodable(`a policy variable: ${text}`);
  }
}

/** Whether a string term is a text with variables, each of which has one value; only the end of the text may be a wildcard. */
function matchesVariables(term: string, text: string, keys: Map<string, KeyKind>): string {
  const isPrefix = text.endsWith("*");
  const pieces = (isPrefix ? text.slice(0, -1) : text).split(/\$\{([^}]*)\}/);
  const names = pieces.filter((_, index) => index % 2 === 1).map((name) => name.toLowerCase());
  const literals = pieces.filter((_, index) => index % 2 === 0);
  if (names.some((name) => /[^\w:/-]/.test(name)) || literals.some((literal) => /[*?]/.test(literal))) {
    throw new NotEncodable(`a variable with a default or between wildcards: ${text}`);
  }
  for (const name of names) {
    if ((keys.get(name) ?? "text") !== "text") {
      throw new NotEncodable(`two kinds of comparison of ${name}`);
    }
    keys.set(name, "text");
  }
  const parts = pieces.map((piece, index) => (index % 2 === 1 ? value(piece) : quote(piece)));
  const whole = `(str.++ ${parts.join(" ")} "")`;
  return and([...names.map(has), isPrefix ? `(str.prefixof ${whole} ${term})` : `(= ${term} ${whole})`]);
}

/** Whether a string term matches a pattern with `*` and `?`; in an ARN they stay within their part, but for the last. */
function inPattern(term: string, pattern: string, wildcards: "text" | "arn"): string {
  if (!/[*?]/.test(pattern)) {
    return `(= ${term} ${quote(pattern)})`;
  }
  const isPrefix = /^[^*?]*\*$/.test(pattern) && (wildcards === "text" || pattern.split(":").length > 5);
  if (isPrefix) {
    return `(str.prefixof ${quote(pattern.slice(0, -1))} ${term})`;
  }
  const parts: string[] = [];
  let colons = 0;
  for (const piece of pattern.split(/([*?:])/)) {
    const isInner = wildcards === "arn" && colons < 5;
    const one = isInner ? '(re.diff re.allchar (str.to_re ":"))' : "re.allchar";
    if (piece === "*") {
      parts.push(isInner ? `(re.* ${one})` : "re.all");
    } else if (piece === "?") {
      parts.push(one);
    } else if (piece !== "") {
      colons += piece === ":" ? 1 : 0;
      parts.push(`(str.to_re ${quote(piece)})`);
    }
  }
  return `(str.in_re ${term} ${parts.length === 1 ? parts[0] : `(re.++ ${parts.join(" ")})`})`;
}

function encodeConditions({ Condition = {} }: PolicyStatement, keys: Map<string, KeyKind>): string {
  return and(
    Object.entries(Condition).flatMap(([operator, tests]) =>
      Object.entries(tests).map(([key, values]) => encodeTest(operator, key.toLowerCase(), listOf(values), keys)),
    ),
  );
}

function encodeTest(operator: string, key: string, values: readonly string[], keys: Map<string, KeyKind>): string {
  if (operator === "Null") {
    keys.set(key, keys.get(key) ?? "text");
    return or(values.map((one) => (String(one).toLowerCase() === "true" ? not(has(key)) : has(key))));
  }
  const [, qualifier = "", name = "", ifExists] =
    /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const isNegated = name.includes("Not");
  const matched = or(values.map((written) => encodeComparison(name.replace("Not", ""), key, String(written), keys)));
  const holds = isNegated ? not(matched) : matched;
  const whenAbsent = qualifier === "ForAllValues:" || ifExists !== undefined || (qualifier === "" && isNegated);
  return whenAbsent ? or([not(has(key)), holds]) : and([has(key), holds]);
}

function encodeComparison(name: string, key: string, written: string, keys: Map<string, KeyKind>): string {
  const kind: KeyKind = name.startsWith("Numeric") ? "number" : name === "IpAddress" ? "address" : "text";
  if ((keys.get(key) ?? kind) !== kind) {
    throw new NotEncodable(`two kinds of comparison of ${key}`);
  }
  keys.set(key, kind);
  const term = value(key);
  if (/^(?:String|Arn)(?:Equals|Like)$/.test(name) && written.includes("${")) {
    return matchesVariables(term, written, keys);
  }
  requireNoVariable(written);
  switch (name) {
    case "StringEquals":
    case "BinaryEquals":
      return `(= ${term} ${quote(written)})`;
    case "Bool":
      return `(= ${term} ${quote(written.toLowerCase())})`;
    case "StringLike":
      return inPattern(term, written, "text");
    case "ArnEquals":
    case "ArnLike":
      return inPattern(term, written, "arn");
    case "NumericEquals":
      return `(= ${term} ${Number(written).toFixed(4)})`;
    case "NumericLessThan":
      return `(< ${term} ${Number(written).toFixed(4)})`;
    case "NumericLessThanEquals":
      return `(<= ${term} ${Number(written).toFixed(4)})`;
    case "NumericGreaterThan":
      return `(> ${term} ${Number(written).toFixed(4)})`;
    case "NumericGreaterThanEquals":
      return `(>= ${term} ${Number(written).toFixed(4)})`;
    case "IpAddress":
      return inRange(term, written);
    default:
      throw new NotEncodable(`the operator ${name}`);
  }
}

function inRange(term: string, range: string): string {
  const [base = "", length = "32"] = range.split("/");
  if (base.includes(":")) {
    throw new NotEncodable("an IPv6 range");
  }
  const bits = base
    .split(".")
    .map((octet) => Number(octet).toString(2).padStart(8, "0"))
    .join("")
    .slice(0, Number(length));
  return length === "0" ? "true" : `(= ((_ extract 31 ${32 - Number(length)}) ${term}) #b${bits})`;
}
