import type { Person, Settings } from "./settings";

/**
 * Name of the person who launched a product, from the principal that Service Catalog recorded.
 *
 * Only sessions of the launcher roles count: who may name such a session is settled in those roles' trust policies, whereas
 * the session names of other roles are chosen by whoever assumes them.
 *
 * @throws when the principal is anybody else
 */
export function personBehind(principalArn: string, launcherRoleArns: readonly string[]): string {
  const [, partition, account, role, name] = SESSION.exec(principalArn) ?? [];
  const isLauncher = launcherRoleArns.some((arn) => {
    const launcher = ROLE.exec(arn);
    return launcher !== null && launcher[1] === partition && launcher[2] === account && launcher[3] === role;
  });
  if (!isLauncher || name === undefined) {
    throw new Error(
      `principal: is no session of a launcher role, got ${principalArn}; launch the product as ${launcherRoleArns.join(" or ")}`,
    );
  }
  return name;
}

/** The ARN of a session leaves the path of its role out. */
const ROLE = /^arn:([^:]+):iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/;
const SESSION = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/([\w+=,.@-]{2,64})$/;

/** What SageMaker takes for the name of a user profile. */
const PROFILE_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

/**
 * What a person may open: what is listed, else the profile of that name, which SageMaker refuses where there is none or where it
 * is tagged as somebody else's.
 *
 * @throws when there can be no such profile
 */
export function openableBy(name: string, { people }: Pick<Settings, "people">): Person {
  const person = Object.hasOwn(people, name) ? people[name] : undefined;
  if (person === undefined && !PROFILE_NAME.test(name)) {
    throw new Error(`person: has no user profile in this environment, got ${name}; ask for one to be added`);
  }
  return person ?? { userProfile: name };
}
