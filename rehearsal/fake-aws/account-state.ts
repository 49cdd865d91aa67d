import type { Row } from "../protocol/values";
import { textOf } from "../protocol/values";

/** Something that exists in the stand-in's account: made by Terraform, or beside it by a service or a user. */
export interface Thing {
  readonly type: string;
  readonly row: Row;
}

/** What becomes of what SageMaker leaves in the VPC when a domain is deleted: a person removes it, or nobody does. */
export type Leftovers = "sweep" | "keep";

/** One account and region, in memory: each rehearsed environment has its own. */
export interface World {
  readonly things: Map<string, Thing>;
  /** Identifiers given out so far: two equal configurations still get two ids. */
  readonly issued: Set<string>;
  readonly leftovers: Leftovers;
  /** Told, in a sentence, what happened beside Terraform. */
  readonly tell: (event: string) => void;
}

/** An empty account. */
export function newWorld(leftovers: Leftovers, tell: (event: string) => void): World {
  return { things: new Map(), issued: new Set(), leftovers, tell };
}

function keyOf(type: string, id: string): string {
  return `${type} ${id}`;
}

/** Puts a thing in the world, in place of its earlier self; nothing can refer to one without an id. */
export function put(world: World, thing: Thing): void {
  const id = textOf(thing.row.id);
  if (id !== undefined) {
    world.things.set(keyOf(thing.type, id), thing);
  }
}

/** Takes a thing out of the world. */
export function remove(world: World, { type, row }: Thing): void {
  world.things.delete(keyOf(type, textOf(row.id) ?? ""));
}

/** The thing of a type and id, if it exists. */
export function find(world: World, type: string, id: string | undefined): Thing | undefined {
  return id === undefined ? undefined : world.things.get(keyOf(type, id));
}

/** Every thing of a type. */
export function thingsOf(world: World, type: string): readonly Thing[] {
  return [...world.things.values()].filter((thing) => thing.type === type);
}
