import { type Principal, requestContextOf } from "../../language/authorization-request";
import { iamArn } from "../../language/iam-arn";
import type { Statement } from "../../language/parse-policy";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { type ParsedPrincipal, parsePrincipalEntry } from "../../language/principal-entries";
import { unmentionedText } from "../../patterns/placeholders";
import { conditionTestsOnKey } from "../statements/statement-queries";
import { type Caller, callerContextOf } from "./caller";

/** A principal of an account, with the session or identity provider by which a policy names it. */
export type NamedIamPrincipal = Pick<Extract<Principal, { kind: "iam-principal" }>, "arn" | "session" | "provider">;

function parsedPrincipalsOf(statements: readonly Statement[]): readonly ParsedPrincipal[] {
  return statements.flatMap(({ principal }) => principal?.entries ?? []).map(parsePrincipalEntry);
}

/** Role and user ARNs in `Principal` elements. */
export function namedPrincipalArns(statements: readonly Statement[]): readonly string[] {
  const arns = parsedPrincipalsOf(statements).flatMap((named) => (named.kind === "iam-principal" ? [named.arn] : []));
  return [...new Set(arns)];
}

/** Accounts in `Principal` elements: named themselves, or by one of their principals. */
export function namedPrincipalAccounts(statements: readonly Statement[]): readonly string[] {
  const accounts = parsedPrincipalsOf(statements).flatMap((named) => ("account" in named ? [named.account] : []));
  return [...new Set(accounts)];
}

/** Principals of an account that statements name: each gets requests of its own. */
export function namedIamPrincipals(
  text: PolicyTextResolver,
  account: string,
  statements: readonly Statement[],
  known: readonly string[],
): readonly NamedIamPrincipal[] {
  const arns = [
    ...known,
    ...namedPrincipalArns(statements),
    ...conditionTestsOnKey("aws:principalarn", statements).flatMap((t) => t.values),
  ];
  const roleArnsNamed = (name: string): readonly string[] => {
    const pathed = arns.filter(
      (arn) => arn.split(":")[4] === account && /:role\//u.test(arn) && arn.endsWith(`/${name}`) && !/[*?]/u.test(arn),
    );
    return [...new Set([iamArn({ partition: text.partition, account }, `role/${name}`), ...pathed])];
  };
  const federated = namedIdentityProviders(text, statements).flatMap((provider) =>
    roleArnsNamed(unmentionedText).map((arn) => ({ arn, provider })),
  );
  const written = parsedPrincipalsOf(statements).flatMap((named): readonly NamedIamPrincipal[] => {
    if (!("account" in named) || named.account !== account || named.kind === "account") {
      return [];
    }
    return named.kind === "session"
      ? roleArnsNamed(named.role).map((arn) => ({ arn, session: named.session }))
      : [{ arn: named.arn }];
  });
  return [...written, ...federated];
}

function namedIdentityProviders(
  { placeholders }: PolicyTextResolver,
  statements: readonly Statement[],
): readonly string[] {
  const entries = parsedPrincipalsOf(statements).flatMap((named) => (named.kind === "federated" ? [named] : []));
  return [...new Set(entries.map(({ name }) => name ?? placeholders.opaque("any identity provider")))];
}

/** Identities of web and SAML providers that have not assumed a role yet. */
export function federatedCallers(text: PolicyTextResolver, statements: readonly Statement[]): readonly Caller[] {
  return namedIdentityProviders(text, statements).map((provider) => ({
    kind: "federated",
    label: `an identity of the provider ${text.placeholders.readable(provider)}`,
    principal: { kind: "federated", provider },
    context: callerContextOf(
      requestContextOf({ "aws:FederatedProvider": provider, "aws:PrincipalIsAWSService": "false" }),
    ),
  }));
}

/** Accounts that policies name by canonical user id. The account behind such an id is unknown, so it counts as foreign. */
export function canonicalUserCallers(
  { placeholders, partition }: PolicyTextResolver,
  statements: readonly Statement[],
): readonly Caller[] {
  const ids = new Set(
    parsedPrincipalsOf(statements).flatMap((named) => (named.kind === "canonical" ? [named.id] : [])),
  );
  return [...ids].map((canonicalUser) => {
    const account = placeholders.opaque(`the account of the canonical user ${canonicalUser}`);
    const arn = iamArn({ partition, account }, "root");
    const keys = { "aws:PrincipalArn": arn, "aws:PrincipalType": "Account", "aws:PrincipalIsAWSService": "false" };
    return {
      kind: "foreign",
      label: `the account of the canonical user ${placeholders.readable(canonicalUser)}`,
      principal: { kind: "iam-principal", account, arn, canonicalUser },
      context: callerContextOf(
        requestContextOf({ ...keys, "aws:PrincipalAccount": account, "kms:CallerAccount": account }),
      ),
    };
  });
}
