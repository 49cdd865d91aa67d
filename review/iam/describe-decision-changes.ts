import { groupBy } from "../../verify/collections/group-by";
import type { MatchedStatement } from "../../verify/iam/evaluation/authorize";
import type { PolicyTextResolver } from "../../verify/iam/language/policy-text-resolver";
import { type Difference, difference, listed } from "../model/difference";
import { meaningOf, type Shift } from "./decision-changes";

/** More callers of one kind teach a reader nothing. */
const mostSentences = 5;

/** What requests are asked of. */
export interface Place {
  /** The start of the sentence: `Through aws_vpc_endpoint.s3, `. */
  readonly start: string;
  /** The resource whose policy it is. */
  readonly address: string;
  readonly text: PolicyTextResolver;
  /** The resource that is asked for, and a word for it. @default - any */
  readonly own?: { readonly arn: string; readonly word: string };
}

/** One sentence for each sort of caller and each turn, with the actions and what they act on. */
export function shiftSentences(place: Place, shifts: Iterable<Shift>): readonly Difference[] {
  const alike = groupBy(shifts, (shift) => `${meaningOf(shift)} ${whoAsks(shift)}`);
  const sentences = [...alike.values()].flatMap((group) => sentence(place, group));
  const rest = groupBy(sentences.slice(mostSentences), ({ severity }) => severity);
  const more = [...rest].map(([severity, left]) =>
    difference(severity, `${place.start}${left.length} more sorts of callers fare likewise`, [place.address]),
  );
  return [...sentences.slice(0, mostSentences), ...more];
}

const verbs = { opens: "may now call", closes: "may no longer call", unclear: "may or may not call" } as const;

function sentence(place: Place, group: readonly Shift[]): readonly Difference[] {
  const [first] = group;
  if (first === undefined) {
    return [];
  }
  const { start, address } = place;
  const meaning = meaningOf(first);
  const actions = [...new Set(group.flatMap((shift) => shift.actions.map(({ name }) => name)))];
  const resources = listed([...new Set(group.map((shift) => onWhat(place, shift)))], 2);
  const by = citationsOf(group);
  const named = [...new Set(by.map(({ statement, policy }) => `"${statement.sid}" of ${policy.address}`))];
  const because = named.length === 0 ? "" : `, by ${listed(named, 2)}`;
  const words = `${start}${whoAsks(first)} ${verbs[meaning]} ${listed(actions)} on ${resources}${because}`;
  return [
    {
      ...difference(meaning, words, [address, ...by.map(({ policy }) => policy.address)]),
      details: describeAll(place, group),
    },
  ];
}

/** The sort of caller; of an example nobody learns anything. */
function whoAsks({ caller }: Shift): string {
  return caller.label
    .replace(/, such as .*$/s, "")
    .replace(/(?:the service )?⟨(any other[^⟩]*)⟩/g, "$1")
    .replace(/arn:[^ ]*:iam::[^:]*:/g, "");
}

/** The resource, and where nothing but its sort is said of it: any of its service. */
function onWhat({ text, own }: Place, { target, actions }: Shift): string {
  if (own !== undefined && target.resource.startsWith(own.arn)) {
    return target.resource === own.arn ? own.word : "its objects";
  }
  const readable = text.placeholders.readable(target.resource);
  const owner = target.label.replace(readable, "").replace(/^no resource in particular/, "");
  const services = [...new Set(actions.map(({ service }) => service))];
  const named = starred(readable).split(":").slice(5).join(":");
  const isAny = named.replace(/^[\w-]+(?=\/)/, "").replace(/[*/:]/g, "") === "";
  if (services.length > 1) {
    return `any resource${owner}`;
  }
  return isAny ? `any ${services[0]} resource${owner}` : starred(target.label);
}

function starred(readable: string): string {
  return readable.replaceAll("⟨anything else⟩", "*");
}

/** What decides now, or decided before where nothing allows it any more; a policy elsewhere is only assumed. */
function citationsOf(group: readonly Shift[]): readonly MatchedStatement[] {
  const found = group.flatMap(({ before, after }) => {
    const decision = after.kind === "implicit-deny" ? before : after;
    return decision.kind === "explicit-deny" ? [decision.by] : decision.kind === "implicit-deny" ? [] : decision.by;
  });
  return found.filter(({ policy }) => policy.address !== "");
}

/** The requests of a group, with the ways that they take and the values that they need. */
function describeAll(place: Place, group: readonly Shift[]): readonly string[] {
  const alike = groupBy(group, (shift) => describe(place, shift));
  return [...alike].map(([request, shifts]) => {
    const ways = [...new Set(shifts.map(({ path }) => path.label))];
    return `${request}, ${listed(ways, 2)}`;
  });
}

function describe({ text, own }: Place, { actions, target, request, chosenKeys }: Shift): string {
  const keys = [...new Set(chosenKeys)].map((key) => {
    const values = request.context.get(key)?.map((value) => text.placeholders.readable(value));
    return values === undefined ? `no ${key}` : `${key} = ${values.join(" and ")}`;
  });
  const needing = keys.length === 0 ? "" : ` with ${listed(keys)}`;
  const on = own === undefined ? ` on ${target.label}` : "";
  return starred(`${listed(actions.map(({ name }) => name))}${on}${needing}`);
}
