/** The members of a user profile that identify its owner. */
export interface ProfileIdentity {
  readonly name: string;
  readonly ssoUserName?: string;
  readonly sessionName?: string;
}

/** Session name of a profile's owner with authMode `IAM`; `undefined` if an unvalidated profile has no name. */
export function sessionNameOf<Profile extends { readonly name?: string; readonly sessionName?: string }>({
  name,
  sessionName,
}: Profile): string | Profile["name"] {
  return sessionName ?? name;
}

/** Name of a profile's owner: the value of its tag, and the user name in self-service. */
export function profileOwner(profile: ProfileIdentity): string {
  return profile.ssoUserName ?? sessionNameOf(profile);
}

/** Name of the notebook instance of the environment with this resource name prefix. */
export function notebookInstanceName(prefix: string): string {
  return `${prefix}-notebook`;
}

/** One user who may launch self-service products. */
export interface SelfServiceUser {
  /** Session name of the user, and value of the tag `studiouserid` on the user's resources. */
  readonly name: string;
  /** Name of the user's Studio profile. */
  readonly userProfile: string;
  /**
   * Name of the user's notebook instance.
   * @default - none
   */
  readonly notebookInstance?: string;
}

/** Names that are valid as a session name and as a tag value in SageMaker. */
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

/** Limit on the `PEOPLE` variable in bytes. Lambda's limit on all environment variables together is 4,096 bytes. */
export const MAX_USERS_BYTES = 3_000;

/**
 * Self-service users of an environment: the owners of its user profiles.
 *
 * @param prefix resource name prefix of the environment
 * @param notebookUser name of the profile whose owner owns the notebook instance, if there is one
 */
export function selfServiceUsers(
  prefix: string,
  profiles: readonly ProfileIdentity[],
  notebookUser: string | undefined,
): readonly SelfServiceUser[] {
  return profiles.map((profile) => ({
    name: profileOwner(profile),
    userProfile: profile.name,
    ...(profile.name === notebookUser ? { notebookInstance: notebookInstanceName(prefix) } : {}),
  }));
}

/**
 * JSON of the users' entitlements as the function reads it: session name -> entitlements. A user whose only entitlement is the
 * profile of the same name is omitted.
 */
export function explicitUsersJson(users: readonly SelfServiceUser[]): string {
  const listed = users.flatMap(({ name, userProfile, notebookInstance }) => {
    const entitlements = {
      ...(userProfile === name ? {} : { userProfile }),
      ...(notebookInstance === undefined ? {} : { notebookInstance }),
    };
    return Object.keys(entitlements).length === 0 ? [] : [[name, entitlements] as const];
  });
  return JSON.stringify(Object.fromEntries(listed));
}

/**
 * Value of the function's `PEOPLE` variable.
 *
 * @throws if a user is listed twice, has an invalid session name, or the value is too long
 */
export function usersVariable(users: readonly SelfServiceUser[]): string {
  for (const [index, { name }] of users.entries()) {
    if (!SESSION_NAME.test(name)) {
      throw new Error(`users: invalid session name, got ${name}; use 2-64 letters, digits and _+=,.@-`);
    }
    if (users.findIndex((other) => other.name === name) !== index) {
      throw new Error(`users: a name must be unique, got ${name} twice; remove one`);
    }
  }
  const text = explicitUsersJson(users);
  if (Buffer.byteLength(text) > MAX_USERS_BYTES) {
    throw new Error(
      `users: must fit into ${MAX_USERS_BYTES} bytes of the function's environment variables, got ${Buffer.byteLength(text)}; move some users to another environment`,
    );
  }
  return text;
}
