import { groupBy } from "../../verify/collections/group-by";
import type { MatchedStatement } from "../../verify/iam/evaluation/authorize";
import type { PolicyTextResolver } from "../../verify/iam/language/policy-text-resolver";
import { createDifference, formatList, type ReviewDifference } from "../model/review-difference";
import { type DecisionChange, severityOfChange } from "./decision-changes";

/** More callers of one kind teach a reader nothing. */
const maximumSentences = 5;

/** What requests are asked of. */
export interface DecisionSentenceContext {
  /** The start of the sentence: `Through aws_vpc_endpoint.s3, `. */
  readonly start: string;
  /** The resource whose policy it is. */
  readonly address: string;
  readonly text: PolicyTextResolver;
  /** The resource that is asked for, and a word for it. @default - any */
  readonly ownResource?: { readonly arn: string; readonly word: string };
}

/** One sentence for each sort of caller and each turn, with the actions and what they act on. */
export function describeDecisionChanges(
  place: DecisionSentenceContext,
  shifts: Iterable<DecisionChange>,
): readonly ReviewDifference[] {
  const alike = groupBy(shifts, (shift) => `${severityOfChange(shift)} ${callerText(shift)}`);
  const sentences = [...alike.values()].flatMap((group) => decisionSentence(place, group));
  const rest = groupBy(sentences.slice(maximumSentences), ({ severity }) => severity);
  const more = [...rest].map(([severity, left]) =>
    createDifference(severity, `${place.start}${left.length} more sorts of callers fare likewise`, [place.address]),
  );
  return [...sentences.slice(0, maximumSentences), ...more];
}

const verbs = { opens: "may now call", closes: "may no longer call", unclear: "may or may not call" } as const;

function decisionSentence(
  place: DecisionSentenceContext,
  group: readonly DecisionChange[],
): readonly ReviewDifference[] {
  const [first] = group;
  if (first === undefined) {
    return [];
  }
  const { start, address } = place;
  const meaning = severityOfChange(first);
  const actions = [...new Set(group.flatMap((shift) => shift.actions.map(({ name }) => name)))];
  const resources = formatList([...new Set(group.map((shift) => resourceText(place, shift)))], 2);
  const by = citationsOf(group);
  const named = [...new Set(by.map(({ statement, policy }) => `"${statement.sid}" of ${policy.address}`))];
  const because = named.length === 0 ? "" : `, by ${formatList(named, 2)}`;
  const words = `${start}${callerText(first)} ${verbs[meaning]} ${formatList(actions)} on ${resources}${because}`;
  return [
    {
      ...createDifference(meaning, words, [address, ...by.map(({ policy }) => policy.address)]),
      details: requestDetails(place, group),
    },
  ];
}

/** The sort of caller; of an example nobody learns anything. */
function callerText({ caller }: DecisionChange): string {
  return caller.label
    .replace(/, such as .*$/s, "")
    .replace(/(?:the service )?⟨(any other[^⟩]*)⟩/g, "$1")
    .replace(/arn:[^ ]*:iam::[^:]*:/g, "");
}

/** The resource, and where nothing but its sort is said of it: any of its service. */
function resourceText(
  { text, ownResource: own }: DecisionSentenceContext,
  { target, actions }: DecisionChange,
): string {
  if (own !== undefined && target.resource.startsWith(own.arn)) {
    return target.resource === own.arn ? own.word : "its objects";
  }
  const readable = text.placeholders.readable(target.resource);
  const owner = target.label.replace(readable, "").replace(/^no resource in particular/, "");
  const services = [...new Set(actions.map(({ service }) => service))];
  const named = withWildcards(readable).split(":").slice(5).join(":");
  const isAny = named.replace(/^[\w-]+(?=\/)/, "").replace(/[*/:]/g, "") === "";
  if (services.length > 1) {
    return `any resource${owner}`;
  }
  return isAny ? `any ${services[0]} resource${owner}` : withWildcards(target.label);
}

function withWildcards(readable: string): string {
  return readable.replaceAll("⟨anything else⟩", "*");
}

/** What decides now, or decided before where nothing allows it any more; a policy elsewhere is only assumed. */
function citationsOf(group: readonly DecisionChange[]): readonly MatchedStatement[] {
  const found = group.flatMap(({ before, after }) => {
    const decision = after.kind === "implicit-deny" ? before : after;
    return decision.kind === "explicit-deny" ? [decision.by] : decision.kind === "implicit-deny" ? [] : decision.by;
  });
  return found.filter(({ policy }) => policy.address !== "");
}

/** The requests of a group, with the ways that they take and the values that they need. */
function requestDetails(place: DecisionSentenceContext, group: readonly DecisionChange[]): readonly string[] {
  const alike = groupBy(group, (shift) => describeRequest(place, shift));
  return [...alike].map(([request, shifts]) => {
    const ways = [...new Set(shifts.map(({ path }) => path.label))];
    return `${request}, ${formatList(ways, 2)}`;
  });
}

function describeRequest(
  { text, ownResource: own }: DecisionSentenceContext,
  { actions, target, request, chosenKeys }: DecisionChange,
): string {
  const keys = [...new Set(chosenKeys)].map((key) => {
    const values = request.context.get(key)?.map((value) => text.placeholders.readable(value));
    return values === undefined ? `no ${key}` : `${key} = ${values.join(" and ")}`;
  });
  const needing = keys.length === 0 ? "" : ` with ${formatList(keys)}`;
  const on = own === undefined ? ` on ${target.label}` : "";
  return withWildcards(`${formatList(actions.map(({ name }) => name))}${on}${needing}`);
}
