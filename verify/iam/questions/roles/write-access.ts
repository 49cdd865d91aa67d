import type { PolicyModel } from "../../attachments/policy-model";
import type { Role } from "../../attachments/roles";
import type { CatalogueAction } from "../../aws/action-catalog";
import { actionMatches } from "../../evaluation/statement-matching";
import type { Statement } from "../../language/parse-policy";
import { isComputed, isUnknown } from "../../patterns/placeholders";
import type { Answer } from "../../request-space/requests/decisions";
import { isAmong } from "../../request-space/resources/target-resources";
import { statementsOf } from "../../request-space/statements/statement-queries";
import { servicesAllowed, unlistedActions } from "./privilege-escalation-actions";
import { roleAnswers } from "./requests-by-role";

/** Something that a role may do though it changes something, because of what it is done to. */
export interface Excuse {
  readonly actions: RegExp;
  /** ARN patterns. @default - whatever it is done to */
  readonly on?: readonly string[];
  /** Whether the request is such that it is excused. @default - every one is */
  readonly when?: (context: Answer["request"]["context"]) => boolean;
}

/** Which actions of a service are asked about, and what of them is excused. */
export interface WriteQuestion {
  readonly actionsOf: (service: string) => readonly CatalogueAction[];
  readonly excuses: readonly Excuse[];
  /** ARNs, with wildcards, that the excuses do not speak of and the answers must tell apart. @default - none */
  readonly told?: readonly (readonly string[])[];
}

/** What a role may change, by names that the catalogue lists and by others, on resources by their ARNs and by references. */
export function* writeAnswers(model: PolicyModel, role: Role, question: WriteQuestion): Generator<Answer> {
  const statements = statementsOf(role.identity);
  const actions = [...servicesAllowed(statements).flatMap(question.actionsOf), ...unlistedActions(statements)];
  const scopes = question.excuses.filter(
    (excuse) => excuse.on !== undefined && concernsAny(excuse, statements, actions),
  );
  const resources = [...scopes.map(({ on = [] }) => on), ...(question.told ?? [])].filter((group) => group.length > 0);
  yield* roleAnswers(model, role, { actions, resources });
  for (const [reference, named] of byReference(statements, actions)) {
    const types = new Set(named.flatMap(({ resourceTypes }) => resourceTypes));
    const only = Object.fromEntries([...types].map((type) => [type, reference]));
    yield* roleAnswers(model, role, { actions: named, only });
  }
}

function concernsAny(excuse: Excuse, statements: readonly Statement[], actions: readonly CatalogueAction[]): boolean {
  const allowing = statements.filter(({ effect }) => effect === "Allow");
  return actions.some(
    ({ name }) => excuse.actions.test(name) && allowing.some(({ action }) => actionMatches(action, name) !== "no"),
  );
}

/** Resources that are named by nothing but a reference: what their ARN looks like is not known, so no form of one finds them. */
function byReference(
  statements: readonly Statement[],
  actions: readonly CatalogueAction[],
): ReadonlyMap<string, readonly CatalogueAction[]> {
  const found = new Map<string, CatalogueAction[]>();
  for (const { effect, action, resource } of statements) {
    const references = effect === "Allow" && resource?.excluded === false ? resource.patterns.filter(isReference) : [];
    const named = references.length === 0 ? [] : actions.filter(({ name }) => actionMatches(action, name) !== "no");
    for (const reference of named.length === 0 ? [] : references) {
      found.set(reference, [...(found.get(reference) ?? []), ...named]);
    }
  }
  return found;
}

function isReference(pattern: string): boolean {
  const [letter = ""] = pattern;
  return isComputed(letter) || isUnknown(letter);
}

/** Whether every action of the class is excused on its target. */
export function isExcused({ actions, target, request }: Answer, excuses: readonly Excuse[]): boolean {
  return actions.every(({ name }) =>
    excuses.some(
      (excuse) =>
        excuse.actions.test(name) &&
        (excuse.on === undefined || isAmong(excuse.on, target.resource)) &&
        (excuse.when === undefined || excuse.when(request.context)),
    ),
  );
}
