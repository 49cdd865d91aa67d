import type { Principal } from "../language/authorization-request";
import type { PrincipalElement, PrincipalEntry } from "../language/parse-policy";
import { readEntry } from "../language/principal-entries";
import { not, some, type Trilean, trilean } from "../patterns/three-valued-logic";

/**
 * How a `Principal` element reaches a principal: by naming everybody, its account (which delegates to that account's IAM),
 * the principal, or the very session.
 */
export type Reach = "anyone" | "account" | "principal" | "session";

/** What one entry says; `unknown` where it is not understood and may name the principal. */
type Reached = Reach | "unknown" | undefined;

/** Whether the element speaks of the principal. */
export function principalMatches(element: PrincipalElement, principal: Principal): Trilean {
  if (!element.excluded) {
    return some(element.entries, (entry) => matched(reachOf(entry, principal)));
  }
  return not(isExempt(element, principal));
}

function matched(reached: Reached): Trilean {
  return reached === "unknown" ? "unknown" : trilean(reached !== undefined);
}

/** The most direct way by which the element reaches the principal; what is not understood is taken to name it. */
export function reach(element: PrincipalElement, principal: Principal): Reach | undefined {
  if (element.excluded) {
    return isExempt(element, principal) === "yes" ? undefined : "anyone";
  }
  return mostDirect(
    element.entries.map((entry) => {
      const reached = reachOf(entry, principal);
      return reached === "unknown" ? "principal" : reached;
    }),
  );
}

/** The way that names the principal most closely. */
export function mostDirect(reaches: readonly (Reach | undefined)[]): Reach | undefined {
  return (["session", "principal", "anyone", "account"] as const).find((kind) => reaches.includes(kind));
}

/**
 * `NotPrincipal` exempts a member only when its account is listed as well; with one of the two, AWS's answer depends on the
 * service. The root user is its account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isExempt(element: PrincipalElement, principal: Principal): Trilean {
  const reached = element.entries.map((entry) => reachOf(entry, principal));
  if (principal.kind !== "member" || reached.includes("anyone")) {
    return some(reached, matched);
  }
  const account = reached.includes("account");
  const direct =
    reached.includes("principal") || reached.includes("session") || (account && principal.arn.endsWith(":root"));
  if (direct && account) {
    return "yes";
  }
  return direct || reached.includes("unknown") ? "unknown" : "no";
}

function reachOf(entry: PrincipalEntry, principal: Principal): Reached {
  const named = readEntry(entry);
  switch (named.kind) {
    case "anyone":
      return "anyone";
    case "vague":
      return "unknown";
    case "unreadable":
      return principal.kind === "member" ? "unknown" : undefined;
    case "service":
      return principal.kind === "service" ? byName(named.name, principal.host) : undefined;
    case "federated":
      return "provider" in principal ? byName(named.name, principal.provider) : undefined;
    default:
      return principal.kind === "member" ? reachOfMember(named, principal) : undefined;
  }
}

function byName(named: string | undefined, name: string | undefined): Reach | undefined {
  return name !== undefined && (named === undefined || named === name) ? "principal" : undefined;
}

type Member = Extract<Principal, { kind: "member" }>;
type NamedMember = Extract<
  ReturnType<typeof readEntry>,
  { readonly kind: "account" | "member" | "session" | "canonical" }
>;

function reachOfMember(named: NamedMember, { account, arn, session, canonicalUser }: Member): Reach | undefined {
  switch (named.kind) {
    case "account":
      return named.account === account ? "account" : undefined;
    case "member":
      return named.arn === arn ? "principal" : undefined;
    case "session":
      return named.session === session ? "session" : undefined;
    case "canonical":
      return named.id === canonicalUser ? "account" : undefined;
  }
}
