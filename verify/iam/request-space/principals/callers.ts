import { type Context, contextOf, type Principal } from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import { anyWhereVariable } from "../../language/policy-variables";
import type { TextReader } from "../../language/resolve-policy-text";
import { glob, matches } from "../../patterns/glob";
import { stringClasses } from "../../patterns/string-classes";
import { keysRead, testsOn } from "../statements/statement-queries";
import { globsOf } from "../statements/value-classes";
import { foreignAccounts, foreignOrganizations, ownOrganization } from "./foreign-accounts";
import {
  canonicalCallers,
  federatedCallers,
  type Member,
  namedAccounts,
  namedArns,
  namedMembers,
} from "./named-principals";
import { serviceCallers } from "./service-callers";

/** A class of callers that the policies and the question cannot tell apart. */
export interface Caller {
  readonly kind: CallerKind;
  /** For people, with an example. */
  readonly label: string;
  readonly principal: Principal;
  readonly context: Context;
}

export type CallerKind =
  | "execution-role"
  | "deployer"
  | "break-glass"
  | "account"
  | "organization"
  | "foreign"
  | "federated"
  | "anonymous"
  | "service";

/** Principals that the question singles out; ARN patterns with wildcards. */
export interface Singled {
  readonly executionRoles: readonly string[];
  readonly deployers: readonly string[];
  readonly breakGlass: readonly string[];
}

/** Every class of callers there is, as far as the statements and the question can tell. */
export function callers(
  text: TextReader,
  statements: readonly Statement[],
  singled: Partial<Singled> = {},
): readonly Caller[] {
  const organization = ownOrganization(text, statements);
  return [
    ...ownCallers(text, statements, singled, organization),
    ...otherAccounts(text, statements, organization).flatMap((account) => foreignCallers(text, statements, account)),
    ...federatedCallers(text, statements),
    ...canonicalCallers(text, statements),
    {
      kind: "anonymous",
      label: "anybody without credentials",
      principal: { kind: "anonymous" },
      context: contextOf({ "aws:PrincipalType": "Anonymous" }),
    },
    ...serviceCallers(text, statements),
  ];
}

/** One role, as the caller that it is, whatever else the statements tell apart. */
export function roleCaller(text: TextReader, statements: readonly Statement[], arn: string): Caller {
  const belongs = membership(text.account, ownOrganization(text, statements));
  return {
    kind: "execution-role",
    label: ownLabel(text, "execution-role", arn),
    ...member(text.account, { arn }, belongs),
  };
}

function ownCallers(
  text: TextReader,
  statements: readonly Statement[],
  singled: Partial<Singled>,
  organization: string | undefined,
): readonly Caller[] {
  const { account } = text;
  const belongs = membership(account, organization);
  return membersOf(text, account, statements, Object.values(singled)).map((who) => {
    const kind = kindOf(who.arn, singled);
    return { kind, label: ownLabel(text, kind, nameOf(who)), ...member(account, who, belongs) };
  });
}

interface OtherAccount {
  readonly kind: "organization" | "foreign";
  readonly account: string;
  readonly label: string;
  readonly belongs: Readonly<Record<string, string>>;
}

/** Accounts that are not ours, in every organization that the statements tell apart, and a sibling in our own. */
function otherAccounts(
  text: TextReader,
  statements: readonly Statement[],
  organization: string | undefined,
): readonly OtherAccount[] {
  const organizations = foreignOrganizations(text, statements, "principal");
  const foreign = foreignAccounts(text, statements, "principal").flatMap((account) =>
    organizations.map((theirs): OtherAccount => {
      const label =
        organization !== undefined && theirs === undefined ? "an account of no organization" : "another account";
      return { kind: "foreign", account, label, belongs: membership(account, theirs) };
    }),
  );
  if (organization === undefined) {
    return foreign;
  }
  const label = "another account of the organization";
  const named = namedAccounts(statements).filter((account) => account !== text.account);
  const siblings = [text.letters.computed(label), ...named].map(
    (account): OtherAccount => ({ kind: "organization", account, label, belongs: membership(account, organization) }),
  );
  return [...foreign, ...siblings];
}

function foreignCallers(text: TextReader, statements: readonly Statement[], other: OtherAccount): readonly Caller[] {
  return membersOf(text, other.account, statements, []).map((who) => ({
    kind: other.kind,
    label: `a principal of ${other.label}, such as ${text.letters.readable(nameOf(who))}`,
    ...member(other.account, who, other.belongs),
  }));
}

function nameOf({ arn, session = arn, provider }: Member): string {
  return provider === undefined ? session : `${session} by ${provider}`;
}

/** One principal of an account for each class, and those that the statements name, each once. */
function membersOf(
  text: TextReader,
  account: string,
  statements: readonly Statement[],
  singled: readonly (readonly string[])[],
): readonly Member[] {
  const groups = [...singled, ...namedArns(statements).map((arn) => [arn])];
  const classes = memberArns(text, account, statements, groups).map((arn): Member => ({ arn }));
  const named = namedMembers(text, account, statements, singled.flat());
  const all = [...classes, ...named].map((who): [string, Member] => [JSON.stringify(who), who]);
  return [...new Map(all).values()];
}

/** Keys by which policies tell roles, users and root apart. */
const sortKeys = ["aws:username", "aws:principaltype", "aws:userid"];

/** ARNs of roles, users and the root user of an account, one for each class. */
function memberArns(
  { partition }: TextReader,
  account: string,
  statements: readonly Statement[],
  groups: readonly (readonly string[])[],
): readonly string[] {
  const tests = testsOn("aws:principalarn", statements);
  const tested = globsOf({ tests, resolve: anyWhereVariable });
  const singled = groups.map((group) => group.map((arn) => glob(arn, "arn")));
  const read = keysRead(statements);
  const sortsDiffer = sortKeys.some((key) => read.has(key));
  const classes = new Map<string, string>();
  for (const sort of ["role/?*", "user/?*", "root"]) {
    const domain = glob(`arn:${partition}:iam::${account}:${sort}`, "text");
    for (const [signature, arn] of stringClasses(domain, [...tested, ...singled])) {
      const key = sortsDiffer ? `${sort} ${signature}` : signature;
      classes.set(key, classes.get(key) ?? arn);
    }
  }
  return [...classes.values()];
}

function kindOf(arn: string, { executionRoles = [], deployers = [], breakGlass = [] }: Partial<Singled>): CallerKind {
  if (executionRoles.includes(arn)) {
    return "execution-role";
  }
  const within = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => matches(glob(pattern, "arn"), arn));
  if (within(deployers)) {
    return "deployer";
  }
  return within(breakGlass) ? "break-glass" : "account";
}

function ownLabel({ letters }: TextReader, kind: CallerKind, arn: string): string {
  const readable = letters.readable(arn);
  switch (kind) {
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

function member(
  account: string,
  who: Member,
  belongs: Readonly<Record<string, string>>,
): Pick<Caller, "principal" | "context"> {
  const { arn } = who;
  const isUser = arn.includes(":user/");
  const context = contextOf({
    "aws:PrincipalArn": arn,
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalType": principalType(arn),
    "kms:CallerAccount": account,
    ...(who.provider === undefined ? {} : { "aws:FederatedProvider": who.provider }),
    ...(isUser ? { "aws:username": arn.split("/").at(-1) ?? "" } : {}),
    ...belongs,
  });
  return { principal: { kind: "member", account, ...who }, context };
}

function principalType(arn: string): string {
  const [, sort = "role"] = /:(root$|user\/|federated-user\/)/u.exec(arn) ?? [];
  return { root: "Account", "user/": "User", "federated-user/": "FederatedUser" }[sort] ?? "AssumedRole";
}

function membership(account: string, organization: string | undefined): Readonly<Record<string, string>> {
  return {
    "aws:PrincipalAccount": account,
    ...(organization === undefined ? {} : { "aws:PrincipalOrgID": organization }),
  };
}
