import { memoize, memoizeByText } from "../../collections/memoize";
import type { IamAction } from "../aws/action-catalog";
import type { PolicySet } from "../evaluation/authorize";
import type { Statement } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import type { PlaceholderTable } from "../patterns/placeholders";
import type { Caller } from "../request-space/principals/caller";
import { type DecidedRequest, decideRequests } from "../request-space/requests/decided-requests";
import type { RequestPath } from "../request-space/requests/request-paths";
import type { RequestSpace } from "../request-space/requests/request-space";
import type { TargetResourceDomain } from "../request-space/resources/resource-arn-patterns";
import { targetResourceFinder } from "../request-space/resources/target-resources";

/** All that decides the answers to a question about the resources of one owner. */
export interface OwnerQuestion {
  readonly text: PolicyTextResolver;
  readonly space: Omit<RequestSpace, "text" | "targets" | "isDecisiveDeny" | "distinguishedArns">;
  readonly domain: Omit<TargetResourceDomain, "text" | "statements">;
  readonly policySet: PolicySet;
}

/** Answers that are kept, in number of requests: those of two or three environments. */
const maxKeptAnswers = 20_000;
/** A question with more answers is about a role that is allowed nearly everything. */
const maxAnswersToQuestion = 4_000;

/** The answers to one question. */
interface KeptAnswers {
  readonly topic: string;
  /** Most questions are never compared in full. */
  readonly key: () => string;
  readonly answers: readonly DecidedRequest[];
}

/** The oldest first. */
const keptAnswers = new Set<KeptAnswers>();
const keptByTopic = new Map<string, readonly KeptAnswers[]>();
let keptCount = 0;

let isKeeping = true;

/**
 * Computes something for which no answers are kept: one configuration asks no question twice, and answers are a tenth of the memory
 * and of the time.
 */
export function withoutKeptAnswers<Result>(compute: () => Result): Result {
  const before = isKeeping;
  isKeeping = false;
  try {
    return compute();
  } finally {
    isKeeping = before;
  }
}

/**
 * Decides every request of a question. Equal questions have equal answers, so both sides of a change share those that the change
 * does not touch.
 */
export function* answersOf(question: OwnerQuestion): Generator<DecidedRequest> {
  if (!isKeeping) {
    yield* decidedRequests(question);
    return;
  }
  const topic = topicOf(question);
  const key = once(() => questionKey(question));
  const known = keptByTopic.get(topic)?.find((kept) => kept.key() === key());
  if (known !== undefined) {
    keptAnswers.delete(known);
    keptAnswers.add(known);
    yield* known.answers;
    return;
  }
  const answers: DecidedRequest[] = [];
  for (const answer of decidedRequests(question)) {
    if (answers.length <= maxAnswersToQuestion) {
      answers.push(answer);
    }
    yield answer;
  }
  if (answers.length <= maxAnswersToQuestion) {
    keep({ topic, key, answers });
  }
}

function decidedRequests({ text, space, domain, policySet }: OwnerQuestion): Generator<DecidedRequest> {
  const { distinguishedArns = [] } = domain;
  const targets = targetResourceFinder({ ...domain, text, statements: space.statements });
  return decideRequests({ ...space, text, targets, distinguishedArns }, policySet);
}

function keep(added: KeptAnswers): void {
  keptAnswers.add(added);
  keptByTopic.set(added.topic, [...(keptByTopic.get(added.topic) ?? []), added]);
  keptCount += added.answers.length;
  for (const oldest of keptAnswers) {
    if (keptCount <= maxKeptAnswers) {
      return;
    }
    forget(oldest);
  }
}

function forget(kept: KeptAnswers): void {
  const { topic } = kept;
  const others = (keptByTopic.get(topic) ?? []).filter((other) => other !== kept);
  keptAnswers.delete(kept);
  keptCount -= kept.answers.length;
  if (others.length === 0) {
    keptByTopic.delete(topic);
  } else {
    keptByTopic.set(topic, others);
  }
}

function once<Value>(compute: () => Value): () => Value {
  let computed: { readonly value: Value } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}

/** Equal for equal questions, and quickly told. */
function topicOf({ space: { statements, actions }, domain: { owner } }: OwnerQuestion): string {
  return `${owner.account} ${idsOfStatements(statements)} ${idsOfActions(actions)}`;
}

/** Equal for questions that are equal in every part. */
function questionKey({ text, ...parts }: OwnerQuestion): string {
  const { placeholders, account, region, partition, ownOrganization } = text;
  const names = { account, region, partition, ownOrganization, placeholders: idOfObject(placeholders) };
  return JSON.stringify([names, parts], (name, value: unknown) => {
    switch (name) {
      case "statements":
        return idsOfStatements(value as readonly Statement[]);
      case "actions":
        return idsOfActions(value as readonly IamAction[]);
      case "paths":
        return textOfPaths(value as readonly RequestPath[]);
      case "callers":
        return (value as readonly Caller[]).map(textOfCaller);
      default:
        return plainData(name, value);
    }
  });
}

function plainData(name: string, value: unknown): unknown {
  if (value instanceof Map) {
    return [...value];
  }
  if (typeof value === "function" || value instanceof Set) {
    throw new Error(`${name}: a question must be plain data, so that equal questions can be recognized`);
  }
  return value;
}

/** Most questions share one list of paths, which is three quarters of their text. */
const textOfPaths = memoize((paths: readonly RequestPath[]) => JSON.stringify(paths, plainData));

/** Questions about the same statements share callers. */
const textOfCaller = memoize((caller: Caller) => JSON.stringify(caller, plainData));

/** Questions about the same policies share one list. */
const idsOfStatements = memoize((statements: readonly Statement[]) => statements.map(idOfStatement).join());

const idsOfActions = memoize((actions: readonly IamAction[]) => actions.map(idOfObject).join());

const numberOf = memoizeByText(() => newId());

/** Equal for equal statements: what an operator of a condition does follows from its name. */
const idOfStatement = memoize((statement: Statement) => numberOf(JSON.stringify(statement)));

/** Equal for one object alone: actions of the catalog and tables of placeholders are shared by all configurations. */
const idOfObject = memoize((_: IamAction | PlaceholderTable) => newId());

let lastId = 0;

function newId(): number {
  lastId += 1;
  return lastId;
}
