import type { Evidence } from "../verify/claim";
import { groupBy } from "../verify/group-by";
import { type Authority, type Citation, type Decision, decide } from "../verify/policies/evaluate";
import type { RequestClass, Space } from "../verify/policies/request-space";
import { requestClasses } from "../verify/policies/request-space";
import type { TextReader } from "../verify/policies/text-reader";
import { type Difference, difference, listed, type Severity } from "./difference";

/** A class of requests that the policies decide otherwise than before. */
export interface Shift extends RequestClass {
  readonly before: Decision;
  readonly after: Decision;
}

/** Decides every class of a space that knows the statements of both sides, by each side. */
export function* shiftsIn(space: Space, before: Authority, after: Authority): Generator<Shift> {
  for (const requests of requestClasses(space)) {
    const { request, irrelevant } = requests;
    const shift = {
      ...requests,
      before: decide(request, before, irrelevant),
      after: decide(request, after, irrelevant),
    };
    if (outcomeOf(shift.before) !== outcomeOf(shift.after)) {
      yield shift;
    }
  }
}

type Outcome = "allowed" | "refused" | "unknown";

function outcomeOf({ kind }: Decision): Outcome {
  return kind === "allowed" || kind === "unknown" ? kind : "refused";
}

/** More ways of one kind teach a reader nothing. */
const mostSentences = 5;

/**
 * One sentence for each caller and each turn, with the actions and what they act on.
 *
 * @param where what stands between caller and resource, as the start of a sentence: `Through aws_vpc_endpoint.s3, `
 */
export function shiftSentences(
  where: string,
  shifts: Iterable<Shift>,
  text: TextReader,
  about: string,
): readonly Difference[] {
  const alike = groupBy(shifts, (shift) => JSON.stringify([severityOf(shift), whoAsks(shift)]));
  const sentences = [...alike.values()].map((group) => sentence(where, group, text, about));
  const shown = sentences.slice(0, mostSentences);
  const rest = sentences.slice(mostSentences);
  const more = [...groupBy(rest, ({ severity }) => severity)].map(([severity, left]) =>
    difference(severity, `${where}${left.length} more kinds of callers fare likewise`, [about]),
  );
  return [...shown, ...more];
}

function severityOf({ before, after }: Shift): Severity {
  const outcome = outcomeOf(after);
  if (outcome === "unknown") {
    return "unclear";
  }
  return outcome === "allowed" || (before.kind === "unknown" && outcome !== "refused") ? "opens" : "closes";
}

const verbs = { opens: "may now call", closes: "may no longer call", unclear: "may or may not call" } as const;

function sentence(where: string, group: readonly Shift[], text: TextReader, about: string): Difference {
  const [first] = group;
  const severity = first === undefined ? "unclear" : severityOf(first);
  const actions = [...new Set(group.flatMap((shift) => shift.actions.map(({ name }) => name)))];
  const targets = [...new Set(group.map(({ target }) => target.label))];
  const who = first === undefined ? "somebody" : whoAsks(first);
  const decided = group.map((shift) => (severity === "closes" ? shift.before : shift.after));
  const [by, because] = severity === "closes" ? reasonOf(group.map(({ after }) => after)) : reasonOf(decided);
  const verb = verbs[severity as keyof typeof verbs];
  return {
    ...difference(severity, `${where}${who} ${verb} ${listed(actions)}${onWhat(targets)}${by}`, [about, ...because]),
    details: group.slice(0, mostSentences).map((shift) => describe(shift, text)),
  };
}

/** The kind of caller; of an example ARN nobody learns anything. */
function whoAsks({ caller }: Shift): string {
  return caller.label.replace(/, such as .*$/s, "");
}

function onWhat(targets: readonly string[]): string {
  const [first, ...others] = targets;
  return first === undefined
    ? ""
    : ` on ${first}${others.length > 0 ? ` and ${others.length} more kinds of resources` : ""}`;
}

/** The statements that decide, as the end of a sentence. */
function reasonOf(decisions: readonly Decision[]): readonly [string, readonly string[]] {
  const citations = decisions.flatMap(citationsOf);
  const names = [...new Set(citations.map(({ policy, statement }) => `"${statement.sid}"${placeOf(policy.address)}`))];
  const addresses = citations.map(({ policy }) => policy.address).filter((address) => address !== "");
  return names.length === 0 ? ["", addresses] : [`, by ${listed(names, 2)}`, addresses];
}

function placeOf(address: string): string {
  return address === "" ? "" : ` of ${address}`;
}

/** A policy elsewhere is only assumed, so that nobody would find it. */
function citationsOf(decision: Decision): readonly Citation[] {
  switch (decision.kind) {
    case "allowed":
    case "unknown":
      return decision.by.filter(({ policy }) => policy.address !== "");
    case "denied":
      return [decision.by];
    case "not-allowed":
      return [];
  }
}

function describe({ actions, caller, target, path, request, chosen, before, after }: Shift, text: TextReader): string {
  const keys = [...new Set(chosen)].map((key) => {
    const values = request.context.get(key)?.map((value) => text.letters.readable(value));
    return values === undefined ? `no ${key}` : `${key} = ${values.join(" and ")}`;
  });
  const withKeys = keys.length === 0 ? "" : ` with ${listed(keys)}`;
  const names = listed(actions.map(({ name }) => name));
  return `${caller.label} calls ${names} on ${target.label} ${path.label}${withKeys}: ${outcomeOf(before)} before, ${outcomeOf(after)} after`;
}

/** What of a policy is understood on neither side, or no longer: nothing can be said of its requests. */
export function newDoubts(before: readonly Evidence[], after: readonly Evidence[]): readonly Difference[] {
  const known = new Set(before.map(({ text }) => text));
  return after
    .filter(({ text }) => !known.has(text))
    .map(({ text, addresses }) => difference("unclear", `${text}: whom it lets in cannot be told`, addresses));
}
