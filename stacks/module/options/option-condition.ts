import type { Expression } from "../hcl/expression";
import type { ModuleOption } from "./module-option";

/** Which options a variant of a probe has, and whether a part of the stack is there. */
export interface Sighting {
  readonly on: ReadonlySet<string>;
  readonly isThere: boolean;
}

/**
 * When a module has a part: with every option of one of the sets, or with none of the sets.
 *
 * `undefined` stands for a part that is always there.
 */
export interface OptionCondition {
  readonly anyOf: readonly (readonly string[])[];
  readonly isNegated: boolean;
}

/**
 * The condition under which a part is there, from variants with and without it.
 *
 * @returns `undefined` when it is there in every variant
 * @throws when no condition explains the variants, so that another variant must show what the part depends on
 */
export function conditionOf(sightings: readonly Sighting[], path: string): OptionCondition | undefined {
  if (sightings.every(({ isThere }) => isThere)) {
    return undefined;
  }
  for (const isNegated of [false, true]) {
    const anyOf = minimalSets(sightings.filter(({ isThere }) => isThere !== isNegated).map(({ on }) => on));
    const isExplained = sightings.every(
      ({ on, isThere }) => isThere === (anyOf.some((set) => isSubset(set, on)) !== isNegated),
    );
    // A part that only all options together show may depend on any two of them.
    if (isExplained && anyOf.every((set) => set.size <= 2)) {
      return { anyOf: anyOf.map((set) => [...set]), isNegated };
    }
  }
  throw new Error(`${path}: no condition over the options tells when it exists; synthesize more of them together`);
}

/** The condition over the variables of the module. */
export function conditionExpression(
  { anyOf, isNegated }: OptionCondition,
  options: readonly ModuleOption[],
): Expression {
  const conditions = new Map(options.map(({ name, condition }) => [name, condition]));
  const any = anyOf.map((set) => set.map((name) => conditions.get(name)).join(" && ")).join(" || ");
  return isNegated ? `!(${any})` : any;
}

/** Whether one of several conditions holds. */
export function anyCondition(conditions: readonly OptionCondition[], options: readonly ModuleOption[]): Expression {
  return conditions.map((condition) => conditionExpression(condition, options)).join(" || ");
}

/** The sets that contain no other one. */
function minimalSets(sets: readonly ReadonlySet<string>[]): readonly ReadonlySet<string>[] {
  return sets.filter(
    (set, index) => !sets.some((other, at) => isSubset(other, set) && (other.size < set.size || at < index)),
  );
}

function isSubset(set: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return [...set].every((name) => other.has(name));
}
