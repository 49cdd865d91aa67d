import { valuesComparedWith } from "./mentions";
import type { Statement } from "./policy-grammar";
import { hasVariables } from "./policy-variables";
import { organizationOf } from "./principals";
import type { Owner } from "./targets";
import type { TextReader } from "./text-reader";

/** An owner of resources, and whether it is us: the account, or the organization that the statements bind to. */
export interface ResourceOwner extends Owner {
  readonly isOurs: boolean;
}

/** Everybody who may own what a request is about, as far as the statements can tell. */
export function resourceOwners(text: TextReader, statements: readonly Statement[]): readonly ResourceOwner[] {
  const { letters } = text;
  const organization = organizationOf(statements);
  const ours = organization === undefined ? {} : { organization };
  const theirs = organization === undefined ? {} : { organization: letters.computed("another organization") };
  const own = ourselves(text, statements);
  const strangers = [letters.computed("another account"), ...accountsNamed(text, statements)].map(
    (stranger): ResourceOwner => ({ label: labelOf(stranger, text), account: stranger, isOurs: false, ...theirs }),
  );
  const sibling = {
    label: "of another account of the organization",
    account: letters.computed("another account of the organization"),
  };
  return organization === undefined ? [own, ...strangers] : [own, { ...sibling, isOurs: true, ...ours }, ...strangers];
}

/** The account that the stack is deployed to, as an owner. */
export function ourselves({ account }: TextReader, statements: readonly Statement[]): ResourceOwner {
  const organization = organizationOf(statements);
  const belongs = organization === undefined ? {} : { organization };
  return { label: "of this account", account, isOurs: true, ...belongs };
}

/** Accounts that stand in ARNs and conditions; AWS's own resources have `aws` or nothing in place of one. */
function accountsNamed({ account }: TextReader, statements: readonly Statement[]): readonly string[] {
  const inArns = statements.flatMap(({ resource }) =>
    (resource?.patterns ?? [])
      .filter((pattern) => pattern.startsWith("arn:"))
      .map((pattern) => pattern.split(":")[4] ?? "*"),
  );
  const compared = valuesComparedWith("aws:resourceaccount", statements);
  return [...new Set([...inArns, ...compared])].filter(
    (named) => named !== account && !/[*?]/.test(named) && !hasVariables(named),
  );
}

function labelOf(account: string, { letters }: TextReader): string {
  const named = { "": "of AWS", aws: "of AWS" }[account];
  return (
    named ??
    (/^\d{12}$/.test(account) ? `of the account ${account}` : `of ${letters.readable(account).replace(/[⟨⟩]/g, "")}`)
  );
}
