/** What says who is behind a profile. */
export interface ProfileIdentity {
  readonly name: string;
  readonly ssoUserName?: string;
  readonly sessionName?: string;
}

/** Name that the sessions of a profile's person have, where people sign in with IAM; none where the profile has no name yet. */
export function sessionNameOf<Profile extends { readonly name?: string; readonly sessionName?: string }>({
  name,
  sessionName,
}: Profile): string | Profile["name"] {
  return sessionName ?? name;
}

/** The person behind a profile, as it is tagged and as self-service knows him. */
export function profileOwner(profile: ProfileIdentity): string {
  return profile.ssoUserName ?? sessionNameOf(profile);
}

/** Name of the one notebook instance of an environment, whose names have this prefix. */
export function notebookInstanceName(prefix: string): string {
  return `${prefix}-notebook`;
}

/** One person who may launch self-service products. */
export interface SelfServiceUser {
  /** Session name of the developer role, and value of the tag `studiouserid` on what is the person's own. */
  readonly name: string;
  readonly userProfile: string;
  /**
   * Name of the person's notebook instance, which carries the same tag.
   * @default - none
   */
  readonly notebookInstance?: string;
}

/** What AWS takes for a session name, and SageMaker for a tag's value. */
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

/** Lambda takes 4,096 bytes for all variables together. */
export const MAX_USERS_BYTES = 3_000;

/**
 * Everybody who has a profile in the environment whose names have this prefix.
 *
 * @param notebookUser - the profile whose person owns the notebook instance, if there is one
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
 * Session name -> what that person may open, as the function reads it: only of people of whom it is not said by their names.
 * Who is not listed opens the profile of his own name.
 */
export function explicitUsersJson(people: readonly SelfServiceUser[]): string {
  const listed = people.flatMap(({ name, userProfile, notebookInstance }) => {
    const openable = {
      ...(userProfile === name ? {} : { userProfile }),
      ...(notebookInstance === undefined ? {} : { notebookInstance }),
    };
    return Object.keys(openable).length === 0 ? [] : [[name, openable] as const];
  });
  return JSON.stringify(Object.fromEntries(listed));
}

/**
 * The same, checked.
 *
 * @throws when a person is listed twice, has no session name, or the list is longer than a function's variables may be
 */
export function usersVariable(people: readonly SelfServiceUser[]): string {
  for (const [index, { name }] of people.entries()) {
    if (!SESSION_NAME.test(name)) {
      throw new Error(`people: are named as their sessions are, got ${name}; use 2-64 letters, digits and _+=,.@-`);
    }
    if (people.findIndex((other) => other.name === name) !== index) {
      throw new Error(`people: are listed once each, got ${name} twice; remove one`);
    }
  }
  const text = explicitUsersJson(people);
  if (Buffer.byteLength(text) > MAX_USERS_BYTES) {
    throw new Error(
      `people: must fit into ${MAX_USERS_BYTES} bytes of a function's variables, got ${Buffer.byteLength(text)}; give some of them an environment of their own`,
    );
  }
  return text;
}
