import { unmutatedVerdicts } from "../fixtures/mutant-suites";
import { allMutants } from "./fixtures/all-mutants";

const environments = ["dev", "staging", "prod"] as const;

test.each(environments)("%s: every claim that its posture asks for is proved", (environment) => {
  const others = [...unmutatedVerdicts(environment)].filter(([, kind]) => kind !== "proved");

  expect(others).toEqual([]);
});

test("mutants are named once, and there are at least 60", () => {
  const names = new Set(allMutants.map(({ name }) => name));

  expect(names.size).toBe(allMutants.length);
  expect(allMutants.length).toBeGreaterThanOrEqual(60);
});

test("every claim has a mutant that breaks it", () => {
  const broken = new Set(allMutants.flatMap(({ turnsClaims: turns }) => turns));
  const asked = new Set(environments.flatMap((environment) => [...unmutatedVerdicts(environment).keys()]));

  expect([...asked].filter((name) => !broken.has(name))).toEqual([]);
});
