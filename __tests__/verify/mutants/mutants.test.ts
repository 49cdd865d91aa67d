import { isSettled } from "../../../verify/verdict/claim";
import { unmutatedVerdicts } from "../fixtures/mutant-suites";
import { allMutants } from "./fixtures/all-mutants";

const environments = [
  "dev",
  "dev with teams",
  "staging",
  "prod",
  "bootstrap of two",
  "bootstrap of GitLab",
  "bootstrap of HCP Terraform",
  "bootstrap of hub",
] as const;

/** Without providers, a trail and detective controls. */
const DECLARED_ELSEWHERE = [
  "identity-providers-as-declared",
  "audit-trail-is-kept",
  "perimeter-changes-are-watched",
] as const;

/** Claims without a subject in an environment; every other claim is proved. */
const withoutSubject: Readonly<Record<(typeof environments)[number], readonly string[]>> = {
  dev: [
    "jump-host-has-no-inbound",
    "instance-types-as-declared",
    "teams-stay-apart",
    "people-need-mfa",
    ...DECLARED_ELSEWHERE,
  ],
  "dev with teams": ["jump-host-has-no-inbound", "people-need-mfa", ...DECLARED_ELSEWHERE],
  staging: ["server-names-are-verified", "instance-types-as-declared", "teams-stay-apart", ...DECLARED_ELSEWHERE],
  prod: [
    "jump-host-has-no-inbound",
    "server-names-are-verified",
    "instance-types-as-declared",
    "teams-stay-apart",
    "identity-providers-as-declared",
  ],
  "bootstrap of two": [],
  "bootstrap of GitLab": [],
  "bootstrap of HCP Terraform": [],
  "bootstrap of hub": [],
};

test.each(environments)("%s: every claim of its posture is proved, or has no subject there", (environment) => {
  const verdicts = [...unmutatedVerdicts(environment)];

  expect(verdicts.filter(([, kind]) => !isSettled({ kind }))).toEqual([]);
  const absent = verdicts.filter(([, kind]) => kind === "notApplicable").map(([name]) => name);
  expect(absent).toEqual(withoutSubject[environment]);
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
