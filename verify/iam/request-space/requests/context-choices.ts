import { groupBy } from "../../../collections/group-by";
import { type IamAction, isMultivaluedKey, supportsConditionKey } from "../../aws/action-catalog";
import { isAlwaysPresent, isNeverPresent, possibleValues } from "../../aws/request-facts";
import { type RequestContext, requestContextOf } from "../../language/authorization-request";
import type { ConditionTest, Statement } from "../../language/parse-policy";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { substituteVariables, variableKeys } from "../../language/policy-variables";
import type { ValueTest } from "../statements/distinctions";
import { conditionKeysIn, conditionTestsOnKey, policyVariableKeysIn } from "../statements/statement-queries";
import { valueClasses, valueSets } from "../statements/value-classes";
import { variableValuesFromPatterns } from "../statements/variable-values";
import { type RequestPath, requestPathKeys } from "./request-paths";

/** Condition keys whose values depend on each other, and the contexts that they may have. */
export interface ContextChoice {
  readonly keys: readonly string[];
  readonly contexts: readonly RequestContext[];
}

/** What the context choices of a request depend on. */
export interface ContextChoiceScope {
  readonly text: PolicyTextResolver;
  /** Statements that match the request, conditions aside. */
  readonly relevantStatements: readonly Statement[];
  readonly action: IamAction;
  /** ARN of the resource, or `*`. */
  readonly resource: string;
  /** Context that the caller, the target and the question fix. */
  readonly fixedContext: RequestContext;
  /** What the question asks about values. */
  readonly distinguishes: readonly ValueTest[];
  /** The paths that the request may take: they set keys that a policy may compare with a variable. */
  readonly paths: readonly RequestPath[];
}

const transportKeys = ["aws:securetransport", "s3:tlsversion"];

/** Keys that the caller, the target or the path set; absent from the request when they do not. */
const fixedKeyPattern = new RegExp(
  [
    "^kms:calleraccount$",
    "^aws:(principal(arn|account|orgid|isawsservice|servicename|servicenameslist|type)|username)$",
    "^aws:source(arn|account|orgid)$",
    "^(aws|s3):resource(account|orgid)$",
  ].join("|"),
);

/** @throws when nothing splits requests by the test: the caller, the target or the path of a request sets its key */
export function assertChosenKeys(tests: readonly ValueTest[]): void {
  for (const { key } of tests) {
    if (requestPathKeys.includes(key) || (fixedKeyPattern.test(key) && key !== "aws:sourcearn")) {
      throw new Error(`${key}: callers, targets and paths set this key; distinguish those instead`);
    }
  }
}

/** Condition keys that a statement or the question reads and that neither caller, target nor path fix. */
export function freeContextKeys({
  relevantStatements,
  action,
  fixedContext,
  distinguishes,
}: ContextChoiceScope): readonly string[] {
  const asked = new Set([...conditionKeysIn(relevantStatements), ...distinguishes.map(({ key }) => key)]);
  return [...asked].filter(
    (key) => !fixedContext.has(key) && supportsConditionKey(action, key) && !isNeverPresent(key, fixedContext),
  );
}

/** The choices of a request other than its path. */
export function contextChoices(scope: ContextChoiceScope, keys: readonly string[]): readonly ContextChoice[] {
  const freeKeys = keys.filter(
    (key) => !requestPathKeys.includes(key) && !fixedKeyPattern.test(key) && !transportKeys.includes(key),
  );
  return [...freeKeyChoices(scope, freeKeys), ...transportChoices(scope, keys)];
}

function freeKeyChoices(scope: ContextChoiceScope, keys: readonly string[]): readonly ContextChoice[] {
  const { text, relevantStatements, resource, fixedContext, distinguishes, paths } = scope;
  const variables = policyVariableKeysIn(relevantStatements);
  const resolve = policyVariableResolver(text, fixedContext);
  const testsOf = (key: string): readonly ValueTest[] => distinguishes.filter((test) => test.key === key);
  const classesOf = (key: string): readonly string[] => {
    const distinguishedGroups = [
      ...testsOf(key).map(({ patterns }) => patterns),
      ...(variables.has(key) ? [[variablePlaceholder(text, key)]] : []),
    ];
    return valueClasses({ tests: conditionTestsOnKey(key, relevantStatements), distinguishedGroups, resolve });
  };
  const valuesOf = (key: string): readonly string[] =>
    fixedContext.get(key) ?? [...classesOf(key), ...paths.flatMap(({ context }) => context.get(key) ?? [])];
  return keys.map((key) => {
    const fitting = variables.has(key) ? variableValuesFromPatterns(key, relevantStatements, resource, valuesOf) : [];
    const values = possibleValues(key, [...new Set([...classesOf(key), ...fitting, ...variableDefaults(key, scope)])]);
    const sets = isMultivaluedKey(key)
      ? valueSets(values, conditionTestsOnKey(key, relevantStatements), testsOf(key).length)
      : values.map((value) => [value]);
    const absent = isAlwaysPresent(key) ? [] : [new Map<string, readonly string[]>()];
    return { keys: [key], contexts: [...absent, ...sets.map((set) => new Map([[key, set]]))] };
  });
}

/** Values that a policy compares the key with where its variables have their defaults, because the request lacks their keys. */
function variableDefaults(key: string, { relevantStatements, fixedContext }: ContextChoiceScope): readonly string[] {
  return conditionTestsOnKey(key, relevantStatements)
    .flatMap(({ values }) => values.filter((value) => variableKeys(value).some((name) => !fixedContext.has(name))))
    .flatMap((value) => substituteVariables(value, fixedContext) ?? []);
}

/** Placeholder for the value of a key that policies use as a variable. */
export function variablePlaceholder({ placeholders }: PolicyTextResolver, key: string): string {
  return placeholders.opaque(`value of ${key}`);
}

/** Substitutes the variables of a policy text: by the fixed context, and by a placeholder for each other key. */
export function policyVariableResolver(
  text: PolicyTextResolver,
  fixedContext: RequestContext,
): (policyText: string) => string {
  return (policyText) => {
    const keys = variableKeys(policyText);
    if (keys.length === 0) {
      return policyText;
    }
    const open = keys.filter((key) => !fixedContext.has(key));
    const placeholders = open.map((key): [string, readonly string[]] => [key, [variablePlaceholder(text, key)]]);
    return substituteVariables(policyText, new Map([...placeholders, ...fixedContext])) ?? policyText;
  };
}

/** Requests over plain HTTP have no TLS version, all others have one. */
function transportChoices(
  { relevantStatements, fixedContext }: ContextChoiceScope,
  keys: readonly string[],
): readonly ContextChoice[] {
  if (!keys.some((key) => transportKeys.includes(key)) || transportKeys.some((key) => fixedContext.has(key))) {
    return [];
  }
  const tests = conditionTestsOnKey("s3:tlsversion", relevantStatements);
  const versions = tests.length === 0 ? ["1.2"] : distinguishedTlsVersions(tests);
  const secure = versions.map((version) =>
    requestContextOf({ "aws:SecureTransport": "true", "s3:TlsVersion": version }),
  );
  return [{ keys: transportKeys, contexts: [...secure, requestContextOf({ "aws:SecureTransport": "false" })] }];
}

/** Versions that a client may offer, the newest first. */
const tlsVersions = ["1.3", "1.2", "1.1", "1.0"];

/** One version for each class that the tests distinguish. */
function distinguishedTlsVersions(tests: readonly ConditionTest[]): readonly string[] {
  const compare = ({ operator, values }: ConditionTest, version: string): readonly unknown[] =>
    values.map((value) =>
      operator.family === "number" ? Math.sign(Number(version) - Number(value)) : operator.compare(value, version),
    );
  const byComparison = groupBy(tlsVersions, (version) => JSON.stringify(tests.map((test) => compare(test, version))));
  return [...byComparison.values()].flatMap(([newest]) => newest ?? []);
}
