import { groupBy } from "../../verify/collections/group-by";
import type { MatchedStatement } from "../../verify/iam/evaluation/authorize";
import type { Statement } from "../../verify/iam/language/parse-policy";
import type { PolicyTextResolver } from "../../verify/iam/language/policy-text-resolver";
import { isArnPlaceholder } from "../../verify/iam/patterns/placeholders";
import { labelOfTarget } from "../../verify/iam/request-space/requests/decided-requests";
import { describeContextKey } from "../../verify/iam/request-space/requests/describe-context-key";
import { requestOfExample } from "../../verify/iam/request-space/requests/example-request";
import type { DifferenceKind } from "../model/difference-kinds";
import { createDifference, formatList, type ReviewDifference, sortByRank } from "../model/review-difference";
import { type DecisionChange, severityOfChange } from "./decision-changes";
import { type DescribedRequest, mergedRequests } from "./merged-requests";

/** Principal types that get a sentence of their own; the others are counted. */
const maximumSentences = 5;

/** The policies that the sentences describe. */
export interface DecisionSentenceContext {
  /** Start of the sentence, such as `Through aws_vpc_endpoint.s3, `; may be empty. */
  readonly start: string;
  /** Terraform address of the resource that has the policies. */
  readonly address: string;
  readonly text: PolicyTextResolver;
  /** Statements of both sides. */
  readonly statements: readonly Statement[];
  /** The only resource of the requests, and the word for it in sentences. @default - requests may name any resource */
  readonly ownResource?: { readonly arn: string; readonly word: string };
  /** What newly allowed requests of one principal type mean. */
  readonly kindOf: (opened: readonly DecisionChange[]) => DifferenceKind;
}

/**
 * One sentence for each outcome, with the actions and resources, about every principal type that it is the same for: `Principal: "*"` is
 * one change, not one for anonymous callers and one for each other type.
 */
export function describeDecisionChanges(
  context: DecisionSentenceContext,
  changes: Iterable<DecisionChange>,
): readonly ReviewDifference[] {
  const byCaller = groupBy(changes, (change) => `${severityOfChange(change)} ${callerText(change)}`);
  const outcomes = [...byCaller.values()].map((group) => ({ group, outcome: outcomeOf(context, group) }));
  const alike = groupBy(outcomes, ({ outcome: { severity, kind, text } }) => JSON.stringify([severity, kind, text]));
  const differences = [...alike.values()].flatMap((same) => describeOutcome(context, same));
  const worstFirst = sortByRank(differences);
  const others = groupBy(worstFirst.slice(maximumSentences), ({ severity }) => severity as keyof typeof verbs);
  const counted = [...others].map(([severity, group]) => {
    const principals = `${group.length} other principal ${group.length === 1 ? "type" : "types"}`;
    const text = `${context.start}${principals} ${verbs[severity]} such actions`;
    return createDifference(severity, text, [context.address], group[0]?.kind);
  });
  return [...worstFirst.slice(0, maximumSentences), ...counted];
}

const verbs = { opens: "can now call", closes: "can no longer call", unclear: "might be able to call" } as const;

/** What becomes of requests of one principal type. */
interface Outcome {
  readonly severity: keyof typeof verbs;
  readonly kind: DifferenceKind | undefined;
  /** What follows the principal type in the sentence. */
  readonly text: string;
}

function outcomeOf(context: DecisionSentenceContext, group: readonly DecisionChange[]): Outcome {
  const severity = group[0] === undefined ? "unclear" : severityOfChange(group[0]);
  const actions = [...new Set(group.flatMap((change) => change.actions.map(({ name }) => name)))];
  const resources = formatList([...new Set(group.map((change) => resourceText(context, change)))], 2);
  const cited = [
    ...new Set(citationsOf(group).map(({ statement, policy }) => `"${statement.sid}" in ${policy.address}`)),
  ];
  const reason =
    cited.length === 0 ? "" : ` (${cited.length === 1 ? "statement" : "statements"} ${formatList(cited, 2)})`;
  return {
    severity,
    kind: severity === "opens" ? context.kindOf(group) : undefined,
    text: `${verbs[severity]} ${formatList(actions)} on ${resources}${reason}`,
  };
}

function describeOutcome(
  context: DecisionSentenceContext,
  alike: readonly { readonly group: readonly DecisionChange[]; readonly outcome: Outcome }[],
): readonly ReviewDifference[] {
  const [first] = alike;
  if (first === undefined) {
    return [];
  }
  const { start, address } = context;
  const { severity, kind, text } = first.outcome;
  const changes = alike.flatMap(({ group }) => group);
  const callers = [...new Set(changes.map(callerText))];
  const addresses = [address, ...citationsOf(changes).map(({ policy }) => policy.address)];
  const sentence = `${start}${formatList(callers, callers.length)} ${text}`;
  return [{ ...createDifference(severity, sentence, addresses, kind), details: requestDetails(context, changes) }];
}

/** The principal type with a foreign account that is named, without the example and the source that the label of the caller gives. */
function callerText({ caller: { label, principal } }: DecisionChange): string {
  const account = principal.kind === "iam-principal" ? principal.account : "";
  return label
    .replace("another account", /^\d{12}$/.test(account) ? `another account (${account})` : "another account")
    .replace(/, (?:such as|for) .*$/s, "")
    .replace(/(?:the service )?\u27e8(any other[^\u27e9]*)\u27e9/g, "$1")
    .replace(/arn:[^ ]*:iam::[^:]*:/g, "");
}

/** The resource of the requests, or `any ... resource` if the ARN names only a type. */
function resourceText({ text, ownResource }: DecisionSentenceContext, { target, actions }: DecisionChange): string {
  if (ownResource !== undefined && target.resource.startsWith(ownResource.arn)) {
    return target.resource === ownResource.arn ? ownResource.word : "its objects";
  }
  const readable = text.placeholders.readable(target.resource);
  const services = [...new Set(actions.map(({ service }) => service))];
  const resourcePart = withWildcards(readable).split(":").slice(5).join(":");
  const isComputed = isArnPlaceholder([...target.resource][0] ?? "");
  const isAny = !isComputed && resourcePart.replace(/^[\w-]+(?=\/)/, "").replace(/[*/:]/g, "") === "";
  if (services.length > 1) {
    return `any resource ${target.ownerLabel}`;
  }
  return isAny ? `any ${services[0]} resource ${target.ownerLabel}` : withWildcards(labelOfTarget(target, text));
}

const anyOtherText = "⟨anything else⟩";

function withWildcards(readable: string): string {
  return readable.replaceAll(anyOtherText, "*");
}

/** The statements that decide after the change, or that allowed before it. Policies without an address are assumed ones. */
function citationsOf(group: readonly DecisionChange[]): readonly MatchedStatement[] {
  const statements = group.flatMap(({ decision: { before, after } }) => {
    const decision = after.kind === "implicit-deny" ? before : after;
    return decision.kind === "explicit-deny" ? [decision.by] : decision.kind === "implicit-deny" ? [] : decision.by;
  });
  return statements.filter(({ policy }) => policy.address !== "");
}

/** The requests of a group, with their condition keys and origins. */
function requestDetails(context: DecisionSentenceContext, group: readonly DecisionChange[]): readonly string[] {
  const byRequest = groupBy(group, (change) => JSON.stringify(describeRequest(context, change)));
  const requests = [...byRequest].map(([request, changes]) => ({
    ...(JSON.parse(request) as DescribedRequest),
    origins: formatList([...new Set(changes.flatMap(originText))], 2),
  }));
  return mergedRequests(requests).map(({ called, keys, origins }) => {
    const condition = keys.length === 0 ? "" : ` with ${formatList(keys)}`;
    return `${called}${condition}${origins === "" ? "" : `, ${origins}`}`;
  });
}

/** Network path of a request. For an AWS service, which calls from inside AWS, the resource that it acts for. */
function originText({ caller, path }: DecisionChange): readonly string[] {
  if (caller.kind !== "service") {
    return [path.label];
  }
  const [, source] = /, (for .*)$/s.exec(caller.label) ?? [];
  return source === undefined ? [] : [withWildcards(source)];
}

function describeRequest(
  context: DecisionSentenceContext,
  { actions, target, request, chosenKeys }: DecisionChange,
): DescribedRequest {
  const { text, statements, ownResource } = context;
  const keys = [...new Set(chosenKeys)].map((key) =>
    withWildcards(describeContextKey(key, requestOfExample(request).context.get(key), statements, text)),
  );
  const on = ownResource === undefined ? ` on ${labelOfTarget(target, text)}` : "";
  return { called: withWildcards(`${formatList(actions.map(({ name }) => name))}${on}`), keys };
}
