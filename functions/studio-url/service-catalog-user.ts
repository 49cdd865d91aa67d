import type { FunctionSettings, UserEntitlements } from "./settings/function-settings";

/**
 * Name of the user who launched a product, from the principal that Service Catalog recorded.
 *
 * Only sessions of the end user roles are accepted: their trust policies control the session name. A caller of another role
 * can choose any session name.
 *
 * @throws if the principal is not a session of an end user role
 */
export function userOfSession(principalArn: string, endUserRoleArns: readonly string[]): string {
  const [, partition, account, role, name] = SESSION_ARN.exec(principalArn) ?? [];
  const isEndUserRole = endUserRoleArns.some((arn) => {
    const endUserRole = ROLE_ARN.exec(arn);
    return (
      endUserRole !== null && endUserRole[1] === partition && endUserRole[2] === account && endUserRole[3] === role
    );
  });
  if (!isEndUserRole || name === undefined) {
    throw new Error(
      `principal: not a session of an end user role, got ${principalArn}; launch the product as ${endUserRoleArns.join(" or ")}`,
    );
  }
  return name;
}

/** A session ARN does not contain the path of its role. */
const ROLE_ARN = /^arn:([^:]+):iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/;
const SESSION_ARN = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/([\w+=,.@-]{2,64})$/;

/** Names that SageMaker accepts for a user profile. */
const PROFILE_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

/**
 * What a user may open: the entry in `users`, or else the user profile of the same name. IAM denies that profile if it is
 * tagged with another user.
 *
 * @throws if there is no entry and `name` is not a valid profile name
 */
export function entitlementsOf(name: string, { users }: Pick<FunctionSettings, "users">): UserEntitlements {
  const entitlements = Object.hasOwn(users, name) ? users[name] : undefined;
  if (entitlements === undefined && !PROFILE_NAME.test(name)) {
    throw new Error(`user: has no user profile in this environment, got ${name}; ask an administrator to add one`);
  }
  return entitlements ?? { userProfile: name };
}
