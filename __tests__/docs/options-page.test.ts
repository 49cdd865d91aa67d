import { readFileSync, writeFileSync } from "node:fs";
import { claims } from "../../verify/claims";
import { issuesWith } from "../envs/fixtures/sample-environment";
import { environments } from "../fixtures/environments";
import { devWithTeams } from "../fixtures/environments/dev-with-teams";
import { everyAccess, everyOption, otherOptions } from "../rehearsal/fixtures/every-option";
import { existingEnvironment, spokeEnvironment } from "../stacks/fixtures/enterprise-environments";
import { synthesizeWithAccess } from "../stacks/fixtures/user-access-stacks";
import { unprovedClaims } from "../verify/fixtures/unproved-claims";
import { mutantsTurning } from "./fixtures/mutants-page";
import { ENVIRONMENT_OPTIONS, type EnvironmentOption, REQUIRED_FIELDS } from "./fixtures/options/environment-options";
import { OPTIONS_PAGE, optionsPage, stacksOf } from "./fixtures/options/options-page";
import { schemaFields } from "./fixtures/options/schema-fields";

/** What the tests in `__tests__/rehearsal` play with real Terraform. */
const REHEARSED: readonly object[] = [
  ...environments,
  devWithTeams,
  spokeEnvironment,
  existingEnvironment,
  otherOptions,
  { ...everyOption, access: everyAccess },
];

/** Options of which a rehearsal would show nothing. */
const NOT_REHEARSED: Readonly<Record<string, string>> = {
  account: "the stand-in has an account of its own",
  state: "a rehearsal keeps the state itself",
  harmlessResources: "is part of an output alone",
  accepted: "is part of an output alone",
  "access.restrictUrlsToNetwork": "leaves statements out of policies, and adds nothing",
};

const cases = ENVIRONMENT_OPTIONS.map((option): [string, EnvironmentOption] => [option.field, option]);

function valueAt(input: object, field: string): unknown {
  return field
    .split(".")
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], input);
}

beforeAll(() => {
  if (process.env.WRITE_OPTIONS === "1") {
    writeFileSync(OPTIONS_PAGE, optionsPage());
  }
});

test("every field of an environment is an option of the page, or every environment has it", () => {
  const rows = ENVIRONMENT_OPTIONS.map(({ field }) => field);
  const fields = schemaFields().map(({ field }) => field);
  // Central egress is an option by its kind; its other fields say with what.
  const ofKinds = ["egress.hub", "egress.transitGatewayId", "egress.transitGatewayAccount"];
  const groups = fields.filter((field) => !ofKinds.includes(field));

  expect([...rows, ...REQUIRED_FIELDS].sort()).toEqual(groups.sort());
});

test.each(cases)("a wrong value of %s is refused with the path of the option", (field, { wrong }) => {
  const group = field.replace(/\.kind$/, "");

  expect(issuesWith(wrong).filter((line) => line.startsWith(group))).not.toEqual([]);
});

test.each(cases)("%s changes the Terraform of an environment", (_, option) => {
  const { on, off } = stacksOf(option);

  expect(on === off).toBe(false);
});

test.each(cases)("%s is rehearsed with real Terraform, or a rehearsal would show nothing of it", (field) => {
  const isRehearsed = REHEARSED.some((input) => valueAt(input, field) !== undefined);

  expect(isRehearsed).toBe(NOT_REHEARSED[field] === undefined);
});

test.each(cases)("what %s makes is decided by claims that mutants violate, or the page says why not", (_, option) => {
  const known = claims.map(({ name }) => name);
  const named = typeof option.claims === "string" ? [] : option.claims;

  expect(named.filter((name) => !known.includes(name) || mutantsTurning(name).length === 0)).toEqual([]);
  expect(option.claims.length).toBeGreaterThan(0);
});

test("an environment with every option at once proves its claims", () => {
  expect(unprovedClaims(synthesizeWithAccess(everyAccess, everyOption))).toEqual([]);
});

test("docs/options.md is written anew when the schema, a price or the table changes: npm run options", () => {
  expect(readFileSync(OPTIONS_PAGE, "utf8")).toBe(optionsPage());
});
