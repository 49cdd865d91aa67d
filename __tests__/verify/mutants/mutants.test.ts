import { mutants } from "./fixtures/all-mutants";
import { verdictsBefore } from "./fixtures/describe-mutants";

const environments = ["dev", "staging", "prod"] as const;

test.each(environments)("%s: every claim that its posture asks for is proved", (environment) => {
  const others = [...verdictsBefore(environment)].filter(([, kind]) => kind !== "proved");

  expect(others).toEqual([]);
});

test("mutants are named once, and there are at least 60", () => {
  const names = new Set(mutants.map(({ name }) => name));

  expect(names.size).toBe(mutants.length);
  expect(mutants.length).toBeGreaterThanOrEqual(60);
});

test("every claim has a mutant that breaks it", () => {
  const broken = new Set(mutants.flatMap(({ turns }) => turns));
  const asked = new Set(environments.flatMap((environment) => [...verdictsBefore(environment).keys()]));

  expect([...asked].filter((name) => !broken.has(name))).toEqual([]);
});
