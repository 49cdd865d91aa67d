import { type JsonObject, memberOf } from "../../verify/terraform/terraform-configuration";
import { changedLeaves, isSameText } from "../compare/execution/changed-leaves";
import { printableValue } from "../model/printable-value";
import type { PlanningPart } from "./planning-parts";

/** The parts of the stacks that are trusted: of the same stack, and of the others that were synthesized with it. */
export interface KnownParts {
  /** Empty for a new stack. */
  readonly same: readonly PlanningPart[];
  readonly others: readonly PlanningPart[];
}

/** A part that no trusted stack has, with sentences that say what it is. */
export interface UnknownPart {
  readonly part: PlanningPart;
  readonly texts: readonly string[];
}

/** What a plan would execute, load or contact that no trusted stack does. */
export interface UnknownPlanning {
  /** Sentences that say what it is. */
  readonly texts: readonly string[];
  /** SHA-256 of it, in hexadecimal. The same change of several stacks has one digest. */
  readonly digest: string;
}

/**
 * The parts that no trusted stack has in the same place with the same content. A part that is gone executes nothing.
 */
export function unknownParts(parts: readonly PlanningPart[], known: KnownParts): readonly UnknownPart[] {
  const all = [...known.same, ...known.others];
  return parts
    .filter((part) => !all.some((other) => isSamePart(part, other)))
    .map((part) => ({ part, texts: textsOfPart(part, known.same) }));
}

function isSamePart(one: PlanningPart, other: PlanningPart): boolean {
  if (one.kind === "call") {
    return other.kind === "call" && one.name === other.name && one.text === other.text && one.files === other.files;
  }
  return other.kind === "block" && one.path === other.path && isSameText(contentOf(one), contentOf(other));
}

type Block = Extract<PlanningPart, { readonly kind: "block" }>;

function contentOf({ value, definitions }: Block): JsonObject {
  return { value, definitions };
}

function textsOfPart(part: PlanningPart, same: readonly PlanningPart[]): readonly string[] {
  if (part.kind === "call") {
    return [`${part.where} calls ${part.name}: ${printableValue(part.where, part.text)}`];
  }
  const { path, value, definitions } = part;
  const before = same.filter((other) => other.kind === "block").find((other) => other.path === path);
  const leaves = changedLeaves(path, before?.value, value);
  const behind = Object.entries(definitions).flatMap(([name, definition]) =>
    changedLeaves(name, memberOf(before?.definitions, name), definition).map(
      ({ text }) => `${path} refers to this: ${text}`,
    ),
  );
  return leaves.length + behind.length === 0
    ? [`${path} is added`]
    : [...leaves.map(({ text }) => text), ...(before === undefined ? [] : behind)];
}
