import { contextOf, type Principal } from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import { type Named, readEntry } from "../../language/principal-entries";
import type { TextReader } from "../../language/resolve-policy-text";
import { anythingElse } from "../../patterns/placeholders";
import { testsOn } from "../statements/statement-queries";
import type { Caller } from "./callers";

/** A principal of an account, and the session that a policy names it by. */
export type Member = Pick<Extract<Principal, { kind: "member" }>, "arn" | "session" | "provider">;

function entriesOf(statements: readonly Statement[]): readonly Named[] {
  return statements.flatMap(({ principal }) => principal?.entries ?? []).map(readEntry);
}

/** Role and user ARNs in `Principal` elements. */
export function namedArns(statements: readonly Statement[]): readonly string[] {
  const arns = entriesOf(statements).flatMap((named) => (named.kind === "member" ? [named.arn] : []));
  return [...new Set(arns)];
}

/** Accounts that `Principal` elements name, or of which they name a principal. */
export function namedAccounts(statements: readonly Statement[]): readonly string[] {
  const accounts = entriesOf(statements).flatMap((named) => ("account" in named ? [named.account] : []));
  return [...new Set(accounts)];
}

/** Principals of an account as the statements name them: whatever else tells callers apart, these have requests of their own. */
export function namedMembers(
  text: TextReader,
  account: string,
  statements: readonly Statement[],
  known: readonly string[],
): readonly Member[] {
  const arns = [
    ...known,
    ...namedArns(statements),
    ...testsOn("aws:principalarn", statements).flatMap((t) => t.values),
  ];
  const rolesCalled = (name: string): readonly string[] => {
    const pathed = arns.filter(
      (arn) => arn.split(":")[4] === account && /:role\//u.test(arn) && arn.endsWith(`/${name}`) && !/[*?]/u.test(arn),
    );
    return [...new Set([`arn:${text.partition}:iam::${account}:role/${name}`, ...pathed])];
  };
  const federated = providersNamed(text, statements).flatMap((provider) =>
    rolesCalled(anythingElse).map((arn) => ({ arn, provider })),
  );
  const written = entriesOf(statements).flatMap((named): readonly Member[] => {
    if (!("account" in named) || named.account !== account || named.kind === "account") {
      return [];
    }
    return named.kind === "session"
      ? rolesCalled(named.role).map((arn) => ({ arn, session: named.session }))
      : [{ arn: named.arn }];
  });
  return [...written, ...federated];
}

function providersNamed({ letters }: TextReader, statements: readonly Statement[]): readonly string[] {
  const entries = entriesOf(statements).flatMap((named) => (named.kind === "federated" ? [named] : []));
  return [...new Set(entries.map(({ name }) => name ?? letters.computed("any identity provider")))];
}

/** Identities that a web or SAML provider vouches for, and that have assumed no role yet. */
export function federatedCallers(text: TextReader, statements: readonly Statement[]): readonly Caller[] {
  return providersNamed(text, statements).map((provider) => ({
    kind: "federated",
    label: `whomever ${text.letters.readable(provider)} vouches for`,
    principal: { kind: "federated", provider },
    context: contextOf({ "aws:FederatedProvider": provider, "aws:PrincipalIsAWSService": "false" }),
  }));
}

/** Accounts by the ids that access control lists know them by; whose they are, no text tells. */
export function canonicalCallers(
  { letters, partition }: TextReader,
  statements: readonly Statement[],
): readonly Caller[] {
  const ids = new Set(entriesOf(statements).flatMap((named) => (named.kind === "canonical" ? [named.id] : [])));
  return [...ids].map((canonicalUser) => {
    const account = letters.computed(`the account of the canonical user ${canonicalUser}`);
    const arn = `arn:${partition}:iam::${account}:root`;
    const keys = { "aws:PrincipalArn": arn, "aws:PrincipalType": "Account", "aws:PrincipalIsAWSService": "false" };
    return {
      kind: "foreign",
      label: `the account of the canonical user ${letters.readable(canonicalUser)}`,
      principal: { kind: "member", account, arn, canonicalUser },
      context: contextOf({ ...keys, "aws:PrincipalAccount": account, "kms:CallerAccount": account }),
    };
  });
}
