import { admitsVersion } from "../../aws/version-constraint";
import { type UsedTypes, usedTypes } from "../schema/used-types";
import type { FolderInput, RehearsalInput, StackInput } from "./run-context";
import { isFolderInput } from "./run-context";
import { readStack } from "./working-copy";

/** Types of resources and data sources that the inputs use, each once and sorted. */
export async function neededTypes(inputs: readonly RehearsalInput[]): Promise<UsedTypes> {
  const ofStacks = usedTypes(await readStacks(inputs.flatMap((input) => (isFolderInput(input) ? [] : [input]))));
  const all = [ofStacks, ...inputs.flatMap((input) => (isFolderInput(input) ? [input.needs.types] : []))];
  const merged = (names: (types: UsedTypes) => readonly string[]) => [...new Set(all.flatMap(names))].sort();
  return { resources: merged(({ resources }) => resources), dataSources: merged(({ dataSources }) => dataSources) };
}

/** Sources of the providers that root modules use besides hashicorp/aws, each once. */
export function otherProviders(inputs: readonly RehearsalInput[]): readonly string[] {
  return [...new Set(inputs.flatMap((input) => (isFolderInput(input) ? input.needs.otherProviders : [])))];
}

/** Constraints of the folder that do not admit the version of the provider that is rehearsed, one line each. */
export function otherVersionNotes({ needs }: FolderInput, version: string): readonly string[] {
  return needs.awsConstraints
    .filter((constraint) => admitsVersion(constraint, version) === false)
    .map(
      (constraint) =>
        `hashicorp/aws ${constraint} does not admit ${version}, the version that is rehearsed: an argument that differs between them may fail in one alone`,
    );
}

async function readStacks(inputs: readonly StackInput[]): Promise<Record<string, unknown>> {
  const directories = inputs.flatMap(({ stack, changed, unprotected, network }) => [
    stack,
    changed,
    ...(unprotected ? [unprotected] : []),
    ...(network ? [network.before, network.after] : []),
  ]);
  return Object.fromEntries(await Promise.all(directories.map(async (path) => [path, await readStack(path)])));
}
