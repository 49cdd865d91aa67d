import { resourceTypeOf } from "../../../../verify/terraform/resource-types";
import { environmentStack } from "../../fixtures/environment-stack";
import { claimsOnTopics, type EnvironmentName, type MutableStack } from "../../fixtures/mutant";
import {
  type MutantWitness,
  readArguments,
  type Shown,
  type StackWitness,
  type WitnessEdit,
  type Witnesses,
  withoutWitness,
  witnessesFile,
} from "./read-argument-witnesses";
import { isRequiredArgument } from "./required-arguments";
import { editedStack, placesOf } from "./witness-edits";
import {
  differingResources,
  mutantsByName,
  mutatedStack,
  pathsIn,
  type Said,
  saidBy,
  shippedArguments,
  slimStack,
  stacksOf,
} from "./witness-stacks";

type Types = Partial<Record<EnvironmentName, Record<string, readonly string[]>>>;

/** Where arguments are looked for: a stack with them, and the claims that may notice an edit. */
interface Place {
  readonly environment: EnvironmentName;
  readonly stack: MutableStack;
  /** The stack without what was added. @default - the stack is a mutant, which its own test compares */
  readonly plain?: MutableStack;
  /** @default - those on the topics that the type of an argument can affect */
  readonly claims?: readonly string[];
  /** Resources in which blocks may be added. @default - all, as they are */
  readonly addresses: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** How much an edit shows, best first. */
const strengths = ["verdict", "findings", "leave out"] as const;
type Strength = (typeof strengths)[number];

/**
 * Finds an edit for each argument that models read and no shipped stack sets. An argument stays with the stack or the mutant that shows it in
 * the file, by the same edit where a claim still notices it; others are looked for in the stacks and in the mutants that the file names, in
 * their order. An edit that changes a verdict comes first, then one that changes findings, then the resource as a whole.
 */
export function findWitnesses({ stacks, mutants }: Pick<Witnesses, "stacks" | "mutants">): Witnesses {
  const types: Types = {};
  const sources = [...stacks, ...mutants];
  const listed = new Map(sources.flatMap(({ shows }, index) => shows.map(({ argument }) => [argument, index])));
  const set = shippedArguments();
  const wanted = new Set(readArguments().filter((one) => !set.has(one) && !Object.hasOwn(withoutWitness, one)));
  const found = new Map<string, { readonly strength: Strength; readonly source: number; readonly shown: Shown }>();
  for (const [index, source] of sources.entries()) {
    const place = placeOf(source);
    const named = differingResources(place.stack, place.environment).flatMap(({ type, values }) =>
      pathsIn(values, type),
    );
    const ofSource = new Set([...source.shows.map(({ argument }) => argument), ...named, ...Object.keys(place.values)]);
    for (const argument of ofSource) {
      const isOpen = (listed.get(argument) ?? index) === index && found.get(argument)?.strength !== "verdict";
      const earlier = source.shows.find((one) => one.argument === argument);
      for (const [strength, shown] of isOpen && wanted.has(argument) ? shownIn(place, argument, types, earlier) : []) {
        const best = found.get(argument);
        if (best === undefined || strengths.indexOf(strength) < strengths.indexOf(best.strength)) {
          found.set(argument, { strength, source: index, shown });
        }
      }
    }
  }
  const showsOf = (index: number): readonly Shown[] =>
    [...found.values()].flatMap(({ source, shown }) => (source === index ? [shown] : []));
  return {
    types: sorted(types),
    stacks: stacks.map((stack, index) => ({ ...stack, shows: showsOf(index) })),
    mutants: mutants.map((mutant, index) => ({ ...mutant, shows: showsOf(stacks.length + index) })),
  };
}

function placeOf(source: StackWitness | MutantWitness): Place {
  const { values = {} } = source;
  if ("resources" in source) {
    const { plain, base } = stacksOf(source);
    const { environment, claims, resources } = source;
    return { environment, stack: base, plain, claims, addresses: Object.keys(resources), values };
  }
  const mutant = mutantsByName.get(source.mutant);
  if (mutant === undefined) {
    throw new Error(`${witnessesFile}: no mutant has the name, got ${source.mutant}; name another one, or remove it`);
  }
  const named = "turnsClaims" in mutant ? { claims: mutant.turnsClaims } : {};
  return { ...mutatedStack(mutant), ...named, addresses: [], values };
}

/**
 * Edits of an argument that claims notice, until one changes a verdict.
 *
 * @param earlier what the file has: its edit and its claim come first
 */
function* shownIn(
  place: Place,
  argument: string,
  types: Types,
  earlier: Shown | undefined,
): Generator<readonly [Strength, Shown]> {
  const { stack, plain, claims = claimsAbout(argument), addresses, environment, values } = place;
  const count = placesOf(stack, argument, addresses);
  const inOrder = new Set([earlier?.claim, ...claims].filter((one) => one !== undefined));
  for (const claim of inOrder) {
    const needed = types[environment] ?? {};
    types[environment] = { ...needed, [claim]: needed[claim] ?? neededTypes(environment, claim) };
    const slim = slimStack(stack, { claim, argument }, environment, types);
    for (const [judged, also] of [
      [slim, {}],
      ...(earlier === undefined ? [] : [[stack, { isWhole: true }] as const]),
    ] as const) {
      const before = said(claim, judged);
      for (const edit of editsOf(argument, values, earlier)) {
        for (let at = 0; at < count; at += 1) {
          const shown = { argument, claim, ...edit, ...(at > 0 && { place: at }), ...also } as Shown;
          const change = changeOf(before, said(claim, editedStack(judged, shown, addresses)));
          if (change !== undefined) {
            yield [change, change === "findings" ? { ...shown, notices: "findings" } : shown];
          }
          if (change === "verdict") {
            return;
          }
        }
      }
    }
    // A mutant turns its claims, as its own test shows.
    if (count > 0 && (plain === undefined || saidBy(claim, plain).verdict !== saidBy(claim, stack).verdict)) {
      yield ["leave out", { argument, claim, edit: "leave out" }];
    }
  }
}

function claimsAbout(argument: string): readonly string[] {
  const type = resourceTypeOf(argument.split(".")[0] ?? "");
  return type === undefined || type.kind === "neutral" ? [] : claimsOnTopics(...type.topics);
}

function editsOf(
  argument: string,
  values: Readonly<Record<string, unknown>>,
  earlier: Shown | undefined,
): readonly WitnessEdit[] {
  const all: readonly WitnessEdit[] = [
    ...(isRequiredArgument(argument) ? [] : [{ edit: "unset" as const }]),
    { edit: "change" },
    { edit: "make unknown" },
    ...(Object.hasOwn(values, argument) ? [{ edit: "set" as const, value: values[argument] }] : []),
  ];
  const isEarlier = ({ edit }: WitnessEdit): boolean => edit === earlier?.edit;
  return [...all.filter(isEarlier), ...all.filter((one) => !isEarlier(one))];
}

function changeOf(before: Said | undefined, after: Said | undefined): "verdict" | "findings" | undefined {
  return before === undefined || after === undefined || before.findings === after.findings
    ? undefined
    : before.verdict !== after.verdict
      ? "verdict"
      : "findings";
}

/** Nothing where the stack is refused. */
function said(claim: string, stack: MutableStack): Said | undefined {
  try {
    return saidBy(claim, stack);
  } catch {
    return undefined;
  }
}

/** Types without which a claim says something else of a shipped stack: as many as possible are left out, halves first. */
function neededTypes(environment: EnvironmentName, claim: string): readonly string[] {
  const stack = environmentStack(environment);
  const { verdict } = saidBy(claim, stack);
  const leaveOut = (types: readonly string[]): void => {
    const left = Object.fromEntries(types.map((type) => [type, stack.resource[type] ?? {}]));
    for (const type of types) {
      delete stack.resource[type];
    }
    if (said(claim, stack)?.verdict === verdict) {
      return;
    }
    Object.assign(stack.resource, left);
    if (types.length > 1) {
      const half = types.length >> 1;
      leaveOut(types.slice(0, half));
      leaveOut(types.slice(half));
    }
  };
  leaveOut(Object.keys(stack.resource));
  return Object.keys(stack.resource).sort();
}

/** By environment and claim in the order of their names. */
function sorted(types: Types): Types {
  return byName(
    Object.fromEntries(Object.entries(types).map(([environment, claims]) => [environment, byName(claims)])),
  );
}

function byName<Value>(values: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
}
