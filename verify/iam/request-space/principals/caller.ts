import type { Principal, RequestContext } from "../../language/authorization-request";

declare const hidden: unique symbol;

/** The condition keys of one caller of a class. The class has other values too, so they cannot be read. */
export interface CallerContext {
  readonly [hidden]: RequestContext;
}

/** The condition keys of a caller, closed to questions. */
export function callerContextOf(context: RequestContext): CallerContext {
  return context as unknown as CallerContext;
}

/** The keys themselves, for the request space alone. A question asks `actsOnBehalfOf` or tests a value. */
export function contextOfCaller({ context }: Pick<Caller, "context">): RequestContext {
  return context as unknown as RequestContext;
}

/** The name of an IAM user, which a policy variable may stand for; nothing for other callers. */
export function userNameOf(caller: Pick<Caller, "context">): readonly string[] {
  return contextOfCaller(caller).get("aws:username") ?? [];
}

/** A class of callers that neither the policies nor the question distinguish, represented by one of them. */
export interface Caller {
  readonly kind: CallerKind;
  /** For people: the kind of caller and an example. */
  readonly label: string;
  readonly principal: Principal;
  /** The condition keys that IAM sets from the caller's credentials. */
  readonly context: CallerContext;
}

/** The kinds of callers that questions distinguish. */
export type CallerKind =
  /** One role of the stack, by its own policies. */
  | "stack-role"
  | "execution-role"
  | "deployer"
  | "break-glass"
  /** Another principal of the stack's account. */
  | "account"
  /** A principal of another account in the stack's organization. */
  | "organization"
  /** A principal of an account outside the organization. */
  | "foreign"
  /** An identity of a web or SAML provider that has not assumed a role yet. */
  | "federated"
  | "anonymous"
  | "service";

/** ARN patterns of principals that a question distinguishes from all others of the account. */
export interface DistinguishedPrincipals {
  readonly executionRoles: readonly string[];
  readonly deployers: readonly string[];
  readonly breakGlass: readonly string[];
  /** Roles of the stack; their kind is that of any principal of the account. */
  readonly stackRoles: readonly string[];
}
