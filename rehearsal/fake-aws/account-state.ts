import type { ObjectValue } from "../protocol/values";
import { knownString } from "../protocol/values";

/** Something that exists in the stand-in's account: made by Terraform, or beside it by a service or a user. */
export interface AwsResource {
  readonly type: string;
  readonly attributes: ObjectValue;
}

/** What becomes of what SageMaker leaves in the VPC when a domain is deleted: a person removes it, or nobody does. */
export type OrphanPolicy = "remove" | "keep";

/** One account and region, in memory: each rehearsed environment has its own. */
export interface AccountState {
  readonly resources: Map<string, AwsResource>;
  /** Identifiers given out so far: two equal configurations still get two ids. */
  readonly issuedIds: Set<string>;
  readonly orphanPolicy: OrphanPolicy;
  /** Told, in a sentence, what happened beside Terraform. */
  readonly onEvent: (event: string) => void;
}

/** An empty account. */
export function createAccountState(orphanPolicy: OrphanPolicy, onEvent: (event: string) => void): AccountState {
  return { resources: new Map(), issuedIds: new Set(), orphanPolicy, onEvent };
}

function resourceKey(type: string, id: string): string {
  return `${type} ${id}`;
}

/** Puts a thing in the world, in place of its earlier self; nothing can refer to one without an id. */
export function putResource(accountState: AccountState, resource: AwsResource): void {
  const id = knownString(resource.attributes.id);
  if (id !== undefined) {
    accountState.resources.set(resourceKey(resource.type, id), resource);
  }
}

/** Takes a thing out of the world. */
export function removeResource(accountState: AccountState, { type, attributes }: AwsResource): void {
  accountState.resources.delete(resourceKey(type, knownString(attributes.id) ?? ""));
}

/** The thing of a type and id, if it exists. */
export function findResource(
  accountState: AccountState,
  type: string,
  id: string | undefined,
): AwsResource | undefined {
  return id === undefined ? undefined : accountState.resources.get(resourceKey(type, id));
}

/** Every thing of a type. */
export function accountResourcesOfType(accountState: AccountState, type: string): readonly AwsResource[] {
  return [...accountState.resources.values()].filter((resource) => resource.type === type);
}
