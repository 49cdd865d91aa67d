/**
 * IAM's evaluation of one request, written from AWS's documentation without the engine: it reads policy documents as JSON and
 * answers yes or no. Slow and plain on purpose.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */

/** A policy document as IAM stores it. */
export interface PolicyDocument {
  /** @default - the version without policy variables */
  readonly Version?: string;
  readonly Statement: readonly PolicyStatement[];
}

/** One text or a list of texts. */
export type OneOrMore = string | readonly string[];

export interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, OneOrMore>>;
  readonly NotPrincipal?: "*" | Readonly<Record<string, OneOrMore>>;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

/** A request of a role, an AWS service or nobody in particular. */
export interface ReferenceRequest {
  readonly caller:
    | { readonly kind: "role"; readonly account: string; readonly arn: string }
    | { readonly kind: "service"; readonly name: string }
    | { readonly kind: "anonymous" };
  readonly action: string;
  readonly resource: string;
  /** Condition keys in lower case. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

export interface ReferencePolicies {
  readonly identity: readonly PolicyDocument[];
  readonly boundary?: readonly PolicyDocument[];
  readonly endpoint?: readonly PolicyDocument[];
  /** Service control policies, one entry for each level of the organization. */
  readonly control?: readonly (readonly PolicyDocument[])[];
  readonly resource?: readonly PolicyDocument[];
  /** KMS keys and role trust need their own policy; elsewhere one of the two suffices within an account. */
  readonly needsResourcePolicy: boolean;
  readonly resourceAccount: string;
}

const knownOperators =
  /^(?:(?:ForAllValues:|ForAnyValue:)?(?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|Arn(?:Not)?(?:Equals|Like)|(?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|(?:Not)?IpAddress|Bool|BinaryEquals)(?:IfExists)?|(?:ForAllValues:|ForAnyValue:)?Null)$/;

/** Whether AWS refuses the document, or does not say what it means: an operator that it does not define, or a key without values. */
export function isRefusedByReference({ Statement }: PolicyDocument): boolean {
  return Statement.some(({ Condition }) =>
    Object.entries(Condition ?? {}).some(
      ([operator, tests]) =>
        !knownOperators.test(operator) || Object.values(tests).some((values) => listOf(values).length === 0),
    ),
  );
}

/** Whether AWS allows the request. */
export function isAllowedByReference(request: ReferenceRequest, policies: ReferencePolicies): boolean {
  const { identity, boundary, endpoint, resource, control = [] } = policies;
  const statementsIn = (documents: readonly PolicyDocument[] | undefined): readonly PolicyStatement[] =>
    (documents ?? []).flatMap(({ Statement }) => Statement).filter((statement) => applies(statement, request));
  const everything = [identity, boundary, endpoint, resource, ...control].flatMap(statementsIn);
  if (everything.some(({ Effect }) => Effect === "Deny")) {
    return false;
  }
  if (endpoint !== undefined && statementsIn(endpoint).length === 0) {
    return false;
  }
  const byResource = statementsIn(resource);
  const { caller } = request;
  if (caller.kind !== "role") {
    return byResource.length > 0;
  }
  if (control.some((level) => statementsIn(level).length === 0)) {
    return false;
  }
  const byIdentity = statementsIn(identity).length > 0;
  const withinBoundary = boundary === undefined || statementsIn(boundary).length > 0;
  const isSameAccount = caller.account === policies.resourceAccount;
  const namesCaller = byResource.some((statement) => namesMoreThanAccount(statement, caller.arn));
  if (!isSameAccount || policies.needsResourcePolicy) {
    const delegates = byResource.length > 0;
    // A resource policy that names the role itself grants within its account without an identity policy.
    return delegates && withinBoundary && (byIdentity || (isSameAccount && namesCaller));
  }
  return withinBoundary && (byIdentity || namesCaller);
}

/** Whether the statement grants to the role directly: the account's root only delegates to its IAM policies. */
function namesMoreThanAccount({ Principal: element, NotPrincipal: excluded }: PolicyStatement, arn: string): boolean {
  if (excluded !== undefined || element === "*") {
    return true;
  }
  return listOf(element?.AWS).some((entry) => entry === "*" || entry === arn);
}

function applies(statement: PolicyStatement, request: ReferenceRequest): boolean {
  return (
    principalApplies(statement, request.caller) &&
    elementApplies(statement.Action, statement.NotAction, (pattern) =>
      matches(pattern.toLowerCase(), request.action.toLowerCase()),
    ) &&
    elementApplies(statement.Resource, statement.NotResource, (pattern) => resourceMatches(pattern, request)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, tests]) =>
      Object.entries(tests).every(([key, values]) =>
        conditionApplies(operator, key.toLowerCase(), listOf(values), request),
      ),
    )
  );
}

function elementApplies(
  included: OneOrMore | undefined,
  excluded: OneOrMore | undefined,
  test: (pattern: string) => boolean,
): boolean {
  if (excluded !== undefined) {
    return !listOf(excluded).some(test);
  }
  return included === undefined || listOf(included).some(test);
}

function principalApplies(
  { Principal: element, NotPrincipal: excluded }: PolicyStatement,
  caller: ReferenceRequest["caller"],
): boolean {
  if (excluded !== undefined) {
    return !namesCaller(excluded, caller);
  }
  return element === undefined || namesCaller(element, caller);
}

function namesCaller(element: NonNullable<PolicyStatement["Principal"]>, caller: ReferenceRequest["caller"]): boolean {
  if (element === "*" || listOf(element.AWS).includes("*")) {
    return true;
  }
  switch (caller.kind) {
    case "role":
      return listOf(element.AWS).some(
        (entry) =>
          entry === caller.arn ||
          entry === caller.account ||
          /^arn:[\w-]+:iam::(\d+):root$/.exec(entry)?.[1] === caller.account,
      );
    case "service":
      return listOf(element.Service).includes(caller.name);
    case "anonymous":
      return false;
  }
}

function resourceMatches(pattern: string, request: ReferenceRequest): boolean {
  const text = withVariables(pattern, request.keys);
  if (text === undefined) {
    return false;
  }
  const isShort = text.endsWith("*") && arnParts(text).length < 6;
  return isShort ? matches(text, request.resource) : arnMatches(text, request.resource);
}

/** Each of the six parts of an ARN is matched on its own; the last one may hold further colons. */
function arnMatches(pattern: string, arn: string): boolean {
  const [patterns, parts] = [arnParts(pattern), arnParts(arn)];
  return patterns.length === parts.length && patterns.every((part, index) => matches(part, parts[index] ?? ""));
}

function arnParts(text: string): readonly string[] {
  const parts = text.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/** Marks of a literal `*` and `?` that a variable brought in. */
const literalStar = "\u0001";
const literalQuestion = "\u0002";

/** Whether a text matches a pattern with `*` and `?`. */
export function matches(pattern: string, text: string): boolean {
  const known = expressions.get(pattern) ?? expressionOf(pattern);
  expressions.set(pattern, known);
  return known.test(text);
}

const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const source = [...pattern].map(
    (character) => wildcards[character] ?? character.replace(/[\\^$.|+()[\]{}]/g, "\\$&"),
  );
  return new RegExp(`^${source.join("")}$`);
}

const wildcards: Readonly<Record<string, string>> = {
  "*": "[^]*",
  "?": "[^]",
  [literalStar]: "\\*",
  [literalQuestion]: "\\?",
};

/** The text with its variables; `undefined` where one has no value. */
function withVariables(text: string, keys: ReferenceRequest["keys"]): string | undefined {
  let isComplete = true;
  const replaced = text.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    if (inner === "*" || inner === "?" || inner === "$") {
      return inner === "*" ? literalStar : inner === "?" ? literalQuestion : "$";
    }
    const [key = "", standard] = inner.split(",").map((part) => part.trim());
    const values = keys[key.toLowerCase()] ?? [];
    const value = values.length === 1 ? values[0] : standard?.replace(/^'|'$/g, "");
    isComplete &&= value !== undefined;
    return (value ?? "").replaceAll("*", literalStar).replaceAll("?", literalQuestion);
  });
  return isComplete ? replaced : undefined;
}

function conditionApplies(
  operator: string,
  key: string,
  values: readonly string[],
  request: ReferenceRequest,
): boolean {
  const present = request.keys[key] ?? [];
  if (operator.endsWith("Null")) {
    return values.some((value) => (value.toLowerCase() === "true") === (present.length === 0));
  }
  const parts = /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const [, qualifier = "", name = "", ifExists] = parts;
  const isNegated = /Not/.test(name);
  const base = name.replace("Not", "");
  const isMatch = (one: string): boolean =>
    values.some((value) => {
      const written = withVariables(value, request.keys);
      return written !== undefined && compare(base, written, one);
    });
  const holds = (one: string): boolean => isMatch(one) !== isNegated;
  if (present.length === 0) {
    return qualifier === "ForAllValues:" || ifExists !== undefined || (qualifier === "" && isNegated);
  }
  return qualifier === "ForAnyValue:" ? present.some(holds) : present.every(holds);
}

function compare(name: string, written: string, value: string): boolean {
  const plain = written.replaceAll(literalStar, "*").replaceAll(literalQuestion, "?");
  switch (name) {
    case "StringEquals":
    case "BinaryEquals":
      return plain === value;
    case "StringEqualsIgnoreCase":
    case "Bool":
      return plain.toLowerCase() === value.toLowerCase();
    case "StringLike":
      return matches(written, value);
    case "ArnEquals":
    case "ArnLike":
      return arnMatches(written, value);
    case "NumericEquals":
      return Number(value) === Number(plain);
    case "NumericLessThan":
      return Number(value) < Number(plain);
    case "NumericLessThanEquals":
      return Number(value) <= Number(plain);
    case "NumericGreaterThan":
      return Number(value) > Number(plain);
    case "NumericGreaterThanEquals":
      return Number(value) >= Number(plain);
    case "DateEquals":
      return secondsOf(value) === secondsOf(plain);
    case "DateLessThan":
      return secondsOf(value) < secondsOf(plain);
    case "DateLessThanEquals":
      return secondsOf(value) <= secondsOf(plain);
    case "DateGreaterThan":
      return secondsOf(value) > secondsOf(plain);
    case "DateGreaterThanEquals":
      return secondsOf(value) >= secondsOf(plain);
    case "IpAddress":
      return isInRange(plain, value);
    default:
      throw new Error(`reference evaluator: unknown operator, got ${name}`);
  }
}

/** IAM writes dates in ISO 8601, or as seconds since 1970. */
function secondsOf(text: string): number {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000;
}

function isInRange(range: string, address: string): boolean {
  const [base = "", length = "32"] = range.split("/");
  const bits = (text: string): string =>
    text
      .split(".")
      .map((octet) => Number(octet).toString(2).padStart(8, "0"))
      .join("")
      .slice(0, Number(length));
  return bits(base) === bits(address);
}

/** The values of an element that may be one text or a list. */
export function listOf(value: OneOrMore | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === "string" ? [value] : value;
}
