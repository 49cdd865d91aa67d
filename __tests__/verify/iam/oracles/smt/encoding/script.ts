import { memoizeByKey, memoizeByText } from "../../../../../../verify/collections/memoize";
import { type IamAction, supportsConditionKey } from "../../../../../../verify/iam/aws/action-catalog";
import { account, ownEndpoint } from "../../real-policies";
import type { PolicyDocument, PolicyStatement } from "../../reference-evaluator";
import type { SymbolicPart } from "./pattern-matching";
import { ownRegion } from "./resource-formats";
import { actionReading, statementReading } from "./statements";
import { callerFacts, constants, definitionsFor, type Facts, pathFacts, valueFacts } from "./symbolic-caller";
import { type Definitions, type KeyKind, type SymbolicKey, symbolicKeys } from "./symbolic-keys";
import {
  certain,
  equal,
  everyReading,
  has,
  isIn,
  not,
  notReading,
  quote,
  type Reading,
  someReading,
  type Term,
  value,
} from "./terms";

/**
 * Policies as an SMT-LIB formula over one symbolic request: its caller, its resource and a presence and a value for each
 * condition key are free. Another kind of oracle than the engine, which decides one representative of each class of requests.
 */
export interface SymbolicRequest {
  /** Actions of which one is requested, with what each acts on. */
  readonly actions: readonly RequestedAction[];
  /** Constraints on `account`, the caller and the keys, in addition to what AWS always sends. */
  readonly constraints: readonly Term[];
  /** Whether the caller has no credentials. @default - no */
  readonly isAnonymous?: boolean;
  /** Account of the resource. */
  readonly resourceAccount: string;
}

export interface RequestedAction {
  readonly action: IamAction;
  /** ARN formats of what it acts on: a `*` stands for a name without colons, `**` for any name. */
  readonly formats: readonly string[];
  /** What else is asked of its requests. @default - nothing */
  readonly isAsked?: Term;
}

/** Who must allow the request: every one of these groups, in at least one statement of its documents. */
export type PolicyGroups = readonly (readonly PolicyDocument[])[];

/** Scripts that are satisfiable where some such request is allowed, in every reading of the policies and in some reading. */
export interface SmtScripts {
  readonly surely: string;
  /** The same script where AWS documents everything that the policies say. */
  readonly maybe: string;
}

/** The scripts of a request. Statements about other actions decide nothing, and need no encoding. */
export function smtScripts(request: SymbolicRequest, groups: PolicyGroups): SmtScripts {
  const isRelevant = (statement: PolicyStatement): boolean =>
    request.actions.some(({ action }) => actionReading(statement, action.name).maybe === "true");
  const relevant = groups.map((documents) => [
    { Statement: documents.flatMap(({ Statement }) => Statement).filter(isRelevant) },
  ]);
  return scriptsOfRelevant(request, relevant);
}

/** Most changes of a policy leave the statements about an action as they are: four of five questions were asked before. */
const scriptsOfRelevant = memoizeByKey((...all) => JSON.stringify(all), encode);

function encode(request: SymbolicRequest, groups: PolicyGroups): SmtScripts {
  const statements = groups.flatMap((documents) => documents.flatMap(({ Statement }) => Statement));
  const isAnonymous = request.isAnonymous === true;
  const definitions = definitionsFor(isAnonymous, request.resourceAccount);
  const keys = symbolicKeys(statements, constrainedKeys, definitions);
  const appliesTo = memoizeByKey(
    (format: string, statement: PolicyStatement) => `${format} ${statements.indexOf(statement)}`,
    (format, statement) => statementReading(statement, keys, isAnonymous, { parts: targetOf(format).parts }),
  );
  const alternatives = new Map<string, Reading>();
  for (const { action, formats, isAsked = "true" } of request.actions) {
    const named = new Map(statements.map((statement) => [statement, actionReading(statement, action.name)]));
    const absent = [...keys.keys()].filter((key) => !supportsConditionKey(action, key)).map((key) => not(has(key)));
    for (const format of formats) {
      const signature = JSON.stringify([[...named.values()], absent, isAsked, format]);
      const readings = new Map(
        [...named].map(([one, names]) => [one, everyReading([names, appliesTo(format, one)])] as const),
      );
      const conditions = [isAsked, ...absent, ...targetOf(format).constraints].map(certain);
      alternatives.set(
        signature,
        alternatives.get(signature) ?? everyReading([decision(groups, readings), ...conditions]),
      );
    }
  }
  const facts = [
    ...(isAnonymous ? [] : callerFacts()),
    ...pathFacts({ ...ownEndpoint, account }),
    ...valueFacts(keys),
    ...request.constraints.map((term) => ({ of: [constantsIn(term)], terms: [term] })),
  ];
  const { surely, maybe } = someReading([...alternatives.values()]);
  return { surely: scriptOf(surely, facts, keys, definitions), maybe: scriptOf(maybe, facts, keys, definitions) };
}

/** Keys that constraints may name although no policy does. */
const constrainedKeys = [
  ...["aws:principalorgid", "aws:resourceorgid", "aws:principalorgpaths", "aws:resourceorgpaths"],
  ...["aws:sourcevpce", "aws:sourcevpc", "aws:vpceaccount", "aws:securetransport", "aws:viaawsservice"],
  ...["aws:username", "aws:federatedprovider"],
];

/** Whether every group allows the request, and nothing denies it. */
function decision(groups: PolicyGroups, readings: ReadonlyMap<PolicyStatement, Reading>): Reading {
  const ofEffect = (effect: PolicyStatement["Effect"], documents: readonly PolicyDocument[]): Reading => {
    const among = documents.flatMap(({ Statement }) => Statement).filter(({ Effect }) => Effect === effect);
    return someReading(among.flatMap((statement) => readings.get(statement) ?? []));
  };
  const allowed = groups.map((documents) => ofEffect("Allow", documents));
  return everyReading([...allowed, notReading(ofEffect("Deny", groups.flat()))]);
}

/** The script, with the facts about what it reads. */
function scriptOf(
  asked: Term,
  facts: readonly Facts[],
  keys: ReadonlyMap<string, SymbolicKey>,
  definitions: Definitions,
): string {
  const defined = new Map(
    Object.entries(definitions).flatMap(([key, { isPresent, value: term }]) => [
      [has(key), `(define-fun ${has(key)} () Bool ${isPresent})`] as const,
      [value(key), `(define-fun ${value(key)} () String ${term})`] as const,
    ]),
  );
  const read = new Set<string>();
  const terms: Term[] = [];
  const add = (term: Term): void => {
    terms.push(term);
    const reading = [term];
    for (let one = reading.pop(); one !== undefined; one = reading.pop()) {
      const unread = constantsIn(one).filter((constant) => !read.has(constant));
      for (const constant of unread) {
        read.add(constant);
      }
      reading.push(...unread.flatMap((constant) => defined.get(constant)?.replace(/^\S+ \|[^|]*\|/, "") ?? []));
    }
  };
  add(asked);
  let open = facts;
  for (let before = -1; before !== read.size; ) {
    before = read.size;
    const matter = open.filter(({ of }) => of.every((group) => group.some((constant) => read.has(constant))));
    open = open.filter((fact) => !matter.includes(fact));
    matter.flatMap((fact) => fact.terms).forEach(add);
  }
  const sortOf = sortsOf(keys);
  const inOrder = [...read].sort();
  const declared = inOrder.filter((constant) => !defined.has(constant));
  return [
    ...declared.map((constant) => `(declare-const ${constant} ${sortOf(constant)})`),
    ...inOrder.flatMap((constant) => defined.get(constant) ?? []),
    ...terms.map((term) => `(assert ${term})`),
  ].join("\n");
}

const sorts: Readonly<Record<KeyKind, string>> = {
  text: "String",
  arn: "String",
  boolean: "String",
  number: "Real",
  address: "(_ BitVec 32)",
};

function sortsOf(keys: ReadonlyMap<string, SymbolicKey>): (constant: string) => string {
  const ofValues = new Map([...keys.values()].flatMap(({ kind, values }) => values.map((term) => [term, sorts[kind]])));
  return (constant) =>
    constants[constant] ?? (constant.startsWith("|has") ? "Bool" : (ofValues.get(constant) ?? "String"));
}

/** The constants that a term reads. */
function constantsIn(term: Term): readonly string[] {
  const withoutTexts = term.replace(/"(?:[^"]|"")*"/g, "");
  return [...new Set(withoutTexts.match(/\|[^|]+\|/g) ?? [])];
}

/** A resource of a format, and what its names can be. */
interface Target {
  readonly parts: readonly SymbolicPart[];
  readonly constraints: readonly Term[];
}

/** The parts of a resource of a format: a constant for all that follows the first name of a part. */
const targetOf = memoizeByText((format: string): Target => {
  const split = format.split(":");
  const written = [...split.slice(0, 5), split.slice(5).join(":")];
  const parts = written.map((part, at): SymbolicPart => {
    const [start = ""] = part.split("*", 1);
    const rest = `|resource part ${at}|`;
    // The Region of the stack has a format of its own.
    return start === part ? { start } : { start, rest, ...(at === 3 ? { except: ownRegion } : {}) };
  });
  const constraints = parts.flatMap(({ start, rest, except }, at) => {
    const named = rest === undefined ? [] : [isNamed(rest, (written[at] ?? "").slice(start.length))];
    return except === undefined ? named : [...named, not(equal(rest ?? "", quote(except)))];
  });
  return { parts, constraints };
});

function isNamed(term: string, format: string): Term {
  const pieces = format
    .split(/(\*+)/)
    .filter((piece) => piece !== "")
    .map((piece) => namePattern[piece] ?? `(str.to_re ${quote(piece)})`);
  return isIn(term, pieces.length === 1 ? (pieces[0] ?? "") : `(re.++ ${pieces.join(" ")})`);
}

const namePattern: Readonly<Record<string, string>> = {
  "*": '(re.+ (re.diff re.allchar (str.to_re ":")))',
  "**": "(re.+ re.allchar)",
};
