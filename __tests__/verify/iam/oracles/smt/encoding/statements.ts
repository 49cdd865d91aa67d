import { hasTypeInArn } from "../../../../../../verify/iam/aws/action-catalog";
import { listOf, matches, type PolicyStatement } from "../../reference-evaluator";
import { type SymbolicKeys, testReading, tokensReading } from "./conditions";
import { matchesTokens, type SymbolicText } from "./pattern-matching";
import { patternCases } from "./patterns";
import { endsWithName, isKind } from "./symbolic-caller";
import { callerParts, testsOf } from "./symbolic-keys";
import {
  and,
  certain,
  equal,
  everyReading,
  has,
  notReading,
  open,
  or,
  quote,
  type Reading,
  someReading,
  type Term,
  value,
} from "./terms";

/** Whether the statement applies to a request, as far as its action does not decide; `resource` is its ARN. */
export function statementReading(
  statement: PolicyStatement,
  keys: SymbolicKeys,
  isAnonymous: boolean,
  resource: SymbolicText,
): Reading {
  return everyReading([
    principalReading(statement, isAnonymous),
    resourceReading(statement, keys, resource),
    ...testsOf(statement).map((test) => testReading(test, keys)),
  ]);
}

/** Whether the statement names the action: AWS documents everything, and actions of a service that is written out. */
export function actionReading({ Action, NotAction }: PolicyStatement, action: string): Reading {
  const patterns = listOf(Action ?? NotAction);
  const isNamed = patterns.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
  const applies = certain(String(isNamed === (NotAction === undefined)));
  const isDocumented = patterns.every((pattern) => ["*", "*:*"].includes(pattern) || /^[^:*?]+:[^:]+$/u.test(pattern));
  return isDocumented || (applies.surely === "false" && NotAction === undefined) ? applies : open;
}

function principalReading(
  { Principal: element, NotPrincipal: excluded }: PolicyStatement,
  isAnonymous: boolean,
): Reading {
  const named = excluded ?? element;
  if (named === undefined) {
    return certain("true");
  }
  const entries =
    named === "*"
      ? ["AWS *"]
      : Object.entries(named).flatMap(([kind, values]) => listOf(values).map((one) => `${kind} ${one}`));
  if (entries.includes("AWS *")) {
    return certain(String(excluded === undefined));
  }
  if (isAnonymous) {
    return certain(String(excluded !== undefined));
  }
  const found = entries.map(entryMatch);
  return excluded === undefined ? someReading(found.map(({ reading }) => reading)) : notReading(exclusion(found));
}

/**
 * `NotPrincipal` excepts a principal whose account is listed too; what it does with one of the two is not documented. The root user is
 * its account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function exclusion(found: readonly EntryMatch[]): Reading {
  const termsOf = (isAccount: boolean): Reading =>
    someReading(found.filter((match) => match.isAccount === isAccount).map(({ reading }) => reading));
  const [account, direct] = [termsOf(true), termsOf(false)];
  const isRoot = everyReading([account, certain(isKind("root"))]);
  return {
    surely: or([and([account.surely, direct.surely]), isRoot.surely]),
    maybe: or([account.maybe, direct.maybe]),
  };
}

interface EntryMatch {
  readonly reading: Reading;
  readonly isAccount: boolean;
}

/** How an entry of `Principal`, with its kind before it, matches an IAM principal. */
function entryMatch(entry: string): EntryMatch {
  const [kind, name = ""] = [entry.split(" ")[0] ?? "", entry.slice(entry.indexOf(" ") + 1)];
  const ofAccount = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
  const session = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(name);
  const direct = (reading: Reading): EntryMatch => ({ reading, isAccount: false });
  if (kind === "Service") {
    return direct(certain("false"));
  }
  if (kind === "Federated") {
    const isOfProvider = name === "*" ? "true" : equal(value("aws:federatedprovider"), quote(name));
    return direct(certain(and([has("aws:federatedprovider"), isOfProvider])));
  }
  if (kind === "CanonicalUser") {
    return { reading: certain(equal("|canonical user|", quote(name))), isAccount: true };
  }
  if (ofAccount !== undefined) {
    return { reading: certain(equal("|account|", quote(ofAccount))), isAccount: true };
  }
  if (session !== null) {
    const [, account = "", role = ""] = session;
    const isRole = and([isKind("role"), equal("|account|", quote(account)), endsWithName("role", quote(role))]);
    return direct(certain(and([isRole, equal("|session|", quote(name))])));
  }
  const isPrincipal = /^arn:aws:(?:iam::\d{12}:(?:role|user)|sts::\d{12}:federated-user)\/./.test(name);
  return direct(isPrincipal ? certain(isCaller(name)) : open);
}

function isCaller(arn: string): Term {
  return matchesTokens({ parts: callerParts }, [{ kind: "text", text: arn }]);
}

function resourceReading(
  { Resource, NotResource }: PolicyStatement,
  keys: SymbolicKeys,
  resource: SymbolicText,
): Reading {
  if (Resource === undefined && NotResource === undefined) {
    return certain("true");
  }
  const patterns = listOf(Resource ?? NotResource);
  const isExcluded = Resource === undefined;
  const found = someReading(patterns.map((pattern) => resourcePatternReading(pattern, isExcluded, keys, resource)));
  const applies = isExcluded ? notReading(found) : found;
  return patterns.every(isDocumentedResource)
    ? applies
    : { surely: "false", maybe: isExcluded ? "true" : applies.maybe };
}

function resourcePatternReading(
  pattern: string,
  isExcluded: boolean,
  keys: SymbolicKeys,
  resource: SymbolicText,
): Reading {
  const cases = patternCases(pattern, "resource", (key) => keys.get(key)?.isSingle ?? "true");
  return someReading(
    cases.map(({ condition, tokens }) => {
      // Whether a variable without a value voids the statement or excludes nothing is not documented.
      const without = isExcluded ? open : certain("false");
      return everyReading([certain(condition), tokens === undefined ? without : tokensReading(resource, tokens)]);
    }),
  );
}

/**
 * Whether AWS documents what the text matches: everything, or an ARN with its partition and service written out, and its type where the
 * ARNs of the service have one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function isDocumentedResource(text: string): boolean {
  const [scheme, partition = "*", service = "*", , , ...path] = text.split(":");
  const [type = ""] = path.join(":").split(/[:/]/u, 1);
  const isTypeOpen = type !== "*" && /[*?]/u.test(type) && hasTypeInArn(service);
  return text === "*" || (scheme === "arn" && !/[*?]|^$/u.test(partition) && !/[*?]|^$/u.test(service) && !isTypeOpen);
}
