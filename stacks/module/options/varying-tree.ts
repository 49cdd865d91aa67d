import type { JsonScalar } from "../json-tree";
import type { OptionCondition } from "./option-condition";

/** A value that the module has under a condition, or always. */
export interface Part<Value = MergedTree> {
  readonly value: Value;
  /** @default - always */
  readonly when?: OptionCondition;
}

/** How a value depends on the options. */
export type Variation =
  /** Exactly one of the alternatives. */
  | { readonly kind: "choice"; readonly alternatives: readonly Part[] }
  | { readonly kind: "list"; readonly items: readonly Part[] }
  | { readonly kind: "object"; readonly members: readonly (Part & { readonly key: string })[] }
  /** The value as JSON, in a text. */
  | { readonly kind: "text"; readonly json: MergedTree };

/** A part of a tree that depends on the options. */
export class VaryingTree {
  constructor(readonly variation: Variation) {}
}

/** The trees of all variants in one. */
export type MergedTree = JsonScalar | VaryingTree | readonly MergedTree[] | { readonly [key: string]: MergedTree };
