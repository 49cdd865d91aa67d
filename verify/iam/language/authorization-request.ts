/**
 * The principal of a request.
 *
 * - `iam-principal`: the root user, an IAM user or a role of an account. Set where a policy names them: `session`, the ARN of
 *   an assumed-role session; `provider`, the identity provider of the session; `canonicalUser`, the account's canonical id.
 * - `service`: an AWS service that acts as itself, by its service principal.
 * - `federated`: a web or SAML identity that has not assumed a role yet.
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

/** The condition keys of one request, by name in lower case. */
export type ContextValues = Pick<RequestContext, "get">;

/** One request as IAM sees it. Texts may contain placeholders of `patterns/placeholders.ts`. */
export interface AuthorizationRequest {
  readonly principal: Principal;
  /** `s3:GetObject`. */
  readonly action: string;
  /** ARN, or `*` for actions that name no resource. */
  readonly resource: string;
  readonly context: ContextValues;
}

/** Builds a context from readable keys. */
export function requestContextOf(keys: Readonly<Record<string, string | readonly string[]>>): RequestContext {
  return new Map(
    Object.entries(keys).map(([key, value]) => [key.toLowerCase(), typeof value === "string" ? [value] : value]),
  );
}

/** The same values and those of `added`, which win. Nothing is copied: thousands of requests differ in one key. */
export function extendContext(context: ContextValues, added: RequestContext): ContextValues {
  return added.size === 0 ? context : { get: (key) => added.get(key) ?? context.get(key) };
}

/** Both contexts in one; `added` wins where both have a key. */
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
