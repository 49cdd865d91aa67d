import { verdictOn } from "./fixtures/judged-source";
import { strengths } from "./fixtures/source-strengths";
import { inspectedStudio } from "./fixtures/systems/s4-inspected-studio";

const cases = strengths.flatMap(({ system, claims }) => claims.map((claim) => [system.title, claim, system] as const));

test.each(cases)("source system %s: %s is proved", (_title, claim, system) => {
  const verdict = verdictOn(system, claim);

  expect(verdict).toMatchObject({ kind: "proved" });
});

test("W1b: the firewall of source system S4 sees only addresses of the NAT gateway", () => {
  const { evidence } = verdictOn(inspectedStudio, "firewall-denies-by-default");

  const flows = evidence.filter(({ text }) => text.includes(" from "));
  expect(flows.length).toBeGreaterThan(0);
  expect(flows.filter(({ text }) => !text.includes(" from 10.2.2.0 "))).toEqual([]);
});
