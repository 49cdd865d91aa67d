import { memoizeByText } from "../../collections/memoize";

/**
 * Actions that need no permission of the caller, so that no policy of the caller can deny them: identity policies, permissions
 * boundaries, session policies and control policies. The policy of an endpoint still decides. Other callers of STS sign in with
 * what they already have, which is decided by trust policies.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html
 */
const permissionlessActions: readonly string[] = ["sts:getcalleridentity", "sts:getsessiontoken"];

/** Whether no policy of the caller can deny the action. */
export const isPermissionless: (action: string) => boolean = memoizeByText((action) =>
  permissionlessActions.includes(action.toLowerCase()),
);
