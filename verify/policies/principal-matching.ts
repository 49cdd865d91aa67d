import type { PrincipalElement, PrincipalEntry } from "./policy-grammar";
import type { Principal } from "./request";
import { not, some, type Trilean, trilean } from "./trilean";

/**
 * How a `Principal` element reaches a principal: by naming everybody, its account (which delegates to that account's IAM),
 * the principal, or the very session.
 */
export type Reach = "anyone" | "account" | "principal" | "session";

/** Whether the element speaks of the principal. */
export function principalMatches(element: PrincipalElement, principal: Principal): Trilean {
  if (!element.excluded) {
    return some(element.entries, (entry) => trilean(reachOf(entry, principal) !== undefined));
  }
  return not(isExempt(element, principal));
}

/** The most direct way by which the element reaches the principal. */
export function reach(element: PrincipalElement, principal: Principal): Reach | undefined {
  if (element.excluded) {
    return isExempt(element, principal) === "yes" ? undefined : "anyone";
  }
  return mostDirect(element.entries.map((entry) => reachOf(entry, principal)));
}

/** The way that names the principal most closely. */
export function mostDirect(reaches: readonly (Reach | undefined)[]): Reach | undefined {
  return (["session", "principal", "anyone", "account"] as const).find((kind) => reaches.includes(kind));
}

/**
 * `NotPrincipal` exempts a member only when its account is listed as well; with one of the two, AWS's answer depends on the
 * service.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isExempt(element: PrincipalElement, principal: Principal): Trilean {
  const reached = element.entries.map((entry) => reachOf(entry, principal));
  if (principal.kind !== "member" || reached.includes("anyone")) {
    return trilean(reached.some((kind) => kind !== undefined));
  }
  const direct = reached.includes("principal") || reached.includes("session");
  const account = reached.includes("account");
  return direct && !account ? "unknown" : trilean(direct && account);
}

function reachOf({ kind, value }: PrincipalEntry, principal: Principal): Reach | undefined {
  if (value === "*" && kind === "AWS") {
    return "anyone";
  }
  switch (principal.kind) {
    case "anonymous":
      return undefined;
    case "service":
      return kind === "Service" && value === principal.host ? "principal" : undefined;
    case "federated":
      return kind === "Federated" && value === principal.provider ? "principal" : undefined;
    case "member":
      return kind === "AWS" ? reachOfMember(value, principal) : undefined;
  }
}

function reachOfMember(value: string, principal: Extract<Principal, { kind: "member" }>): Reach | undefined {
  if (value === principal.arn) {
    return value.endsWith(":root") ? "account" : "principal";
  }
  if (value === principal.session) {
    return "session";
  }
  const [, , service, , account, resource] = value.split(":");
  const namesAccount = value === principal.account || (service === "iam" && resource === "root");
  return namesAccount && (account ?? value) === principal.account ? "account" : undefined;
}
