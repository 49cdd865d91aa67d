import type { Principal } from "../language/authorization-request";
import type { PrincipalElement, PrincipalEntry } from "../language/parse-policy";
import { parsePrincipalEntry } from "../language/principal-entries";
import { kleeneNot, kleeneSome, type ThreeValued, toThreeValued } from "../patterns/three-valued-logic";

/**
 * How a `Principal` element matches a principal: it names everyone, the account (which delegates to the account's IAM
 * policies), the principal itself, or its session.
 */
export type PrincipalMatch = "anyone" | "account" | "principal" | "session";

/** The match of one entry; `unknown` for an unresolved entry, which may name the principal. */
type PrincipalMatchOrUnknown = PrincipalMatch | "unknown" | undefined;

/** Whether the element includes the principal. */
export function principalMatches(element: PrincipalElement, principal: Principal): ThreeValued {
  if (!element.isNegated) {
    return kleeneSome(element.entries, (entry) => isMatched(matchPrincipalEntry(entry, principal)));
  }
  return kleeneNot(isListedInNotPrincipal(element, principal));
}

function isMatched(reached: PrincipalMatchOrUnknown): ThreeValued {
  return reached === "unknown" ? "unknown" : toThreeValued(reached !== undefined);
}

/** The most specific match of the element; an unresolved entry is taken to name the principal. */
export function bestPrincipalMatch(element: PrincipalElement, principal: Principal): PrincipalMatch | undefined {
  if (element.isNegated) {
    return isListedInNotPrincipal(element, principal) === "yes" ? undefined : "anyone";
  }
  return mostSpecificMatch(
    element.entries.map((entry) => {
      const reached = matchPrincipalEntry(entry, principal);
      return reached === "unknown" ? "principal" : reached;
    }),
  );
}

/** The most specific of the matches. */
export function mostSpecificMatch(reaches: readonly (PrincipalMatch | undefined)[]): PrincipalMatch | undefined {
  return (["session", "principal", "anyone", "account"] as const).find((kind) => reaches.includes(kind));
}

/**
 * `NotPrincipal` exempts a principal only if its account is listed as well; with one of the two, the decision of AWS depends
 * on the service, or is not documented. The root user is its account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isListedInNotPrincipal(element: PrincipalElement, principal: Principal): ThreeValued {
  const reached = element.entries.map((entry) => matchPrincipalEntry(entry, principal));
  if (principal.kind !== "iam-principal" || reached.includes("anyone")) {
    return kleeneSome(reached, isMatched);
  }
  const account = reached.includes("account");
  const direct =
    reached.includes("principal") || reached.includes("session") || (account && principal.arn.endsWith(":root"));
  if (direct && account) {
    return "yes";
  }
  return direct || account || reached.includes("unknown") ? "unknown" : "no";
}

function matchPrincipalEntry(entry: PrincipalEntry, principal: Principal): PrincipalMatchOrUnknown {
  const named = parsePrincipalEntry(entry);
  switch (named.kind) {
    case "anyone":
      return "anyone";
    case "unknown":
      return "unknown";
    case "unsupported":
      return principal.kind === "iam-principal" ? "unknown" : undefined;
    case "service":
      return principal.kind === "service" ? matchByName(named.name, principal.servicePrincipal) : undefined;
    case "federated":
      return "provider" in principal ? matchByName(named.name, principal.provider) : undefined;
    default:
      return principal.kind === "iam-principal" ? matchIamPrincipal(named, principal) : undefined;
  }
}

function matchByName(named: string | undefined, name: string | undefined): PrincipalMatch | undefined {
  return name !== undefined && (named === undefined || named === name) ? "principal" : undefined;
}

type IamPrincipal = Extract<Principal, { kind: "iam-principal" }>;
type ParsedIamPrincipal = Extract<
  ReturnType<typeof parsePrincipalEntry>,
  { readonly kind: "account" | "iam-principal" | "session" | "canonical" }
>;

function matchIamPrincipal(
  named: ParsedIamPrincipal,
  { account, arn, session, canonicalUser }: IamPrincipal,
): PrincipalMatch | undefined {
  switch (named.kind) {
    case "account":
      return named.account === account ? "account" : undefined;
    case "iam-principal":
      return named.arn === arn ? "principal" : undefined;
    case "session":
      return named.session === session ? "session" : undefined;
    case "canonical":
      return named.id === canonicalUser ? "account" : undefined;
  }
}
