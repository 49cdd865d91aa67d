import { actionsOfService, type IamAction, isActionOfService, servicesInCatalog } from "../aws/action-catalog";
import { actionMatches, serviceOfPattern } from "../evaluation/statement-matching";
import type { Statement } from "../language/parse-policy";
import { containsUnknown, isOpaquePlaceholder, isUnknownPlaceholder } from "../patterns/placeholders";

/** Services of which the statements may allow an action: every service, where a pattern names none in full. */
export function allowedServices(statements: readonly Statement[]): readonly string[] {
  const allowing = statements.filter(({ effect }) => effect === "Allow");
  const isOfAnyService = allowing.some(
    ({ action }) => action.isNegated || action.patterns.some((pattern) => /[*?]/.test(serviceOfPattern(pattern))),
  );
  const named = allowing.flatMap(({ action }) => (action.isNegated ? [] : action.patterns.map(serviceOfPattern)));
  return isOfAnyService ? servicesInCatalog() : [...new Set(named)];
}

/** Allowed action names that the catalog does not list. Their effect is unknown, so they count as writes. */
export function actionsNotInCatalog(statements: readonly Statement[]): readonly IamAction[] {
  const patterns = statements
    .filter(({ effect, action }) => effect === "Allow" && !action.isNegated)
    .flatMap(({ action }) => action.patterns);
  return [...new Set(patterns)].filter(isNotInCatalog).map((pattern) => ({
    name: pattern.replace(/[*?]/g, "Anything"),
    service: serviceOfPattern(pattern),
    accessLevels: ["Write"],
    resourceTypes: ["anything"],
    conditionKeys: [],
  }));
}

function isNotInCatalog(pattern: string): boolean {
  const service = serviceOfPattern(pattern);
  if (/[*?]/.test(service)) {
    return false;
  }
  const isExact = !/[*?]/.test(pattern) && !containsUnknown(pattern);
  return actionsOfService(service).length === 0 || (isExact && !isActionOfService(service, pattern));
}

/**
 * Actions by the resource that an Allow names only as a reference. The ARN behind such a reference is not known, so it
 * matches no ARN format of the catalog and needs requests of its own.
 */
export function actionsByUnresolvedResource(
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
  const [first = ""] = pattern;
  return isOpaquePlaceholder(first) || isUnknownPlaceholder(first);
}
