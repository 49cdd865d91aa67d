import type { PolicyPlace, RealPolicy } from "../real-policies";
import { isRefusedByReference, type PolicyStatement } from "../reference-evaluator";

/**
 * Whether AWS refuses the policy, or nobody knows its text before the apply, so that no question about it has an answer.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function hasNoAnswer({ document, place, isOpen }: RealPolicy): boolean {
  return (
    isOpen || isRefusedByReference(document) || document.Statement.some((statement) => isMisplaced(statement, place))
  );
}

/** A policy of a resource says for whom it is; a policy of a role does not; a trust policy has no resource. */
function isMisplaced(statement: PolicyStatement, place: PolicyPlace): boolean {
  const { Action, NotAction, Principal: element, NotPrincipal: excluded, Resource, NotResource } = statement;
  const hasPrincipal = element !== undefined || excluded !== undefined;
  const hasResource = Resource !== undefined || NotResource !== undefined;
  return (
    (Action === undefined && NotAction === undefined) ||
    hasPrincipal !== (place !== "identity") ||
    hasResource !== (place !== "trust")
  );
}
