import type { Verdict } from "../../../verify/claim";
import { judge } from "../../../verify/judge";
import { readConfiguration } from "../../../verify/read-configuration";
import { readPosture } from "../../../verify/read-posture";
import { synthesizedText } from "../../synthesized";
import type { EnvironmentName, Mutant, Stack } from "./mutant";
import { openStagingText } from "./open-staging";

export type Verdicts = ReadonlyMap<string, Verdict["kind"]>;

/** Every claim is decided anew for each mutant; on a busy machine that takes a while. */
const patienceMilliseconds = 60_000;

const unbroken = new Map<EnvironmentName, Verdicts>();

/** The verdicts over a stack as it was synthesized. */
export function verdictsBefore(environment: EnvironmentName): Verdicts {
  const verdicts = unbroken.get(environment) ?? verdictsOf(environment, () => {});
  unbroken.set(environment, verdicts);
  return verdicts;
}

function verdictsOf(environment: EnvironmentName, edit: (stack: Stack) => void): Verdicts {
  const stack = JSON.parse(textOf(environment));
  edit(stack);
  const configuration = readConfiguration(stack, environment);
  const judgements = judge({ configuration, posture: readPosture(configuration) });
  return new Map(judgements.map(({ claim, verdict }) => [claim.name, verdict.kind]));
}

let openText: string | undefined;

/** Access is off in what is built, so that a stack with ways in is synthesized where it is asked for, once. */
function textOf(environment: EnvironmentName): string {
  if (environment !== "staging with access") {
    return synthesizedText(environment);
  }
  openText ??= openStagingText();
  return openText;
}

/** A test for each mutant and environment, and the count of those that some claim noticed. */
export function describeMutants(table: string, mutants: readonly Mutant[]): void {
  const cases = mutants.flatMap((mutant) =>
    mutant.environments.map((environment) => [environment, mutant.name, mutant] as const),
  );
  const killed = new Set<Mutant>();
  afterAll(() => process.stdout.write(`${table} mutants killed: ${killed.size} of ${mutants.length}\n`));

  const decide = (environment: EnvironmentName, _: string, mutant: Mutant): void => {
    const before = verdictsBefore(environment);

    const after = verdictsOf(environment, mutant.edit);

    const turned = [...after].filter(([name, kind]) => kind !== "proved" && before.get(name) === "proved");
    const expected = mutant.turns.filter((name) => before.has(name));
    expect(turned.map(([name]) => name).sort()).toEqual([...expected].sort());
    expect(expected).not.toEqual([]);
    killed.add(mutant);
  };
  test.each(cases)("%s: %s", decide, patienceMilliseconds);
}
