import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import type { IamAction } from "../../aws/action-catalog";
import { actionMatches } from "../../evaluation/statement-matching";
import type { Statement } from "../../language/parse-policy";
import { isOpaquePlaceholder, isUnknownPlaceholder } from "../../patterns/placeholders";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";
import { matchesAnyArn } from "../../request-space/resources/target-resources";
import { statementsOf } from "../../request-space/statements/statement-queries";
import { actionsNotInCatalog, allowedServices } from "./privilege-escalation-actions";
import { decideRoleRequests } from "./requests-by-role";

/** Something that a role may do though it changes something, because of what it is done to. */
export interface PermittedWrite {
  readonly actions: RegExp;
  /** ARN patterns. @default - whatever it is done to */
  readonly resourceArns?: readonly string[];
  /** Whether the request is such that it is excused. @default - every one is */
  readonly when?: (context: DecidedRequest["request"]["context"]) => boolean;
}

/** Which actions of a service are asked about, and what of them is excused. */
export interface WriteQuestion {
  readonly actionsToCheck: (service: string) => readonly IamAction[];
  readonly permittedWrites: readonly PermittedWrite[];
  /** ARNs, with wildcards, that the excuses do not speak of and the answers must tell apart. @default - none */
  readonly distinguishedArns?: readonly (readonly string[])[];
}

/** What a role may change, by names that the catalogue lists and by others, on resources by their ARNs and by references. */
export function* decideWriteRequests(
  model: PolicyModel,
  role: RoleWithPolicies,
  question: WriteQuestion,
): Generator<DecidedRequest> {
  const statements = statementsOf(role.identityPolicies);
  const actions = [...allowedServices(statements).flatMap(question.actionsToCheck), ...actionsNotInCatalog(statements)];
  const scopes = question.permittedWrites.filter(
    (excuse) => excuse.resourceArns !== undefined && appliesToAnyAction(excuse, statements, actions),
  );
  const resources = [
    ...scopes.map(({ resourceArns = [] }) => resourceArns),
    ...(question.distinguishedArns ?? []),
  ].filter((group) => group.length > 0);
  yield* decideRoleRequests(model, role, { actions, distinguishedArns: resources });
  for (const [reference, named] of actionsByUnresolvedResource(statements, actions)) {
    const types = new Set(named.flatMap(({ resourceTypes }) => resourceTypes));
    const only = Object.fromEntries([...types].map((type) => [type, reference]));
    yield* decideRoleRequests(model, role, { actions: named, arnPatternByType: only });
  }
}

function appliesToAnyAction(
  permitted: PermittedWrite,
  statements: readonly Statement[],
  actions: readonly IamAction[],
): boolean {
  const allowing = statements.filter(({ effect }) => effect === "Allow");
  return actions.some(
    ({ name }) => permitted.actions.test(name) && allowing.some(({ action }) => actionMatches(action, name) !== "no"),
  );
}

/** Resources that are named by nothing but a reference: what their ARN looks like is not known, so no form of one finds them. */
function actionsByUnresolvedResource(
  statements: readonly Statement[],
  actions: readonly IamAction[],
): ReadonlyMap<string, readonly IamAction[]> {
  const found = new Map<string, IamAction[]>();
  for (const { effect, action, resource } of statements) {
    const references =
      effect === "Allow" && resource?.isNegated === false ? resource.patterns.filter(isUnresolvedReference) : [];
    const named = references.length === 0 ? [] : actions.filter(({ name }) => actionMatches(action, name) !== "no");
    for (const reference of named.length === 0 ? [] : references) {
      found.set(reference, [...(found.get(reference) ?? []), ...named]);
    }
  }
  return found;
}

function isUnresolvedReference(pattern: string): boolean {
  const [letter = ""] = pattern;
  return isOpaquePlaceholder(letter) || isUnknownPlaceholder(letter);
}

/** Whether every action of the class is excused on its target. */
export function isPermittedWrite(
  { actions, target, request }: DecidedRequest,
  permittedWrites: readonly PermittedWrite[],
): boolean {
  return actions.every(({ name }) =>
    permittedWrites.some(
      (excuse) =>
        excuse.actions.test(name) &&
        (excuse.resourceArns === undefined || matchesAnyArn(excuse.resourceArns, target.resource)) &&
        (excuse.when === undefined || excuse.when(request.context)),
    ),
  );
}
