import { memoize } from "../../collections/memoize";
import type { IamAction } from "../aws/action-catalog";
import type { PolicySet } from "../evaluation/authorize";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import type { Caller } from "../request-space/principals/caller";
import { type DecidedRequest, decideRequests } from "../request-space/requests/decided-requests";
import type { RequestPath } from "../request-space/requests/request-paths";
import type { RequestSpace } from "../request-space/requests/request-space";
import type { TargetResourceDomain } from "../request-space/resources/resource-arn-patterns";
import { targetResourceFinder } from "../request-space/resources/target-resources";
import { idOfObject, idsOfStatements, namesOf, plainData } from "./content-ids";

/** All that decides the answers to a question about the resources of one owner. */
export interface OwnerQuestion {
  readonly text: PolicyTextResolver;
  readonly space: Omit<RequestSpace, "text" | "targets" | "isDecisiveDeny" | "distinguishedArns">;
  readonly domain: Omit<TargetResourceDomain, "text" | "statements">;
  readonly policySet: PolicySet;
}

/** Capacity of the cache in requests: the answers about two or three environments. */
const maxCachedAnswers = 20_000;
/** A question with more answers is not cached: it is about a role that is allowed nearly everything. */
const maxAnswersToQuestion = 4_000;

/** The answers to one question. */
interface CachedAnswers {
  readonly topic: string;
  /** Computed on first use, because most questions differ in their topic already. */
  readonly key: () => string;
  readonly answers: readonly DecidedRequest[];
}

/** In the order of their last use, the oldest first. */
const cachedAnswers = new Set<CachedAnswers>();
const cachedByTopic = new Map<string, readonly CachedAnswers[]>();
let cachedCount = 0;

let isEnabled = true;

/**
 * Runs `compute` with the cache switched off. One configuration alone asks no question twice, so that the cache would only cost a tenth
 * of the time and of the memory.
 */
export function withoutAnswerCache<Result>(compute: () => Result): Result {
  const before = isEnabled;
  isEnabled = false;
  try {
    return compute();
  } finally {
    isEnabled = before;
  }
}

/** Whether answers and findings are cached, for a second configuration that is like the first. */
export function isAnswerCacheEnabled(): boolean {
  return isEnabled;
}

/**
 * Decides every request of a question. Equal questions have equal answers, so both sides of a change share those that the change
 * does not touch.
 */
export function answersOf(question: OwnerQuestion): Iterable<DecidedRequest> {
  if (!isEnabled) {
    return decidedRequests(question);
  }
  const topic = topicOf(question);
  const key = once(() => questionKey(question));
  const known = cachedByTopic.get(topic)?.find((cached) => cached.key() === key());
  if (known === undefined) {
    return decidedAndCached(question, { topic, key });
  }
  cachedAnswers.delete(known);
  cachedAnswers.add(known);
  return known.answers;
}

/** Decides the requests, and keeps the answers once all were asked for. */
function* decidedAndCached(
  question: OwnerQuestion,
  { topic, key }: Omit<CachedAnswers, "answers">,
): Generator<DecidedRequest> {
  const answers: DecidedRequest[] = [];
  for (const answer of decidedRequests(question)) {
    if (answers.length <= maxAnswersToQuestion) {
      answers.push(answer);
    }
    yield answer;
  }
  if (answers.length <= maxAnswersToQuestion) {
    addToCache({ topic, key, answers });
  }
}

function decidedRequests({ text, space, domain, policySet }: OwnerQuestion): Generator<DecidedRequest> {
  const { distinguishedArns = [] } = domain;
  const targets = targetResourceFinder({ ...domain, text, statements: space.statements });
  return decideRequests({ ...space, text, targets, distinguishedArns }, policySet);
}

function addToCache(added: CachedAnswers): void {
  cachedAnswers.add(added);
  cachedByTopic.set(added.topic, [...(cachedByTopic.get(added.topic) ?? []), added]);
  cachedCount += added.answers.length;
  for (const oldest of cachedAnswers) {
    if (cachedCount <= maxCachedAnswers) {
      return;
    }
    evict(oldest);
  }
}

function evict(cached: CachedAnswers): void {
  const { topic } = cached;
  const others = (cachedByTopic.get(topic) ?? []).filter((other) => other !== cached);
  cachedAnswers.delete(cached);
  cachedCount -= cached.answers.length;
  if (others.length === 0) {
    cachedByTopic.delete(topic);
  } else {
    cachedByTopic.set(topic, others);
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
  return JSON.stringify([namesOf(text), parts], (name, value: unknown) => {
    switch (name) {
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

/** Most questions share one list of paths, which is three quarters of their text. */
const textOfPaths = memoize((paths: readonly RequestPath[]) => JSON.stringify(paths, plainData));

/** Questions about the same statements share callers. */
const textOfCaller = memoize((caller: Caller) => JSON.stringify(caller, plainData));

const idsOfActions = memoize((actions: readonly IamAction[]) => actions.map(idOfObject).join());
