import type { Statement } from "../../language/parse-policy";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { foreignAccounts, foreignOrganizations, ownOrganization } from "../principals/foreign-accounts";

/** Whose resource it is. */
export interface OwnerAccount {
  /** For people: `of this account`. */
  readonly label: string;
  /** As it stands in ARNs; AWS's own resources may have `aws` or nothing there. */
  readonly account: string;
  readonly organization?: string;
}

/** An owner of resources, and whether it is us: the account, or the organization that the statements bind to. */
export interface ResourceOwner extends OwnerAccount {
  readonly isOwn: boolean;
}

/** Everybody who may own what a request is about, as far as the statements can tell. */
export function resourceOwners(text: PolicyTextResolver, statements: readonly Statement[]): readonly ResourceOwner[] {
  const accounts = [
    ...foreignAccounts(text, statements, "resource"),
    ...(hasArnWithoutAccount(statements) ? [""] : []),
  ];
  const organizations = foreignOrganizations(text, statements, "resource");
  const foreignOwners = accounts.flatMap((account) =>
    organizations.map((organization) => foreignOwner(text, account, organization)),
  );
  return [ownAccountAsOwner(text, statements), ...otherAccountsOfOrganization(text, statements), ...foreignOwners];
}

/** The account that the stack is deployed to, as an owner. */
export function ownAccountAsOwner(text: PolicyTextResolver, statements: readonly Statement[]): ResourceOwner {
  const organization = ownOrganization(text, statements);
  const belongs = organization === undefined ? {} : { organization };
  return { label: "of this account", account: text.account, isOwn: true, ...belongs };
}

function otherAccountsOfOrganization(
  text: PolicyTextResolver,
  statements: readonly Statement[],
): readonly ResourceOwner[] {
  const organization = ownOrganization(text, statements);
  const account = text.placeholders.opaque("another account of the organization");
  const label = "of another account of the organization";
  return organization === undefined ? [] : [{ label, account, organization, isOwn: true }];
}

function foreignOwner(text: PolicyTextResolver, account: string, organization: string | undefined): ResourceOwner {
  const belongs = organization === undefined ? {} : { organization };
  return { label: resourceOwnerLabel(account, text), account, isOwn: false, ...belongs };
}

/** ARNs of what AWS publishes may name no account; those of buckets never do. */
function hasArnWithoutAccount(statements: readonly Statement[]): boolean {
  const arns = statements.flatMap(({ resource }) => resource?.patterns ?? []);
  return arns.some((arn) => /^arn:[^:]*:(?!s3:)[^:]+:[^:]*::/.test(arn));
}

function resourceOwnerLabel(account: string, { placeholders }: PolicyTextResolver): string {
  const ofAws = { "": "of AWS", aws: "of AWS" }[account];
  const named = /^\d{12}$/.test(account) ? `of the account ${account}` : `of ${placeholders.readable(account)}`;
  return ofAws ?? named.replace(/^of \u27e8(.*)\u27e9$/, "of $1");
}
