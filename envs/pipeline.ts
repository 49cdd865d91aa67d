/**
 * The GitHub repository whose workflows plan and apply, as `owner/name`, or `owner@123/name@456` for one created, renamed or
 * moved after 15 July 2026.
 *
 * Once it is named, a stack `bootstrap` is synthesized as well: for each environment a state bucket, a role that plans in pull
 * requests, a role that applies, and the boundary of the roles that one may create. Until then nobody outside is trusted.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export const repository: string | undefined = undefined;
