import type { Statement } from "../../language/parse-policy";
import { anyWhereVariable, hasVariables } from "../../language/policy-variables";
import type { TextReader } from "../../language/resolve-policy-text";
import { glob } from "../../patterns/glob";
import { anythingElse } from "../../patterns/placeholders";
import { principalsNamed, testsOn, valuesComparedWith } from "../statements/statement-queries";
import { distinctClasses, globsOf } from "../statements/value-classes";

/** Which side of a request an account stands on: the caller, the owner of the resource, or whom a service acts for. */
export type Side = "principal" | "resource" | "source";

const accountKeys: Readonly<Record<Side, readonly string[]>> = {
  principal: ["aws:principalaccount", "kms:calleraccount"],
  resource: ["aws:resourceaccount", "s3:resourceaccount"],
  source: ["aws:sourceaccount"],
};

const organizationKeys: Readonly<Record<Side, string>> = {
  principal: "aws:principalorgid",
  resource: "aws:resourceorgid",
  source: "aws:sourceorgid",
};

/** Accounts that are not this one, one for each class that the statements tell apart on a side. */
export function foreignAccounts(text: TextReader, statements: readonly Statement[], side: Side): readonly string[] {
  const tests = accountKeys[side].flatMap((key) => testsOn(key, statements));
  const fields = arnsOn(side, statements).map((arn) => arn.split(":")[4] ?? "*");
  const patterns = [...fields, ...(side === "principal" ? principalsNamed("AWS", statements) : [])]
    .filter((field) => field !== "" && !field.includes(":") && !hasVariables(field))
    .map((field) => [glob(field, "text")]);
  const told = [...globsOf({ tests, resolve: anyWhereVariable }), ...patterns, [glob(text.account, "exact")]];
  const classes = distinctClasses(glob("?*", "text"), told).filter((account) => account !== text.account);
  return classes.map((account) => (account === anythingElse ? text.letters.computed("another account") : account));
}

/** The organization that the statements bind to, if any; the account is taken to be its member. */
export function ownOrganization(text: TextReader, statements: readonly Statement[]): string | undefined {
  const values = Object.values(organizationKeys).flatMap((key) => valuesComparedWith(key, statements));
  const named = values.find((value) => !/[*?]/.test(value) && !hasVariables(value));
  return named ?? (values.length === 0 ? undefined : `o-${text.letters.computed("this organization")}`);
}

/** Organizations of strangers: one for each class, and none at all; only none where no statement asks. */
export function foreignOrganizations(
  text: TextReader,
  statements: readonly Statement[],
  side: Side,
): readonly (string | undefined)[] {
  const own = ownOrganization(text, statements);
  if (own === undefined) {
    return [undefined];
  }
  const tests = testsOn(organizationKeys[side], statements);
  const told = [...globsOf({ tests, resolve: anyWhereVariable }), [glob(own, "exact")]];
  const classes = distinctClasses(glob("o-?*", "text"), told).filter((organization) => organization !== own);
  return [...classes, undefined];
}

/** ARNs that the statements compare with something on a side. */
function arnsOn(side: Side, statements: readonly Statement[]): readonly string[] {
  const arns = {
    principal: () => [...valuesComparedWith("aws:principalarn", statements), ...principalsNamed("AWS", statements)],
    resource: () => statements.flatMap(({ resource }) => resource?.patterns ?? []),
    source: () => valuesComparedWith("aws:sourcearn", statements),
  };
  return arns[side]().filter((arn) => arn.startsWith("arn:"));
}
