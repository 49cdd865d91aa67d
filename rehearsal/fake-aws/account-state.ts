import type { ObjectValue } from "../protocol/values";
import { knownString } from "../protocol/values";

/** A resource in the account of the stand-in, created by Terraform, an AWS service or a user. */
export interface AwsResource {
  readonly type: string;
  readonly attributes: ObjectValue;
}

/** Whether resources that SageMaker leaves behind when a domain is deleted are removed. */
export type OrphanPolicy = "remove" | "keep";

/** What the answers of an account depend on. */
export interface AccountSettings {
  /** Role whose session runs Terraform, as `<path and name>`. */
  readonly callerRole: string;
  /** Region where a provider block leaves it to the environment. @default - an example, which counts as not given */
  readonly region?: string | undefined;
  /** Letters of the Availability Zones of every Region, in their order. @default - `a` to `f` */
  readonly zoneLetters?: readonly string[] | undefined;
  /** Names of the zones that the account has, as its owner declares them. @default - those of {@link zoneLetters} */
  readonly zones?: readonly string[] | undefined;
  /**
   * Called with the type of each data source that every account answers, where nobody but AWS knows the answer, such as the number of the
   * account. A plan then has no Region that the configuration does not name.
   * @default - such an answer counts as that of the account
   */
  readonly onAssumed?: ((type: string) => void) | undefined;
}

/** One AWS account in memory. Each rehearsed environment has its own, or shares that of the network that it belongs to. */
export interface AccountState extends AccountSettings {
  /** Whether several environments use the account: then a lookup finds what one of them has created, or fails. */
  readonly isShared: boolean;
  readonly resources: Map<string, AwsResource>;
  /** Identifiers in use, so that two equal configurations get different IDs. */
  readonly issuedIds: Set<string>;
  readonly orphanPolicy: OrphanPolicy;
  /** Called with a sentence about each change outside Terraform. */
  readonly onEvent: (event: string) => void;
  /**
   * Called with the type of each data source that is answered with examples, because the account has no such thing, and with the source
   * of each utility provider of which an apply uses a stand-in.
   */
  readonly onExample: (type: string) => void;
}

/** The role that runs Terraform unless another one is named. */
export const DEFAULT_CALLER_ROLE = "rehearsal";

/** What an environment brings to the account that it uses. */
export type AccountUse = AccountSettings & Pick<AccountState, "orphanPolicy" | "onEvent" | "onExample">;

const ignore = (): void => undefined;

/** An empty account. Without another policy it removes orphans, and without listeners it tells nobody of events and examples. */
export function createAccountState({
  callerRole = DEFAULT_CALLER_ROLE,
  orphanPolicy = "remove",
  onEvent = ignore,
  onExample = ignore,
  ...settings
}: Partial<AccountUse> = {}): AccountState {
  const empty = { isShared: false, resources: new Map(), issuedIds: new Set<string>() };
  return { ...empty, ...settings, orphanPolicy, onEvent, onExample, callerRole };
}

/** The same account as another environment uses it, with events of its own. */
export function shareAccountState({ resources, issuedIds }: AccountState, own: AccountUse): AccountState {
  return { ...own, isShared: true, resources, issuedIds };
}

function resourceKey(type: string, id: string): string {
  return `${type} ${id}`;
}

/** Adds or replaces a resource. Resources without an ID are ignored, because nothing can refer to them. */
export function putResource(accountState: AccountState, resource: AwsResource): void {
  const id = knownString(resource.attributes.id);
  if (id !== undefined) {
    accountState.resources.set(resourceKey(resource.type, id), resource);
  }
}

/** Removes a resource. */
export function removeResource(accountState: AccountState, { type, attributes }: AwsResource): void {
  accountState.resources.delete(resourceKey(type, knownString(attributes.id) ?? ""));
}

/** The resource of a type that has an ID. @returns `undefined` when the account has none */
export function findResource(
  accountState: AccountState,
  type: string,
  id: string | undefined,
): AwsResource | undefined {
  return id === undefined ? undefined : accountState.resources.get(resourceKey(type, id));
}

/** All resources of a type. */
export function accountResourcesOfType(accountState: AccountState, type: string): readonly AwsResource[] {
  return [...accountState.resources.values()].filter((resource) => resource.type === type);
}
