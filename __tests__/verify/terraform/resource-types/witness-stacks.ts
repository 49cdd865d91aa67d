import { claims } from "../../../../verify/claims";
import { decideClaims } from "../../../../verify/claims/decide-claims";
import { memoizeByText } from "../../../../verify/collections/memoize";
import { readPosture } from "../../../../verify/posture/read-posture";
import { environmentStack } from "../../fixtures/environment-stack";
import {
  ALL_ENVIRONMENTS,
  declaredPosture,
  deleteResources,
  type EnvironmentName,
  type MutableArguments,
  type MutableStack,
  type Mutant,
  type PermittedUse,
} from "../../fixtures/mutant";
import { readWithAwsValues } from "../../fixtures/read-with-aws-values";
import { allMutants } from "../../mutants/fixtures/all-mutants";
import { permittedUses } from "../../mutants/words/permitted-uses";
import type { Shown, WitnessInput, WitnessTypes } from "./read-argument-witnesses";

/** The stack of a witness without what is added, and with it. */
export function stacksOf(input: WitnessInput): { readonly plain: MutableStack; readonly base: MutableStack } {
  const plain = environmentStack(input.environment);
  deleteResources(plain, ...(input.without ?? []));
  Object.assign(declaredPosture(plain), input.posture);
  const base = structuredClone(plain);
  for (const [address, values] of Object.entries(input.resources)) {
    const [type = "", name = ""] = address.split(".");
    base.resource[type] = {
      ...base.resource[type],
      [name]: { ...base.resource[type]?.[name], ...structuredClone(values) },
    };
  }
  return { plain, base };
}

export const mutantsByName: ReadonlyMap<string, Mutant | PermittedUse> = new Map(
  [...allMutants, ...permittedUses].map((mutant) => [mutant.name, mutant]),
);

/** The environment of a mutant's witness, and its stack after the edit. */
export function mutatedStack({ environments: [environment = "dev"], edit }: Mutant | PermittedUse): {
  readonly environment: EnvironmentName;
  readonly stack: MutableStack;
} {
  return { environment, stack: environmentStack(environment, edit) };
}

/** What a claim says of a stack: its verdict, and its findings as a text. */
export interface Said {
  readonly verdict: string | undefined;
  readonly findings: string;
}

export function saidBy(claim: string, stack: MutableStack): Said {
  const configuration = readWithAwsValues(structuredClone(stack), "witness");
  const asked = claims.filter(({ name }) => name === claim);
  const verdict = decideClaims({ configuration, posture: readPosture(configuration) }, asked)[0]?.verdict;
  return { verdict: verdict?.kind, findings: JSON.stringify(verdict?.evidence.map(({ text }) => text)) };
}

/** Resources that the shipped stack does not have, or has with other arguments. */
export function differingResources(
  { resource }: MutableStack,
  environment: EnvironmentName,
): readonly { readonly type: string; readonly values: MutableArguments }[] {
  const shipped = shippedResources(environment);
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named)
      .filter(([name, values]) => JSON.stringify(shipped[type]?.[name]) !== JSON.stringify(values))
      .map(([, values]) => ({ type, values })),
  );
}

const shippedResources = memoizeByText((environment) => environmentStack(environment as EnvironmentName).resource);

/**
 * A stack with only those types that a claim's verdict over the shipped one depends on, the types that differ from the shipped one, what
 * these refer to, and the type of the argument. A claim decides it in a tenth of the time, and an edit that changes its verdict there shows as much.
 */
export function slimStack(
  stack: MutableStack,
  { claim, argument }: Pick<Shown, "claim" | "argument">,
  environment: EnvironmentName,
  types: WitnessTypes,
): MutableStack {
  const differing = differingResources(stack, environment).map(({ type, values }) => ({
    type,
    text: JSON.stringify(values),
  }));
  const referred = differing.flatMap(({ text }) =>
    [...text.matchAll(/(?<![\w.])(aws_\w+)\.\w/g)].map(([, type = ""]) => type),
  );
  const kept = new Set([
    argument.split(".")[0],
    ...(types[environment]?.[claim] ?? []),
    ...differing.map(({ type }) => type),
    ...referred,
  ]);
  return {
    ...stack,
    resource: Object.fromEntries(Object.entries(stack.resource).filter(([type]) => kept.has(type))),
  };
}

/** Every argument that a shipped stack sets, and that needs no witness. */
export function shippedArguments(): ReadonlySet<string> {
  return new Set(ALL_ENVIRONMENTS.flatMap((environment) => argumentsIn(environmentStack(environment))));
}

/** Every argument that a resource of the stack sets, at any depth. */
function argumentsIn({ resource }: MutableStack): readonly string[] {
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.values(named).flatMap((values) => pathsIn(values, type)),
  );
}

/** Every path in a value, below the path of the value itself. */
export function pathsIn(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) {
    return [path, ...value.flatMap((item) => pathsIn(item, path))];
  }
  return typeof value === "object" && value !== null
    ? [path, ...Object.entries(value as MutableArguments).flatMap(([name, inner]) => pathsIn(inner, `${path}.${name}`))]
    : [path];
}
