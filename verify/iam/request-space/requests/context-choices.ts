import { type IamAction, isMultivaluedKey, supportsConditionKey } from "../../aws/action-catalog";
import { statementApplies } from "../../evaluation/statement-matching";
import {
  type AuthorizationRequest,
  mergeContexts,
  type RequestContext,
  requestContextOf,
} from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { substituteVariables, variableKeys } from "../../language/policy-variables";
import type { ThreeValued } from "../../patterns/three-valued-logic";
import {
  conditionKeysIn,
  conditionKeysOfStatement,
  conditionTestsOnKey,
  policyVariableKeysIn,
} from "../statements/statement-queries";
import { valueClasses, valueSets } from "../statements/value-classes";
import { variableValuesFromPatterns } from "../statements/variable-values";
import { requestPathKeys } from "./request-paths";

/** The ways in which some keys may stand in a request together. */
export interface ContextChoice {
  readonly keys: readonly string[];
  readonly contexts: readonly RequestContext[];
}

/** What the choices of a request depend on. */
export interface ContextChoiceScope {
  readonly text: PolicyTextResolver;
  /** Statements that speak of the request. */
  readonly relevantStatements: readonly Statement[];
  readonly action: IamAction;
  /** ARN of what is asked for, or `*`. */
  readonly resource: string;
  /** What caller, target and question settle. */
  readonly fixedContext: RequestContext;
  /** Texts that the question tells apart from all others, by condition key. */
  readonly distinguishedValues: Readonly<Record<string, readonly string[]>>;
}

const transportKeys = ["aws:securetransport", "s3:tlsversion"];

/** Keys that come with the caller, the target or the path, and are absent when these do not set them. */
const fixedKeyPattern = new RegExp(
  [
    "^kms:calleraccount$",
    "^aws:(principal(arn|account|orgid|isawsservice|servicename|servicenameslist|type)|username)$",
    "^aws:source(arn|account|orgid)$",
    "^(aws|s3):resource(account|orgid)$",
  ].join("|"),
);

/** Keys of the request that nothing settles and that somebody reads. */
export function freeContextKeys({
  relevantStatements,
  action,
  fixedContext,
  distinguishedValues,
}: ContextChoiceScope): readonly string[] {
  const asked = new Set([...conditionKeysIn(relevantStatements), ...Object.keys(distinguishedValues)]);
  return [...asked].filter((key) => !fixedContext.has(key) && supportsConditionKey(action, key));
}

/** Every choice that a request leaves open, beside its path. */
export function contextChoices(scope: ContextChoiceScope, keys: readonly string[]): readonly ContextChoice[] {
  const freeKeys = keys.filter(
    (key) => !requestPathKeys.includes(key) && !fixedKeyPattern.test(key) && !transportKeys.includes(key),
  );
  return [...freeKeyChoices(scope, freeKeys), ...transportChoices(scope, keys)];
}

function freeKeyChoices(scope: ContextChoiceScope, keys: readonly string[]): readonly ContextChoice[] {
  const { text, relevantStatements, resource, fixedContext, distinguishedValues } = scope;
  const variables = policyVariableKeysIn(relevantStatements);
  const resolve = policyVariableResolver(text, fixedContext);
  const classesOf = (key: string): readonly string[] => {
    const group = [
      ...(distinguishedValues[key] ?? []),
      ...(variables.has(key) ? [variablePlaceholder(text, key)] : []),
    ];
    return valueClasses({ tests: conditionTestsOnKey(key, relevantStatements), distinguishedValues: group, resolve });
  };
  const valuesOf = (key: string): readonly string[] => fixedContext.get(key) ?? classesOf(key);
  return keys.map((key) => {
    const fitting = variables.has(key) ? variableValuesFromPatterns(key, relevantStatements, resource, valuesOf) : [];
    const values = [...new Set([...classesOf(key), ...fitting])];
    const sets = isMultivaluedKey(key)
      ? valueSets(values, conditionTestsOnKey(key, relevantStatements))
      : values.map((value) => [value]);
    return { keys: [key], contexts: [new Map(), ...sets.map((set) => new Map([[key, set]]))] };
  });
}

/** The text that stands for a key's value where policies use it as a variable. */
function variablePlaceholder({ placeholders }: PolicyTextResolver, key: string): string {
  return placeholders.opaque(`value of ${key}`);
}

/** Reads a policy text as it stands for requests with the settled context, variables of other keys as letters of their own. */
export function policyVariableResolver(
  text: PolicyTextResolver,
  fixedContext: RequestContext,
): (policyText: string) => string {
  return (policyText) => {
    const open = variableKeys(policyText).filter((key) => !fixedContext.has(key));
    const placeholders = open.map((key): [string, readonly string[]] => [key, [variablePlaceholder(text, key)]]);
    return substituteVariables(policyText, new Map([...placeholders, ...fixedContext])) ?? policyText;
  };
}

/** Plain HTTP has no TLS version, and TLS always has one. */
function transportChoices(
  { relevantStatements, fixedContext }: ContextChoiceScope,
  keys: readonly string[],
): readonly ContextChoice[] {
  if (!keys.some((key) => transportKeys.includes(key)) || transportKeys.some((key) => fixedContext.has(key))) {
    return [];
  }
  const tests = conditionTestsOnKey("s3:tlsversion", relevantStatements);
  const versions = tests.length === 0 ? ["1.2"] : valueClasses({ tests, resolve: (value) => value });
  const secure = versions.map((version) =>
    requestContextOf({ "aws:SecureTransport": "true", "s3:TlsVersion": version }),
  );
  return [{ keys: transportKeys, contexts: [...secure, requestContextOf({ "aws:SecureTransport": "false" })] }];
}

/** A request with every choice made that matters. */
export interface ContextAssignment {
  readonly context: RequestContext;
  /** Keys that were chosen for it. */
  readonly chosenKeys: readonly string[];
}

/** Statements that deny, and what is known of whether they speak of the request. */
export interface DenyStatements {
  readonly denyStatements: readonly Statement[];
  readonly knownMatches: ReadonlyMap<Statement, ThreeValued>;
}

/** Goes through the choices, and no further where a Deny applies whatever the remaining ones are. */
export function* contextAssignments(
  request: AuthorizationRequest,
  choices: readonly ContextChoice[],
  denyStatements: DenyStatements,
  chosenKeys: readonly string[] = [],
): Generator<ContextAssignment> {
  const [choice, ...rest] = choices;
  if (choice === undefined || isDeniedForAllChoices(denyStatements, choices, request)) {
    yield { context: request.context, chosenKeys };
    return;
  }
  for (const context of choice.contexts) {
    const next = { ...request, context: mergeContexts(request.context, context) };
    yield* contextAssignments(next, rest, denyStatements, [...chosenKeys, ...choice.keys]);
  }
}

/** Whether a Deny applies whatever is chosen. */
export function isDeniedForAllChoices(
  { denyStatements, knownMatches }: DenyStatements,
  choices: readonly ContextChoice[],
  request: AuthorizationRequest,
): boolean {
  return denyStatements.some((statement) => {
    const read = conditionKeysOfStatement(statement);
    return (
      !choices.some(({ keys }) => keys.some((key) => read.has(key))) &&
      statementApplies(statement, request, knownMatches.get(statement)) === "yes"
    );
  });
}
