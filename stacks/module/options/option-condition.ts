import type { Expression } from "../hcl/expression";
import { conditionsByName, type ModuleOption } from "./module-option";

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
 * The condition under which a part is there, from variants with and without it: the simplest one that explains them, if only one
 * of its form does.
 *
 * @returns `undefined` when it is there in every variant
 * @throws when no condition explains the variants, so that another variant must show what the part depends on
 */
export function conditionOf(sightings: readonly Sighting[], path: string): OptionCondition | undefined {
  if (sightings.every(({ isThere }) => isThere)) {
    return undefined;
  }
  // What every sighting has is said by the part around this one.
  const common = commonNames(sightings);
  const known = sightings.map(({ on, isThere }) => ({ on: without(on, common), isThere }));
  for (const form of FORMS) {
    const explanations = form(known).filter((condition) => explains(condition, known));
    const [only] = explanations;
    if (only !== undefined && explanations.length === 1) {
      return only;
    }
  }
  throw new Error(`${path}: no condition over the options tells when it exists; synthesize more of them together`);
}

/**
 * Forms of conditions, the simplest first: one option, two options together, one of two options, one of several.
 *
 * A part that only all options together show may depend on any of them, so several conditions of one form explain it.
 */
const FORMS: readonly ((sightings: readonly Sighting[]) => readonly OptionCondition[])[] = [
  (sightings) => namesIn(sightings).flatMap((name) => bothWays([[name]])),
  (sightings) => pairsIn(sightings).flatMap((pair) => bothWays([pair])),
  (sightings) => pairsIn(sightings).flatMap(([one, other]) => bothWays([[one], [other]])),
  (sightings) => smallestSets(sightings, false),
  (sightings) => smallestSets(sightings, true),
];

function smallestSets(sightings: readonly Sighting[], isNegated: boolean): readonly OptionCondition[] {
  const anyOf = minimalSets(sightings.filter(({ isThere }) => isThere !== isNegated).map(({ on }) => on));
  const stated = anyOf.map((set) => set.filter((name) => !set.some((other) => impliesOnly(other, name, sightings))));
  return stated.every((set) => set.length <= 2) ? [{ anyOf: stated, isNegated }] : [];
}

/** Whether one option is never there without the other, as an alternative without its choice, but the other is without it. */
function impliesOnly(one: string, other: string, sightings: readonly Sighting[]): boolean {
  const isNeverAlone = (name: string, companion: string) =>
    sightings.every(({ on }) => !on.has(name) || on.has(companion));
  return isNeverAlone(one, other) && !isNeverAlone(other, one);
}

function explains({ anyOf, isNegated }: OptionCondition, sightings: readonly Sighting[]): boolean {
  return sightings.every(
    ({ on, isThere }) => isThere === (anyOf.some((set) => set.every((name) => on.has(name))) !== isNegated),
  );
}

function bothWays(anyOf: OptionCondition["anyOf"]): readonly OptionCondition[] {
  return [
    { anyOf, isNegated: false },
    { anyOf, isNegated: true },
  ];
}

function commonNames(sightings: readonly Sighting[]): readonly string[] {
  return namesIn(sightings).filter((name) => sightings.every(({ on }) => on.has(name)));
}

function without(on: ReadonlySet<string>, names: readonly string[]): ReadonlySet<string> {
  return new Set([...on].filter((name) => !names.includes(name)));
}

function namesIn(sightings: readonly Sighting[]): readonly string[] {
  return [...new Set(sightings.flatMap(({ on }) => [...on]))];
}

function pairsIn(sightings: readonly Sighting[]): readonly (readonly [string, string])[] {
  const names = namesIn(sightings);
  return names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const));
}

/** The condition over the variables of the module. */
export function conditionExpression(
  { anyOf, isNegated }: OptionCondition,
  options: readonly ModuleOption[],
): Expression {
  const conditions = conditionsByName(options);
  const any = anyOf.map((set) => set.map((name) => conditions.get(name)).join(" && ")).join(" || ");
  return isNegated ? `!(${any})` : any;
}

/** Whether one of several conditions holds. */
export function anyCondition(conditions: readonly OptionCondition[], options: readonly ModuleOption[]): Expression {
  return conditions.map((condition) => conditionExpression(condition, options)).join(" || ");
}

/** The sets that contain no other one. */
function minimalSets(sets: readonly ReadonlySet<string>[]): readonly (readonly string[])[] {
  return sets
    .filter((set, index) => !sets.some((other, at) => isSubset(other, set) && (other.size < set.size || at < index)))
    .map((set) => [...set]);
}

function isSubset(set: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return [...set].every((name) => other.has(name));
}
