import type { Statement } from "../../language/parse-policy";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { defaultOfVariables, hasVariables } from "../../language/policy-variables";
import { compileGlob } from "../../patterns/glob";
import { unmentionedText } from "../../patterns/placeholders";
import type { GlobGroup } from "../../patterns/string-classes";
import { conditionTestsOnKey, conditionValuesOfKey, principalValuesOfKind } from "../statements/statement-queries";
import { openGlobGroups, stringClassWitnesses } from "../statements/value-classes";

/** The role of an account in a request: of the caller, of the resource, or of the source that a service acts for. */
export type RequestParty = "principal" | "resource" | "source";

const accountKeys: Readonly<Record<RequestParty, readonly string[]>> = {
  principal: ["aws:principalaccount", "kms:calleraccount"],
  resource: ["aws:resourceaccount", "s3:resourceaccount"],
  source: ["aws:sourceaccount"],
};

const organizationKeys: Readonly<Record<RequestParty, string>> = {
  principal: "aws:principalorgid",
  resource: "aws:resourceorgid",
  source: "aws:sourceorgid",
};

/** One foreign account for each class that the statements distinguish for a party. */
export function foreignAccounts(
  text: PolicyTextResolver,
  statements: readonly Statement[],
  party: RequestParty,
): readonly string[] {
  const tests = accountKeys[party].flatMap((key) => conditionTestsOnKey(key, statements));
  const fields = arnsOfParty(party, statements).map((arn) => arn.split(":")[4] ?? "*");
  const patterns = [...fields, ...(party === "principal" ? principalValuesOfKind("AWS", statements) : [])]
    .filter((field) => field !== "" && !field.includes(":") && !hasVariables(field))
    .map((field) => [compileGlob(field, "text")]);
  const distinguished = [...openGlobGroups(tests), ...patterns, [compileGlob(text.account, "exact")]];
  const classes = accountClasses(distinguished).filter((account) => account !== text.account);
  return classes.map((account) =>
    account === unmentionedText ? text.placeholders.opaque("another account") : account,
  );
}

/** One account for each class. A condition may compare with a text that has a `*` or `?` in it, which no account has. */
function accountClasses(distinguished: readonly GlobGroup[]): readonly string[] {
  const anyText = compileGlob("?*", "text");
  const classes = stringClassWitnesses(anyText, distinguished);
  // A class may have other texts too: those with such a character become a class of their own.
  return classes.some(hasWildcard)
    ? stringClassWitnesses(anyText, [...distinguished, textsWithWildcard]).filter((account) => !hasWildcard(account))
    : classes;
}

const textsWithWildcard: GlobGroup = ["*${*}*", "*${?}*"].map((pattern) => compileGlob(pattern, "text"));

function hasWildcard(account: string): boolean {
  return /[*?]/.test(account);
}

/** Condition keys that hold an organization. */
export const organizationConditionKeys: readonly string[] = [...Object.values(organizationKeys), "aws:vpceorgid"];

/** The organization of the stack's account, where the statements read one. Foreign until declared or read from AWS. */
export function ownOrganization(text: PolicyTextResolver, statements: readonly Statement[]): string | undefined {
  const isRead = Object.values(organizationKeys).some((key) => conditionTestsOnKey(key, statements).length > 0);
  return isRead ? text.ownOrganization : undefined;
}

/** Foreign organizations, one for each class; `undefined` is an account without one, alone where no statement reads the key. */
export function foreignOrganizations(
  text: PolicyTextResolver,
  statements: readonly Statement[],
  party: RequestParty,
): readonly (string | undefined)[] {
  const own = ownOrganization(text, statements);
  const tests = conditionTestsOnKey(organizationKeys[party], statements);
  if (own === undefined && tests.length === 0) {
    return [undefined];
  }
  const distinguished = [...openGlobGroups(tests), ...(own === undefined ? [] : [[compileGlob(own, "exact")]])];
  const classes = stringClassWitnesses(compileGlob("o-?*", "text"), distinguished).filter(
    (organization) => organization !== own,
  );
  return [...classes, undefined];
}

/** ARNs that the statements compare with those of a party. */
function arnsOfParty(party: RequestParty, statements: readonly Statement[]): readonly string[] {
  const arns = {
    principal: () => [
      ...conditionValuesOfKey("aws:principalarn", statements),
      ...principalValuesOfKind("AWS", statements),
    ],
    resource: () => statements.flatMap(({ resource }) => resource?.patterns ?? []),
    source: () => conditionValuesOfKey("aws:sourcearn", statements),
  };
  const found = arns[party]();
  return [...found, ...found.filter(hasVariables).map(defaultOfVariables)].filter((arn) => arn.startsWith("arn:"));
}
