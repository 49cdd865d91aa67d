import type { Statement } from "../../language/parse-policy";
import type { TextReader } from "../../language/resolve-policy-text";
import { foreignAccounts, foreignOrganizations, ownOrganization } from "../principals/foreign-accounts";
import type { Owner } from "./target-resources";

/** An owner of resources, and whether it is us: the account, or the organization that the statements bind to. */
export interface ResourceOwner extends Owner {
  readonly isOurs: boolean;
}

/** Everybody who may own what a request is about, as far as the statements can tell. */
export function resourceOwners(text: TextReader, statements: readonly Statement[]): readonly ResourceOwner[] {
  const accounts = [...foreignAccounts(text, statements, "resource"), ...(namesNoAccount(statements) ? [""] : [])];
  const organizations = foreignOrganizations(text, statements, "resource");
  const strangers = accounts.flatMap((account) =>
    organizations.map((organization) => ownerOf(text, account, organization)),
  );
  return [ourselves(text, statements), ...siblings(text, statements), ...strangers];
}

/** The account that the stack is deployed to, as an owner. */
export function ourselves(text: TextReader, statements: readonly Statement[]): ResourceOwner {
  const organization = ownOrganization(text, statements);
  const belongs = organization === undefined ? {} : { organization };
  return { label: "of this account", account: text.account, isOurs: true, ...belongs };
}

function siblings(text: TextReader, statements: readonly Statement[]): readonly ResourceOwner[] {
  const organization = ownOrganization(text, statements);
  const account = text.letters.computed("another account of the organization");
  const label = "of another account of the organization";
  return organization === undefined ? [] : [{ label, account, organization, isOurs: true }];
}

function ownerOf(text: TextReader, account: string, organization: string | undefined): ResourceOwner {
  const belongs = organization === undefined ? {} : { organization };
  return { label: labelOf(account, text), account, isOurs: false, ...belongs };
}

/** ARNs of what AWS publishes may name no account; those of buckets never do. */
function namesNoAccount(statements: readonly Statement[]): boolean {
  const arns = statements.flatMap(({ resource }) => resource?.patterns ?? []);
  return arns.some((arn) => /^arn:[^:]*:(?!s3:)[^:]+:[^:]*::/.test(arn));
}

function labelOf(account: string, { letters }: TextReader): string {
  const ofAws = { "": "of AWS", aws: "of AWS" }[account];
  const named = /^\d{12}$/.test(account) ? `of the account ${account}` : `of ${letters.readable(account)}`;
  return ofAws ?? named.replace(/^of ⟨(.*)⟩$/, "of $1");
}
