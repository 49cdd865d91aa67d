import { isProved, type Judgement, judge } from "../verify/claims/judge";
import type { Posture, PostureKind } from "../verify/posture/posture";
import { readPosture } from "../verify/posture/read-posture";
import type { Configuration } from "../verify/terraform/configuration";
import type { Subject } from "../verify/verdict/claim";
import type { Sides } from "./before-and-after";
import { destinationDifferences } from "./compare/allowed-destination-changes";
import { claimDifferences } from "./compare/claim-changes";
import { lossDifferences } from "./compare/data-loss";
import { endpointDifferences } from "./compare/endpoint-changes";
import { wayDifferences } from "./compare/internet-path-changes";
import { functionDifferences } from "./compare/lambda-changes";
import { declarationDifferences } from "./compare/posture-changes";
import { policyDifferences } from "./compare/resource-policy-changes";
import { roleDifferences } from "./compare/role-changes";
import { admissionDifferences } from "./compare/security-group-rule-changes";
import { unreadPolicies } from "./compare/undecided-policies";
import { boundaryDifferences } from "./compare/unread-boundaries";
import { peopleDifferences } from "./compare/user-profile-changes";
import { policySides } from "./iam/policies-before-and-after";
import { type Difference, difference, inOrder, listed, type Severity } from "./model/difference";
import { type ChangeKind, changeKinds, type ResourceChange } from "./model/resource-changes";

/** What a change does to a perimeter. */
export interface Review {
  /** What people call the stack. */
  readonly name: string;
  /** The file that was read. */
  readonly file: string;
  readonly kind: "creates" | "changes" | "destroys" | "nothing";
  /** @default - nothing was there, or it did not say what it is */
  readonly before?: Judged;
  /** @default - nothing stays */
  readonly after?: Judged;
  /** The gravest first. */
  readonly differences: readonly Difference[];
  /** Every resource that does not stay as it is. */
  readonly changes: readonly ResourceChange[];
  /** Those of them that no difference speaks of. */
  readonly neutral: readonly ResourceChange[];
}

/** A side with its claims decided. */
export interface Judged extends Subject {
  readonly judgements: readonly Judgement[];
}

export interface ReviewOptions {
  readonly name: string;
  readonly file: string;
  /** Judges both sides as this posture. @default - each as it declares itself */
  readonly posture?: PostureKind;
}

/** @throws when what stays does not declare what it is */
export function review(sides: Sides, { name, file, posture }: ReviewOptions): Review {
  const { before, after, changes } = sides;
  const kind = kindOf(sides);
  const now = after && judged(after, readPosture(after, posture));
  const old = before && kind !== "creates" ? declaredBefore(before, posture) : undefined;
  const was = old && (kind === "nothing" && now !== undefined ? now : judged(old.configuration, old.posture));
  const differences = inOrder([...compare(sides, was, now), ...lossDifferences(changes, before), ...drift(sides)]);
  const told = new Set(differences.flatMap(({ addresses }) => addresses));
  return {
    name,
    file,
    kind,
    ...(was && { before: was }),
    ...(now && { after: now }),
    differences,
    changes,
    neutral: changes.filter(({ address }) => !told.has(address)),
  };
}

/**
 * Whether every claim is proved afterwards, and nothing is opened and nothing cannot be told.
 *
 * @param strict whether nothing may be lost either
 */
export function isSound({ name, file, after, differences }: Review, strict = false): boolean {
  const grave: readonly Severity[] = ["opens", "unclear", ...(strict ? (["loses"] as const) : [])];
  return (
    after !== undefined &&
    isProved({ name, file, subject: after, judgements: after.judgements }) &&
    !differences.some(({ severity }) => grave.includes(severity))
  );
}

/** How many resources fare in each way. */
export function countKinds(changes: readonly ResourceChange[]): readonly (readonly [ChangeKind, number])[] {
  return changeKinds.flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [[kind, count] as const];
  });
}

function kindOf({ before, after, changes }: Sides): Review["kind"] {
  if (before === undefined) {
    return "creates";
  }
  return after === undefined ? "destroys" : changes.length === 0 && isSame(before, after) ? "nothing" : "changes";
}

/** Outputs change without any resource: a declaration for example. */
function isSame(before: Configuration, after: Configuration): boolean {
  const [old, now] = [before, after].map(({ resources, outputs }) => [
    resources.map((resource) => JSON.stringify(resource)).toSorted(),
    Object.entries(outputs).toSorted(([left], [right]) => left.localeCompare(right)),
  ]);
  return JSON.stringify(old) === JSON.stringify(now);
}

function judged(configuration: Configuration, posture: Posture): Judged {
  const subject = { configuration, posture };
  return { ...subject, judgements: judge(subject) };
}

/** A state that an apply left unfinished, or of a module's consumer, has no declaration to be judged by. */
function declaredBefore(before: Configuration, posture: PostureKind | undefined): Subject | undefined {
  const isDeclared = Object.keys(before.outputs).some((name) => name.split(".").at(-1) === "perimeter_posture");
  return isDeclared || posture !== undefined
    ? { configuration: before, posture: readPosture(before, posture) }
    : undefined;
}

function compare({ before, changes }: Sides, was: Judged | undefined, now: Judged | undefined): readonly Difference[] {
  if (now === undefined) {
    return [];
  }
  if (before === undefined) {
    return claimDifferences([], now.judgements);
  }
  const { configuration: after } = now;
  const sides = policySides(was ?? { configuration: before }, now, changes);
  return [
    ...(was === undefined ? [undeclared] : declarationDifferences(was.posture, now.posture)),
    ...claimDifferences(was?.judgements ?? [], now.judgements),
    ...wayDifferences(before, after),
    ...destinationDifferences(before, after),
    ...admissionDifferences(before, after),
    ...endpointDifferences(before, after),
    ...policyDifferences(sides),
    ...roleDifferences(sides),
    ...boundaryDifferences(before, after),
    ...peopleDifferences(before, after),
    ...functionDifferences(before, after),
    ...unreadPolicies(changes, before, after),
  ];
}

const undeclared = difference(
  "unclear",
  "What the stack declared before is not in this plan, so its claims are decided for afterwards only; declare the output perimeter_posture in the root module",
  ["output.perimeter_posture"],
);

/** What somebody changed by hand, and this change takes back or leaves as it is. */
function drift({ drifted, changes }: Sides): readonly Difference[] {
  const changing = new Set(changes.map(({ address }) => address));
  const taken = drifted.filter((address) => changing.has(address));
  return taken.length === 0
    ? []
    : [difference("changes", `Somebody changed ${listed(taken)} beside Terraform, and this takes it back`, taken)];
}
