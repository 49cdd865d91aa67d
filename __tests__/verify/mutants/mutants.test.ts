import type { Verdict } from "../../../verify/claim";
import { judge } from "../../../verify/judge";
import { readConfiguration } from "../../../verify/read-configuration";
import { readPosture } from "../../../verify/read-posture";
import { synthesizedText } from "../../synthesized";
import { mutants } from "./index";
import type { EnvironmentName, Mutant, Stack } from "./mutant";

type Verdicts = ReadonlyMap<string, Verdict["kind"]>;

const proven = new Map<EnvironmentName, Verdicts>();

function verdictsOf(environment: EnvironmentName, edit: (stack: Stack) => void): Verdicts {
  const stack = JSON.parse(synthesizedText(environment));
  edit(stack);
  const configuration = readConfiguration(stack, environment);
  const judgements = judge({ configuration, posture: readPosture(configuration) });
  return new Map(judgements.map(({ claim, verdict }) => [claim.name, verdict.kind]));
}

function before(environment: EnvironmentName): Verdicts {
  const verdicts = proven.get(environment) ?? verdictsOf(environment, () => {});
  proven.set(environment, verdicts);
  return verdicts;
}

const cases = mutants.flatMap((mutant) => mutant.environments.map((environment) => ({ mutant, environment })));
const killed = new Set<Mutant>();

afterAll(() => process.stdout.write(`mutants killed: ${killed.size} of ${mutants.length}\n`));

test.each(["dev", "staging", "prod"] as const)("%s: every claim that its posture asks for is proved", (environment) => {
  const others = [...before(environment)].filter(([, kind]) => kind !== "proved");

  expect(others).toEqual([]);
});

test.each(cases.map(({ mutant, environment }) => [environment, mutant.name, mutant] as const))(
  "%s: %s",
  (environment, _, mutant) => {
    const unbroken = before(environment);

    const broken = verdictsOf(environment, mutant.edit);

    const turned = [...broken].filter(([name, kind]) => kind !== "proved" && unbroken.get(name) === "proved");
    const expected = mutant.turns.filter((name) => unbroken.has(name));
    expect(turned.map(([name]) => name).sort()).toEqual([...expected].sort());
    expect(expected).not.toEqual([]);
    killed.add(mutant);
  },
);

test("mutants are named once, and there are at least 60", () => {
  const names = new Set(mutants.map(({ name }) => name));

  expect(names.size).toBe(mutants.length);
  expect(mutants.length).toBeGreaterThanOrEqual(60);
});

test("every claim has a mutant that breaks it", () => {
  const broken = new Set(mutants.flatMap(({ turns }) => turns));
  const asked = new Set(
    (["dev", "staging", "prod"] as const).flatMap((environment) => [...before(environment).keys()]),
  );

  expect([...asked].filter((name) => !broken.has(name))).toEqual([]);
});
