import { textsOf } from "../../verify/terraform/terraform-configuration";
import { writtenPostures } from "../shared/inputs/written-postures";

/** A stack of a deployment, and what it says of the stacks that belong to it. */
export interface OrderedStack {
  readonly name: string;
  /** Whether it is an inspection VPC, which connects others. */
  readonly isHub: boolean;
  /** A hub: the environments that it connects. Another stack: its hub. */
  readonly partners: readonly string[];
}

/** Reads what a synthesized stack declares of its partners. */
export function orderedStack(name: string, json: unknown): OrderedStack {
  const postures = writtenPostures(json);
  return {
    name,
    isHub: postures.some(({ studio }) => studio === "elsewhere"),
    partners: postures.flatMap(({ joined_stacks: names }) => textsOf(names) ?? []),
  };
}

/**
 * The stacks that must be applied before a stack. A hub looks up the attachments of the environments that it connects, so it comes after
 * them. An environment that its hub does not connect yet looks up the transit gateway, so it comes after the hub.
 */
export function stacksBefore(stack: OrderedStack, all: readonly OrderedStack[]): readonly string[] {
  return all
    .filter(({ name, partners }) => stack.partners.includes(name) && (stack.isHub || !partners.includes(stack.name)))
    .map(({ name }) => name);
}

/**
 * The stacks in an order in which each one can be applied; by name where nothing says otherwise, also where stacks that nobody has
 * reviewed name one another in a circle.
 */
export function inDeploymentOrder<Stack extends OrderedStack>(
  stacks: readonly Stack[],
): readonly (Stack & WaitingStack)[] {
  return deploymentStages(stacks.map((stack) => ({ ...stack, after: stacksBefore(stack, stacks) }))).flat();
}

/** A stack, and the names of those that must be applied before it. */
export interface WaitingStack {
  readonly name: string;
  /** @default - none */
  readonly after?: readonly string[];
}

/**
 * The stacks in stages: those of one stage can be applied at the same time, after the stage before it. A stack that is not among them
 * keeps nobody waiting. Stacks that wait for one another in a circle are the last stage.
 */
export function deploymentStages<Stack extends WaitingStack>(stacks: readonly Stack[]): readonly (readonly Stack[])[] {
  const stages: (readonly Stack[])[] = [];
  let waiting = [...stacks].sort((one, other) => (one.name < other.name ? -1 : 1));
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ name }) => name));
    const free = waiting.filter(({ after = [] }) => !after.some((name) => names.has(name)));
    stages.push(free.length > 0 ? free : waiting);
    waiting = free.length > 0 ? waiting.filter((stack) => !free.includes(stack)) : [];
  }
  return stages;
}

/** A stack that is not applied, and the stacks of earlier stages that it waits for and that were not applied. */
export interface BlockedStack {
  readonly name: string;
  readonly missing: readonly string[];
}

/**
 * What is left of stages once the first ones have ended: a stack for which one of an earlier stage is missing is blocked, and so is what
 * waits for it. Every other stack keeps its stage, whatever else failed.
 */
export function stagesAfter<Stack extends WaitingStack>(
  stages: readonly (readonly Stack[])[],
  applied: ReadonlySet<string>,
): { readonly stages: readonly (readonly Stack[])[]; readonly blocked: readonly BlockedStack[] } {
  const missingOf = ({ after = [] }: Stack, stage: number): readonly string[] => {
    const earlier = new Set(stages.slice(0, stage).flatMap((stacks) => stacks.map(({ name }) => name)));
    return after.filter((name) => earlier.has(name) && !applied.has(name));
  };
  return {
    stages: stages.map((stacks, stage) => stacks.filter((stack) => missingOf(stack, stage).length === 0)),
    blocked: stages.flatMap((stacks, stage) =>
      stacks
        .map((stack) => ({ name: stack.name, missing: missingOf(stack, stage) }))
        .filter(({ missing }) => missing.length > 0),
    ),
  };
}
