/**
 * Who asks.
 *
 * - `member`: root, user or role of an account. Where a policy names one: `session` is the ARN of an assumed-role
 *   session, `provider` the identity provider that a role's session came from, `canonicalUser` the account's other id.
 * - `service`: an AWS service that acts as itself, by its host name.
 * - `federated`: a web or SAML identity before it has assumed a role.
 */
export type Principal =
  | { readonly kind: "anonymous" }
  | { readonly kind: "service"; readonly servicePrincipal: string }
  | { readonly kind: "federated"; readonly provider: string }
  | {
      readonly kind: "iam-principal";
      readonly account: string;
      readonly arn: string;
      readonly session?: string;
      readonly provider?: string;
      readonly canonicalUser?: string;
    };

/** Condition key, in lower case, to its values; an absent key is absent from the request. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** One request as IAM sees it; every text is in the alphabet of `letters.ts`. */
export interface AuthorizationRequest {
  readonly principal: Principal;
  /** `s3:GetObject`. */
  readonly action: string;
  /** ARN, or `*` for actions that name no resource. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** Builds a context from readable keys. */
export function requestContextOf(keys: Readonly<Record<string, string | readonly string[]>>): RequestContext {
  return new Map(
    Object.entries(keys).map(([key, value]) => [key.toLowerCase(), typeof value === "string" ? [value] : value]),
  );
}

/** Both contexts as one. */
export function mergeContexts(context: RequestContext, added: RequestContext): RequestContext {
  if (added.size === 0) {
    return context;
  }
  const both = new Map(context);
  for (const [key, values] of added) {
    both.set(key, values);
  }
  return both;
}
