import { wildcardPattern } from "../../aws/wildcard-pattern";
import { actionsOfService } from "../../verify/iam/aws/action-catalog";
import { serviceOfPattern } from "../../verify/iam/evaluation/statement-matching";
import type { Policy, Statement } from "../../verify/iam/language/parse-policy";
import { statementsOf } from "../../verify/iam/request-space/statements/statement-queries";
import { createDifference, formatList, type ReviewDifference } from "../model/review-difference";

/** Statements that only one side has, regardless of order and Sid. */
export function changedStatements(before: readonly Policy[], after: readonly Policy[]): readonly Statement[] {
  const [keyedBefore, keyedAfter] = [keyedStatements(before), keyedStatements(after)];
  const changed = [...keyedAfter.filter(isMissingFrom(keyedBefore)), ...keyedBefore.filter(isMissingFrom(keyedAfter))];
  return changed.map(({ statement }) => statement);
}

/**
 * Changed statements with actions that the catalog does not list: what they decide is not known.
 *
 * @param services the only services whose requests the policies decide. @default - every service
 */
export function unlistedActionDifferences(
  address: string,
  changed: readonly Statement[],
  services?: readonly string[],
): readonly ReviewDifference[] {
  const named = changed.flatMap(({ action: { patterns } }) => patterns);
  const isDecided = (pattern: string): boolean => services?.includes(serviceOfPattern(pattern)) ?? true;
  const unlisted = [...new Set(named)].filter((pattern) => isDecided(pattern) && !isListedAction(pattern));
  return unlisted.length === 0
    ? []
    : [
        createDifference(
          "unclear",
          `Policies of ${address} change for actions that the catalog does not list (${formatList(unlisted)}): what they allow cannot be compared`,
          [address],
        ),
      ];
}

/** Whether the pattern matches an action of the catalog. */
function isListedAction(pattern: string): boolean {
  const [service = "", ...rest] = pattern.toLowerCase().split(":");
  if (rest.length === 0 || /[*?]/.test(service)) {
    return /^[*?]+$/.test(service) || rest.length > 0;
  }
  const form = wildcardPattern(rest.join(":"), "i");
  return actionsOfService(service).some(({ name }) => form.test(name.slice(service.length + 1)));
}

interface KeyedStatement {
  readonly key: string;
  readonly statement: Statement;
}

function keyedStatements(policies: readonly Policy[]): readonly KeyedStatement[] {
  return statementsOf(policies).map((statement) => ({ key: statementKey(statement), statement }));
}

function isMissingFrom(others: readonly KeyedStatement[]): (statement: KeyedStatement) => boolean {
  const keys = new Set(others.map(({ key }) => key));
  return ({ key }) => !keys.has(key);
}

/** The meaning of a statement, without its Sid. */
function statementKey({ effect, principal, action, resource, conditions }: Statement): string {
  const patterns = (element: Statement["resource"]) => element && [element.isNegated, element.patterns.toSorted()];
  const entries = principal?.entries.map(({ kind, value }) => `${kind} ${value}`).toSorted();
  const tests = conditions
    .map(({ operatorName, key, values }) => JSON.stringify([operatorName, key, values.toSorted()]))
    .toSorted();
  return JSON.stringify([effect, principal?.isNegated, entries, patterns(action), patterns(resource), tests]);
}
