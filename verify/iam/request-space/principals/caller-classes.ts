import { memoize } from "../../../collections/memoize";
import { requestContextOf } from "../../language/authorization-request";
import { iamArn } from "../../language/iam-arn";
import type { Statement } from "../../language/parse-policy";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { matchesAnyArn } from "../../patterns/arn-globs";
import { compileGlob } from "../../patterns/glob";
import type { PlaceholderTable } from "../../patterns/placeholders";
import { type GlobGroup, stringClasses } from "../../patterns/string-classes";
import type { ValueTest } from "../statements/distinctions";
import { conditionKeysIn, conditionTestsOnKey } from "../statements/statement-queries";
import { openGlobGroups, openReadings } from "../statements/value-classes";
import { type Caller, type CallerKind, callerContextOf, type DistinguishedPrincipals } from "./caller";
import { foreignAccounts, foreignOrganizations, ownOrganization } from "./foreign-accounts";
import {
  canonicalUserCallers,
  federatedCallers,
  type NamedIamPrincipal,
  namedIamPrincipals,
  namedPrincipalAccounts,
  namedPrincipalArns,
} from "./named-principals";
import { serviceCallers } from "./service-callers";

/** Most questions about a list of statements are about the same callers, also in another configuration. */
const knownClasses = memoize((_statements: readonly Statement[]) =>
  memoize((_placeholders: PlaceholderTable) => new Map<string, readonly Caller[]>()),
);

/** Every class of callers that the statements and the question distinguish. */
export function callerClasses(
  text: PolicyTextResolver,
  statements: readonly Statement[],
  distinguished: Partial<DistinguishedPrincipals> = {},
  asked: readonly ValueTest[] = [],
): readonly Caller[] {
  const { account, partition, ownOrganization: organization, placeholders } = text;
  const known = knownClasses(statements)(placeholders);
  const name = JSON.stringify([account, partition, organization, distinguished, asked]);
  const callers = known.get(name) ?? findCallerClasses(text, statements, distinguished, asked);
  known.set(name, callers);
  return callers;
}

function findCallerClasses(
  text: PolicyTextResolver,
  statements: readonly Statement[],
  distinguished: Partial<DistinguishedPrincipals>,
  asked: readonly ValueTest[],
): readonly Caller[] {
  const organization = ownOrganization(text, statements);
  return [
    ...callersOfOwnAccount(text, statements, distinguished, organization),
    ...otherAccounts(text, statements, organization).flatMap((account) =>
      callersOfOtherAccount(text, statements, account),
    ),
    ...federatedCallers(text, statements),
    ...canonicalUserCallers(text, statements),
    {
      kind: "anonymous",
      label: "an anonymous caller",
      principal: { kind: "anonymous" },
      context: callerContextOf(requestContextOf({ "aws:PrincipalType": "Anonymous" })),
    },
    ...serviceCallers(text, statements, asked),
  ];
}

/** One role or IAM user of the stack as a caller. */
export function callerOfRole(text: PolicyTextResolver, statements: readonly Statement[], arn: string): Caller {
  const belongs = membershipContext(text.account, ownOrganization(text, statements));
  return {
    kind: "stack-role",
    label: ownCallerLabel(text, "stack-role", arn),
    ...iamPrincipalWithContext(text.account, { arn }, belongs),
  };
}

function callersOfOwnAccount(
  text: PolicyTextResolver,
  statements: readonly Statement[],
  distinguished: Partial<DistinguishedPrincipals>,
  organization: string | undefined,
): readonly Caller[] {
  const { account } = text;
  const belongs = membershipContext(account, organization);
  return principalsOfAccount(text, account, statements, Object.values(distinguished)).map((who) => {
    const kind = callerKindOf(who.arn, distinguished);
    return {
      kind,
      label: ownCallerLabel(text, kind, principalName(who)),
      ...iamPrincipalWithContext(account, who, belongs),
    };
  });
}

interface OtherAccount {
  readonly kind: "organization" | "foreign";
  readonly account: string;
  readonly label: string;
  readonly membership: Readonly<Record<string, string>>;
}

/** Accounts outside the organization, for each organization that statements distinguish, and accounts in the organization. */
function otherAccounts(
  text: PolicyTextResolver,
  statements: readonly Statement[],
  organization: string | undefined,
): readonly OtherAccount[] {
  const organizations = foreignOrganizations(text, statements, "principal");
  const foreign = foreignAccounts(text, statements, "principal").flatMap((account) =>
    organizations.map((theirs): OtherAccount => {
      const label =
        organization !== undefined && theirs === undefined ? "an account of no organization" : "another account";
      return { kind: "foreign", account, label, membership: membershipContext(account, theirs) };
    }),
  );
  if (organization === undefined) {
    return foreign;
  }
  const label = "another account of the organization";
  const named = namedPrincipalAccounts(statements).filter((account) => account !== text.account);
  const siblings = [text.placeholders.opaque(label), ...named].map(
    (account): OtherAccount => ({
      kind: "organization",
      account,
      label,
      membership: membershipContext(account, organization),
    }),
  );
  return [...foreign, ...siblings];
}

function callersOfOtherAccount(
  text: PolicyTextResolver,
  statements: readonly Statement[],
  other: OtherAccount,
): readonly Caller[] {
  return principalsOfAccount(text, other.account, statements, []).map((who) => ({
    kind: other.kind,
    label: `a principal of ${other.label}, such as ${text.placeholders.readable(principalName(who))}`,
    ...iamPrincipalWithContext(other.account, who, other.membership),
  }));
}

function principalName({ arn, session = arn, provider }: NamedIamPrincipal): string {
  return provider === undefined ? session : `${session} by ${provider}`;
}

/** One principal of an account for each class, and each principal that the statements name. */
function principalsOfAccount(
  text: PolicyTextResolver,
  account: string,
  statements: readonly Statement[],
  distinguished: readonly (readonly string[])[],
): readonly NamedIamPrincipal[] {
  const groups = [...distinguished, ...namedPrincipalArns(statements).map((arn) => [arn])];
  const classes = principalArnsByClass(text, account, statements, groups).map((arn): NamedIamPrincipal => ({ arn }));
  const named = namedIamPrincipals(text, account, statements, distinguished.flat());
  const all = [...classes, ...named].map((who): [string, NamedIamPrincipal] => [JSON.stringify(who), who]);
  return [...new Map(all).values()];
}

/** Condition keys that distinguish roles, users and the root user. */
const principalTypeKeys = ["aws:username", "aws:principaltype", "aws:userid"];

/** ARNs of roles, users and the root user of an account, one for each class. */
function principalArnsByClass(
  { partition }: PolicyTextResolver,
  account: string,
  statements: readonly Statement[],
  groups: readonly (readonly string[])[],
): readonly string[] {
  const tests = conditionTestsOnKey("aws:principalarn", statements);
  const tested = openGlobGroups(tests);
  const distinguishedGlobs = [
    ...groups.map((group) => group.map((arn) => compileGlob(arn, "arn"))),
    ...userNameGroups(`arn:${partition}:iam::${account}`, statements),
  ];
  const read = conditionKeysIn(statements);
  // The root user is its account, which NotPrincipal excepts without its roles.
  const typesDiffer =
    principalTypeKeys.some((key) => read.has(key)) || statements.some(({ principal }) => principal?.isNegated === true);
  const classes = new Map<string, string>();
  for (const type of ["role/?*", "user/?*", "root"]) {
    const domain = compileGlob(iamArn({ partition, account }, type), "text");
    for (const [signature, arn] of stringClasses(domain, [...tested, ...distinguishedGlobs])) {
      const key = typesDiffer ? `${type} ${signature}` : signature;
      classes.set(key, classes.get(key) ?? arn);
    }
  }
  return [...classes.values()];
}

/** ARNs of the IAM users whose names statements compare; a user may have a path. */
function userNameGroups(prefix: string, statements: readonly Statement[]): readonly GlobGroup[] {
  const tests = conditionTestsOnKey("aws:username", statements);
  return openReadings(tests).flatMap((read) =>
    tests.map(({ operator: { ignoreCase }, values }) =>
      values
        .map(read)
        .flatMap((name) => [`${prefix}:user/${name}`, `${prefix}:user/*/${name}`])
        .map((arn) => compileGlob(arn, "text", ignoreCase)),
    ),
  );
}

function callerKindOf(
  arn: string,
  { executionRoles = [], deployers = [], breakGlass = [] }: Partial<DistinguishedPrincipals>,
): CallerKind {
  if (executionRoles.includes(arn)) {
    return "execution-role";
  }
  if (matchesAnyArn(deployers, arn)) {
    return "deployer";
  }
  return matchesAnyArn(breakGlass, arn) ? "break-glass" : "account";
}

function ownCallerLabel({ placeholders }: PolicyTextResolver, kind: CallerKind, arn: string): string {
  const readable = placeholders.readable(arn);
  switch (kind) {
    case "stack-role":
      return arn.includes(":user/") ? `the IAM user ${readable}` : `the role ${readable}`;
    case "execution-role":
      return `the execution role ${readable}`;
    case "deployer":
      return `the deployer ${readable}`;
    case "break-glass":
      return `the break-glass principal ${readable}`;
    default:
      return `a principal of the account, such as ${readable}`;
  }
}

function iamPrincipalWithContext(
  account: string,
  who: NamedIamPrincipal,
  belongs: Readonly<Record<string, string>>,
): Pick<Caller, "principal" | "context"> {
  const { arn } = who;
  const isUser = arn.includes(":user/");
  const context = requestContextOf({
    "aws:PrincipalArn": arn,
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalType": principalType(arn),
    "kms:CallerAccount": account,
    ...(who.provider === undefined ? {} : { "aws:FederatedProvider": who.provider }),
    ...(isUser ? { "aws:username": arn.split("/").at(-1) ?? "" } : {}),
    ...belongs,
  });
  return { principal: { kind: "iam-principal", account, ...who }, context: callerContextOf(context) };
}

function principalType(arn: string): string {
  const [, type = "role"] = /:(root$|user\/|federated-user\/)/u.exec(arn) ?? [];
  return { root: "Account", "user/": "User", "federated-user/": "FederatedUser" }[type] ?? "AssumedRole";
}

function membershipContext(account: string, organization: string | undefined): Readonly<Record<string, string>> {
  return {
    "aws:PrincipalAccount": account,
    ...(organization === undefined ? {} : { "aws:PrincipalOrgID": organization }),
  };
}
