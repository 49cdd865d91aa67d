import { allClaimsProved, type ClaimResult, decideClaims } from "../verify/claims/decide-claims";
import type { Posture, PostureKind } from "../verify/posture/posture";
import { readPosture } from "../verify/posture/read-posture";
import type { TerraformConfiguration } from "../verify/terraform/terraform-configuration";
import type { ClaimSubject } from "../verify/verdict/claim";
import type { BeforeAndAfter } from "./before-and-after";
import { allowedDestinationDifferences } from "./compare/allowed-destination-differences";
import { claimDifferences } from "./compare/claim-differences";
import { dataLossDifferences } from "./compare/data-loss-differences";
import { endpointDifferences } from "./compare/endpoint-differences";
import { internetPathDifferences } from "./compare/internet-path-differences";
import { lambdaFunctionDifferences } from "./compare/lambda-function-differences";
import { permissionsBoundaryDifferences } from "./compare/permissions-boundary-differences";
import { postureDifferences } from "./compare/posture-differences";
import { resourcePolicyDifferences } from "./compare/resource-policy-differences";
import { roleDifferences } from "./compare/role-differences";
import { securityGroupRuleDifferences } from "./compare/security-group-rule-differences";
import { userAccessDifferences } from "./compare/user-access-differences";
import { policiesBeforeAndAfter } from "./iam/policies-before-and-after";
import { unreadPolicyDifferences } from "./iam/undecided-policies";
import { type ChangeKind, changeKinds, type ResourceChange } from "./model/resource-changes";
import {
  createDifference,
  formatList,
  type ReviewDifference,
  type Severity,
  sortBySeverity,
} from "./model/review-difference";

/** What a change does to a perimeter. */
export interface Review {
  /** What people call the stack. */
  readonly name: string;
  /** The file that was read. */
  readonly file: string;
  readonly kind: "creates" | "changes" | "destroys" | "nothing";
  /** @default - nothing was there, or it did not say what it is */
  readonly before?: VerifiedConfiguration;
  /** @default - nothing stays */
  readonly after?: VerifiedConfiguration;
  /** The gravest first. */
  readonly differences: readonly ReviewDifference[];
  /** Every resource that does not stay as it is. */
  readonly changes: readonly ResourceChange[];
  /** Those of them that no difference speaks of. */
  readonly neutral: readonly ResourceChange[];
}

/** A side with its claims decided. */
export interface VerifiedConfiguration extends ClaimSubject {
  readonly claimResults: readonly ClaimResult[];
}

export interface ReviewOptions {
  readonly name: string;
  readonly file: string;
  /** Judges both sides as this posture. @default - each as it declares itself */
  readonly posture?: PostureKind;
}

/** @throws when what stays does not declare what it is */
export function review(sides: BeforeAndAfter, { name, file, posture }: ReviewOptions): Review {
  const { before, after, changes } = sides;
  const kind = reviewKindOf(sides);
  const now = after && verifyConfiguration(after, readPosture(after, posture));
  const old = before && kind !== "creates" ? subjectBefore(before, posture) : undefined;
  const was =
    old && (kind === "nothing" && now !== undefined ? now : verifyConfiguration(old.configuration, old.posture));
  const differences = sortBySeverity([
    ...collectDifferences(sides, was, now),
    ...dataLossDifferences(changes, before),
    ...driftDifferences(sides),
  ]);
  const describedAddresses = new Set(differences.flatMap(({ addresses }) => addresses));
  return {
    name,
    file,
    kind,
    ...(was && { before: was }),
    ...(now && { after: now }),
    differences,
    changes,
    neutral: changes.filter(({ address }) => !describedAddresses.has(address)),
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
    allClaimsProved({ name, file, subject: after, claimResults: after.claimResults }) &&
    !differences.some(({ severity }) => grave.includes(severity))
  );
}

/** How many resources fare in each way. */
export function countChangeKinds(changes: readonly ResourceChange[]): readonly (readonly [ChangeKind, number])[] {
  return changeKinds.flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [[kind, count] as const];
  });
}

function reviewKindOf({ before, after, changes }: BeforeAndAfter): Review["kind"] {
  if (before === undefined) {
    return "creates";
  }
  return after === undefined
    ? "destroys"
    : changes.length === 0 && isSameConfiguration(before, after)
      ? "nothing"
      : "changes";
}

/** Outputs change without any resource: a declaration for example. */
function isSameConfiguration(before: TerraformConfiguration, after: TerraformConfiguration): boolean {
  const [old, now] = [before, after].map(({ resources, outputs }) => [
    resources.map((resource) => JSON.stringify(resource)).toSorted(),
    Object.entries(outputs).toSorted(([left], [right]) => left.localeCompare(right)),
  ]);
  return JSON.stringify(old) === JSON.stringify(now);
}

function verifyConfiguration(configuration: TerraformConfiguration, posture: Posture): VerifiedConfiguration {
  const subject = { configuration, posture };
  return { ...subject, claimResults: decideClaims(subject) };
}

/** A state that an apply left unfinished, or of a module's consumer, has no declaration to be judged by. */
function subjectBefore(before: TerraformConfiguration, posture: PostureKind | undefined): ClaimSubject | undefined {
  const isDeclared = Object.keys(before.outputs).some((name) => name.split(".").at(-1) === "perimeter_posture");
  return isDeclared || posture !== undefined
    ? { configuration: before, posture: readPosture(before, posture) }
    : undefined;
}

function collectDifferences(
  { before, changes }: BeforeAndAfter,
  was: VerifiedConfiguration | undefined,
  now: VerifiedConfiguration | undefined,
): readonly ReviewDifference[] {
  if (now === undefined) {
    return [];
  }
  if (before === undefined) {
    return claimDifferences([], now.claimResults);
  }
  const { configuration: after } = now;
  const sides = policiesBeforeAndAfter(was ?? { configuration: before }, now, changes);
  return [
    ...(was === undefined ? [undeclaredPostureBefore] : postureDifferences(was.posture, now.posture)),
    ...claimDifferences(was?.claimResults ?? [], now.claimResults),
    ...internetPathDifferences(before, after),
    ...allowedDestinationDifferences(before, after),
    ...securityGroupRuleDifferences(before, after),
    ...endpointDifferences(before, after),
    ...resourcePolicyDifferences(sides),
    ...roleDifferences(sides),
    ...permissionsBoundaryDifferences(before, after),
    ...userAccessDifferences(before, after),
    ...lambdaFunctionDifferences(before, after),
    ...unreadPolicyDifferences(changes, before, after),
  ];
}

const undeclaredPostureBefore = createDifference(
  "unclear",
  "What the stack declared before is not in this plan, so its claims are decided for afterwards only; declare the output perimeter_posture in the root module",
  ["output.perimeter_posture"],
);

/** What somebody changed by hand, and this change takes back or leaves as it is. */
function driftDifferences({ drifted, changes }: BeforeAndAfter): readonly ReviewDifference[] {
  const changing = new Set(changes.map(({ address }) => address));
  const taken = drifted.filter((address) => changing.has(address));
  return taken.length === 0
    ? []
    : [
        createDifference(
          "changes",
          `Somebody changed ${formatList(taken)} beside Terraform, and this takes it back`,
          taken,
        ),
      ];
}
