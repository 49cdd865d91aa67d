/**
 * The GitHub repository with the workflows that plan and apply, as `owner/name`, or `owner@123/name@456` for one created, renamed or
 * moved after 15 July 2026.
 *
 * If it is set, a stack `bootstrap` is synthesized too. For each environment it has a state bucket, a role that plans in pull
 * requests, a role that applies, and the permissions boundary of the roles that the apply role may create. If it is undefined,
 * no pipeline is trusted.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export const repository: string | undefined = undefined;
