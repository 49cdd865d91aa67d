import { type CatalogueAction, isMultivalued, mayCarry } from "../../aws/action-catalog";
import { applies } from "../../evaluation/statement-matching";
import { type Context, contextOf, joined, type Request } from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import { substituteVariables, variableKeys } from "../../language/policy-variables";
import type { TextReader } from "../../language/resolve-policy-text";
import type { Trilean } from "../../patterns/three-valued-logic";
import { keysOfStatement, keysRead, testsOn, variablesRead } from "../statements/statement-queries";
import { setsOf, valueClasses } from "../statements/value-classes";
import { fittingValues } from "../statements/variable-values";
import { pathKeys } from "./request-paths";

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

/** Statements that deny, and what is known of whether they speak of the request. */
export interface Denials {
  readonly denials: readonly Statement[];
  readonly known: ReadonlyMap<Statement, Trilean>;
}

/** Goes through the choices, and no further where a Deny applies whatever the remaining ones are. */
export function* combinations(
  request: Request,
  choices: readonly Choice[],
  denying: Denials,
  chosen: readonly string[] = [],
): Generator<Combination> {
  const [choice, ...rest] = choices;
  if (choice === undefined || isDenied(denying, choices, request)) {
    yield { context: request.context, chosen };
    return;
  }
  for (const context of choice.contexts) {
    const next = { ...request, context: joined(request.context, context) };
    yield* combinations(next, rest, denying, [...chosen, ...choice.keys]);
  }
}

/** Whether a Deny applies whatever is chosen. */
export function isDenied({ denials, known }: Denials, choices: readonly Choice[], request: Request): boolean {
  return denials.some((statement) => {
    const read = keysOfStatement(statement);
    return (
      !choices.some(({ keys }) => keys.some((key) => read.has(key))) &&
      applies(statement, request, known.get(statement)) === "yes"
    );
  });
}
