/**
 * Actions that need no permission of the caller, so that no policy of the caller can deny them. Other callers of STS sign in with
 * what they already have, which is decided by trust policies.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html
 */
export const permissionlessActions: readonly string[] = ["sts:GetCallerIdentity", "sts:GetSessionToken"];
