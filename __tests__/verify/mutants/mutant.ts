import { TOPIC_BY_CLAIM } from "../../../verify/claim-topics";
import type { Topic } from "../../../verify/loose/loose-end";

/** Every claim about one of the topics: what something loose leaves undecided. */
export function claimsAbout(...topics: readonly Topic[]): readonly string[] {
  return Object.entries(TOPIC_BY_CLAIM).flatMap(([claim, topic]) =>
    topic !== "none" && topics.includes(topic) ? [claim] : [],
  );
}

/** Terraform JSON to be broken: a fresh copy for each mutant. */
export interface Stack {
  readonly resource: Record<string, Record<string, Arguments>>;
}

export type Arguments = Record<string, unknown>;

/** The environments that are built, and staging with ways in. */
export type EnvironmentName = "dev" | "staging" | "prod" | "staging with access";

/** One way to break a real stack. */
export interface Mutant {
  /** What someone did, in the past tense: it stands in `docs/controls.md`. */
  readonly name: string;
  /** The environments that it is done to. */
  readonly environments: readonly EnvironmentName[];
  readonly edit: (stack: Stack) => void;
  /** The claims that it turns from proved to violated or undecided: these and no others, as far as the posture asks them. */
  readonly turns: readonly string[];
}

export const everywhere = ["dev", "staging", "prod"] as const;
export const inspected = ["staging", "prod"] as const;
export const open = ["staging with access"] as const;

/** The arguments at an address; a mutant of something that is not there is a mistake. */
export function at(stack: Stack, address: string): Arguments {
  const [type = "", name = ""] = address.split(".");
  const found = stack.resource[type]?.[name];
  if (found === undefined) {
    throw new Error(`mutant: no such resource, got ${address}; take an address of the synthesized stack`);
  }
  return found;
}

export function set(stack: Stack, address: string, change: Arguments): void {
  Object.assign(at(stack, address), change);
}

export function remove(stack: Stack, ...addresses: readonly string[]): void {
  for (const address of addresses) {
    at(stack, address);
    const [type = "", name = ""] = address.split(".");
    delete stack.resource[type]?.[name];
  }
}

export function add(stack: Stack, address: string, values: Arguments): void {
  const [type = "", name = ""] = address.split(".");
  stack.resource[type] = { ...stack.resource[type], [name]: values };
}

/** A block inside a resource, by its path. */
export function block(stack: Stack, address: string, ...path: readonly string[]): Arguments {
  return path.reduce((outer, name) => outer[name] as Arguments, at(stack, address));
}

export interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
  [key: string]: unknown;
}

/** Changes the statements of a policy that stands in an argument as JSON text. */
export function editPolicy(
  stack: Stack,
  address: string,
  change: (statements: Statement[]) => Statement[],
  argument = "policy",
): void {
  const values = at(stack, address);
  const document = JSON.parse(String(values[argument])) as { Statement: Statement[] };
  values[argument] = JSON.stringify({ ...document, Statement: change(document.Statement) });
}

/** Changes the one statement of a policy that has this sid. */
export function editStatement(
  stack: Stack,
  address: string,
  sid: string,
  change: (statement: Statement) => void,
): void {
  editPolicy(stack, address, (statements) => {
    const statement = statements.find((candidate) => candidate.Sid === sid);
    if (statement === undefined) {
      throw new Error(`mutant: no such statement, got ${sid} of ${address}; take a sid of the synthesized stack`);
    }
    change(statement);
    return statements;
  });
}

export function removeStatement(stack: Stack, address: string, sid: string): void {
  editStatement(stack, address, sid, () => {});
  editPolicy(stack, address, (statements) => statements.filter((statement) => statement.Sid !== sid));
}
