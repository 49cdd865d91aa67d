import type { Person, Settings } from "./settings";

/**
 * Name of the person who launched a product, from the principal that Service Catalog recorded.
 *
 * Only sessions of the developer role count: who may name such a session is settled in that role's trust policy, whereas the
 * session names of other roles are chosen by whoever assumes them.
 *
 * @throws when the principal is anybody else
 */
export function personBehind(principalArn: string, developerRoleArn: string): string {
  const role = /^arn:([^:]+):iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/.exec(developerRoleArn);
  const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/([\w+=,.@-]{2,64})$/.exec(principalArn);
  const same = role !== null && session !== null && [1, 2, 3].every((part) => role[part] === session[part]);
  const name = session?.[4];
  if (!same || name === undefined) {
    throw new Error(
      `principal: is no session of the developer role, got ${principalArn}; launch the product as ${developerRoleArn}`,
    );
  }
  return name;
}

/** What a person may open. @throws when the environment does not know the person */
export function openableBy(name: string, { people }: Pick<Settings, "people">): Person {
  const person = Object.hasOwn(people, name) ? people[name] : undefined;
  if (person === undefined) {
    throw new Error(`person: has no user profile in this environment, got ${name}; ask for one to be added`);
  }
  return person;
}
