import { groupBy } from "../../verify/collections/group-by";
import type { PolicyTextResolver } from "../../verify/iam/language/policy-text-resolver";
import type { CallerKind } from "../../verify/iam/request-space/principals/caller";
import { actsOnBehalfOf } from "../../verify/iam/request-space/principals/service-callers";
import type { DifferenceKind } from "../model/difference-kinds";
import type { DecisionChange } from "./decision-changes";

/** What distinguishes requests inside the perimeter from others. */
export interface RequestSurroundings {
  readonly text: PolicyTextResolver;
  /** IDs of the VPC endpoints of the configuration. */
  readonly endpointIds: ReadonlySet<string>;
}

/** Callers of the account and its organization. A service counts as one only if it acts for the account. */
const insideCallers: ReadonlySet<CallerKind> = new Set([
  "stack-role",
  "execution-role",
  "deployer",
  "break-glass",
  "account",
  "organization",
]);

/** What it means that the policy of a bucket, a key or a VPC endpoint newly allows requests. */
export function resourcePolicyKind(
  surroundings: RequestSurroundings,
  opened: readonly DecisionChange[],
): DifferenceKind {
  const isInside = (change: DecisionChange): boolean =>
    isInsideCaller(change, surroundings) &&
    (change.caller.kind === "service" || isThroughEndpoint(change, surroundings)) &&
    isOwnTarget(change, surroundings);
  return opened.every(isInside) ? "inside-request" : "outside-request";
}

/** What it means that a trust policy newly allows to assume a role. Services assume roles from inside AWS, for any account. */
export function trustKind(surroundings: RequestSurroundings, opened: readonly DecisionChange[]): DifferenceKind {
  if (opened.every(({ caller }) => caller.kind === "service")) {
    return "service-trust";
  }
  return opened.every((change) => change.caller.kind === "service" || isInsideCaller(change, surroundings))
    ? "inside-request"
    : "outside-request";
}

/**
 * What it means that an existing role can newly call something. A role whose requests are newly allowed only around the VPC
 * endpoints has lost its limit to the network.
 */
export function rolePermissionKind(
  surroundings: RequestSurroundings,
  opened: readonly DecisionChange[],
): DifferenceKind {
  const byRequest = groupBy(opened, ({ actions, target }) => `${actions.map(({ name }) => name)} ${target.resource}`);
  const losesNetworkLimit = [...byRequest.values()].some((group) =>
    group.every((change) => !isThroughEndpoint(change, surroundings) && !isAnyPath(change)),
  );
  return losesNetworkLimit || !opened.every((change) => isOwnTarget(change, surroundings))
    ? "outside-request"
    : "inside-request";
}

function isInsideCaller({ caller }: DecisionChange, { text }: RequestSurroundings): boolean {
  return caller.kind === "service" ? actsOnBehalfOf(text.account, caller) : insideCallers.has(caller.kind);
}

function isThroughEndpoint({ path }: DecisionChange, { endpointIds }: RequestSurroundings): boolean {
  return (path.context.get("aws:sourcevpce") ?? []).some((id) => endpointIds.has(id));
}

/** Where no statement distinguishes paths, one stands for all. */
function isAnyPath({ path }: DecisionChange): boolean {
  return path.context.size === 0;
}

/** Whether the request is about no resource, or about one of the account or its organization. */
function isOwnTarget({ target }: DecisionChange, { text }: RequestSurroundings): boolean {
  const owners = target.context.get("aws:resourceaccount") ?? [];
  const organizations = target.context.get("aws:resourceorgid") ?? [];
  return (
    target.resource === "*" ||
    owners.includes(text.account) ||
    (text.ownOrganization !== undefined && organizations.includes(text.ownOrganization))
  );
}
