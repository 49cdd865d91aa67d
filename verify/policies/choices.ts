import { type CatalogueAction, isMultivalued, mayCarry } from "./action-catalogue";
import { keysOfStatement, keysRead, testsOn, variablesRead } from "./mentions";
import { pathKeys } from "./network-paths";
import type { Statement } from "./policy-grammar";
import { substituteVariables, variableKeys } from "./policy-variables";
import { type Context, contextOf, type Request } from "./request";
import { applies } from "./statement-matching";
import type { TextReader } from "./text-reader";
import { setsOf, valueClasses } from "./value-classes";
import { fittingValues } from "./variable-values";

/** The ways in which some keys may stand in a request together. */
export interface Choice {
  readonly keys: readonly string[];
  readonly contexts: readonly Context[];
}

/** What the choices of a request depend on. */
export interface ChoiceScope {
  readonly text: TextReader;
  /** Statements that speak of the request. */
  readonly relevant: readonly Statement[];
  readonly action: CatalogueAction;
  /** ARN of what is asked for, or `*`. */
  readonly resource: string;
  /** What caller, target and question settle. */
  readonly settled: Context;
  /** Texts that the question tells apart from all others, by condition key. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

const transportKeys = ["aws:securetransport", "s3:tlsversion"];

/** Keys that come with the caller, the target or the path, and are absent when these do not set them. */
const settledByKind = new RegExp(
  [
    "^kms:calleraccount$",
    "^aws:(principal(arn|account|orgid|isawsservice|servicename|servicenameslist|type)|username)$",
    "^aws:source(arn|account|orgid)$",
    "^(aws|s3):resource(account|orgid)$",
  ].join("|"),
);

/** Keys of the request that nothing settles and that somebody reads. */
export function openKeys({ relevant, action, settled, groups }: ChoiceScope): readonly string[] {
  const asked = new Set([...keysRead(relevant), ...Object.keys(groups)]);
  return [...asked].filter((key) => !settled.has(key) && mayCarry(action, key));
}

/** Every choice that a request leaves open, beside its path. */
export function choicesOf(scope: ChoiceScope, keys: readonly string[]): readonly Choice[] {
  const free = keys.filter(
    (key) => !pathKeys.includes(key) && !settledByKind.test(key) && !transportKeys.includes(key),
  );
  return [...freeChoices(scope, free), ...transportChoices(scope, keys)];
}

function freeChoices(scope: ChoiceScope, keys: readonly string[]): readonly Choice[] {
  const { text, relevant, resource, settled, groups } = scope;
  const variables = variablesRead(relevant);
  const resolve = resolver(text, settled);
  const classesOf = (key: string): readonly string[] => {
    const group = [...(groups[key] ?? []), ...(variables.has(key) ? [valueLetter(text, key)] : [])];
    return valueClasses({ tests: testsOn(key, relevant), group, resolve });
  };
  const valuesOf = (key: string): readonly string[] => settled.get(key) ?? classesOf(key);
  return keys.map((key) => {
    const fitting = variables.has(key) ? fittingValues(key, relevant, resource, valuesOf) : [];
    const values = [...new Set([...classesOf(key), ...fitting])];
    const sets = isMultivalued(key) ? setsOf(values, testsOn(key, relevant)) : values.map((value) => [value]);
    return { keys: [key], contexts: [new Map(), ...sets.map((set) => new Map([[key, set]]))] };
  });
}

/** The text that stands for a key's value where policies use it as a variable. */
function valueLetter({ letters }: TextReader, key: string): string {
  return letters.computed(`value of ${key}`);
}

/** Reads a policy text as it stands for requests with the settled context, variables of other keys as letters of their own. */
export function resolver(text: TextReader, settled: Context): (policyText: string) => string {
  return (policyText) => {
    const open = variableKeys(policyText).filter((key) => !settled.has(key));
    const letters = open.map((key): [string, readonly string[]] => [key, [valueLetter(text, key)]]);
    return substituteVariables(policyText, new Map([...letters, ...settled])) ?? policyText;
  };
}

/** Plain HTTP has no TLS version, and TLS always has one. */
function transportChoices({ relevant, settled }: ChoiceScope, keys: readonly string[]): readonly Choice[] {
  if (!keys.some((key) => transportKeys.includes(key)) || transportKeys.some((key) => settled.has(key))) {
    return [];
  }
  const tests = testsOn("s3:tlsversion", relevant);
  const versions = tests.length === 0 ? ["1.2"] : valueClasses({ tests, resolve: (value) => value });
  const secure = versions.map((version) => contextOf({ "aws:SecureTransport": "true", "s3:TlsVersion": version }));
  return [{ keys: transportKeys, contexts: [...secure, contextOf({ "aws:SecureTransport": "false" })] }];
}

/** A request with every choice made that matters. */
export interface Combination {
  readonly context: Context;
  /** Keys that were chosen for it. */
  readonly chosen: readonly string[];
}

/** Goes through the choices, and no further where a Deny applies whatever the remaining ones are. */
export function* combinations(
  request: Request,
  choices: readonly Choice[],
  denials: readonly Statement[],
  chosen: readonly string[] = [],
): Generator<Combination> {
  const [choice, ...rest] = choices;
  if (choice === undefined || isDenied(denials, choices, request)) {
    yield { context: request.context, chosen };
    return;
  }
  for (const context of choice.contexts) {
    const next = { ...request, context: new Map([...request.context, ...context]) };
    yield* combinations(next, rest, denials, [...chosen, ...choice.keys]);
  }
}

/** Whether a Deny applies whatever is chosen. */
export function isDenied(denials: readonly Statement[], choices: readonly Choice[], request: Request): boolean {
  return denials.some((statement) => {
    const read = keysOfStatement(statement);
    return !choices.some(({ keys }) => keys.some((key) => read.has(key))) && applies(statement, request) === "yes";
  });
}
