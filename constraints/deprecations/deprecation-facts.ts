import type { FactSource } from "../schemas/schema-facts";
import facts from "./deprecations.data.json";

/** A deprecated argument, attribute or type. */
export interface Deprecation {
  /** Arguments and types to use instead. Empty where the provider names none. */
  readonly use: readonly string[];
  /** Version of hashicorp/aws that first deprecates it of the two that were compared. Without it, both do. */
  readonly since?: string;
}

/** By type and path of the argument; `*` is the whole type. */
export type DeprecatedTypes = Readonly<Record<string, Readonly<Record<string, Deprecation>>>>;

/**
 * What the provider has deprecated. The bindings for CDK do not carry deprecations, so the table is extracted from a package that
 * is generated from the same provider and does: `npm run provider-facts`.
 */
export interface DeprecationFacts {
  /** Day of the extraction, as `YYYY-MM-DD`. */
  readonly extracted: string;
  readonly sources: readonly (FactSource & { /** Version of hashicorp/aws. */ readonly provider: string })[];
  readonly resource: DeprecatedTypes;
  readonly data: DeprecatedTypes;
}

/** The facts of the committed table. */
export const deprecationFacts: DeprecationFacts = facts;
