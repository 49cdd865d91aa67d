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

/** Whether answers and findings are kept for a second configuration. */
export function isKeepingAnswers(): boolean {
  return isKeeping;
}

/**
 * Decides every request of a question. Equal questions have equal answers, so both sides of a change share those that the change
 * does not touch.
 */
export function answersOf(question: OwnerQuestion): Iterable<DecidedRequest> {
  if (!isKeeping) {
    return decidedRequests(question);
  }
  const topic = topicOf(question);
  const key = once(() => questionKey(question));
  const known = keptByTopic.get(topic)?.find((kept) => kept.key() === key());
  if (known === undefined) {
    return decidedAndKept(question, { topic, key });
  }
  keptAnswers.delete(known);
  keptAnswers.add(known);
  return known.answers;
}

/** Decides the requests, and keeps the answers once all were asked for. */
function* decidedAndKept(
  question: OwnerQuestion,
  { topic, key }: Omit<KeptAnswers, "answers">,
): Generator<DecidedRequest> {
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
