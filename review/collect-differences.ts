import { modelGaps } from "../verify/unmodeled/model-gaps";
import type { Verdict } from "../verify/verdict/claim";
import { changedResources } from "./arguments/argument-changes";
import { argumentDifferences, sensitiveArgumentDifferences } from "./arguments/argument-differences";
import { renamedResources } from "./arguments/harmless-removals";
import { programDifferences } from "./arguments/programs/program-differences";
import { retaggedAddresses } from "./attributes/attribute-changes";
import type { ResourceSides } from "./attributes/resource-sides";
import type { BeforeAndAfter } from "./before-and-after";
import { claimDifferences } from "./compare/claim-differences";
import { corsDifferences } from "./compare/cors-differences";
import { dataLossDifferences } from "./compare/data-loss-differences";
import { executionDifferences } from "./compare/execution/execution-differences";
import { ignoredChangeDifferences } from "./compare/ignored-change-differences";
import { lambdaFunctionDifferences } from "./compare/lambda-function-differences";
import { lifecycleDifferences } from "./compare/lifecycle-differences";
import { permissionsBoundaryDifferences } from "./compare/permissions-boundary-differences";
import { postureDifferences, undescribedPostureDifferences } from "./compare/posture/posture-differences";
import { resourcePolicyDifferences } from "./compare/resource-policy-differences";
import { retentionDifferences } from "./compare/retention-differences";
import { roleDifferences } from "./compare/role-differences";
import { withUnreadParts } from "./compare/unread-part-differences";
import { userAccessDifferences } from "./compare/user-access-differences";
import { policiesBeforeAndAfter } from "./iam/policies-before-and-after";
import { unreadPolicyDifferences } from "./iam/undecided-policies";
import { differsInIgnoredAlone } from "./model/ignored-changes";
import type { ResourceChange } from "./model/resource-changes";
import { byAddress, createDifference, formatList, type ReviewDifference, sortByRank } from "./model/review-difference";
import { allowedDestinationDifferences, destinationChanges } from "./network/allowed-destination-differences";
import { endpointDifferences } from "./network/endpoint-differences";
import { internetPathDifferences } from "./network/internet-path-differences";
import { networkAclDifferences } from "./network/network-acl-differences";
import { securityGroupRuleDifferences } from "./network/security-group-rule-differences";
import type { VerifiedConfiguration } from "./verified-configuration";

/**
 * Everything that a change does, the worst rank first.
 *
 * @param name of the stack
 * @param verifiedBefore `undefined` where the earlier side does not exist, or declares no posture
 * @param verifiedAfter `undefined` where nothing remains
 */
export function collectDifferences(
  comparison: BeforeAndAfter,
  name: string,
  verifiedBefore: VerifiedConfiguration | undefined,
  verifiedAfter: VerifiedConfiguration | undefined,
): readonly ReviewDifference[] {
  const { before, after, files, ignored = [], sides = [] } = comparison;
  const { compared, lost } = comparedDifferences(
    comparison,
    verifiedBefore,
    verifiedAfter,
    dataLossDifferences(
      // What leaves the state is a part that is not read after the change, which says the same with its claims.
      withoutIgnoredEdits(comparison).filter(({ kind }) => kind !== "forget" || verifiedAfter === undefined),
      before,
      updatableDomains(sides),
    ),
  );
  return sortByRank([
    ...withoutUncertainClosings(compared, verifiedBefore, verifiedAfter),
    ...(files === undefined ? [] : executionDifferences(files, { before, after })),
    ...ignoredChangeDifferences(ignored, name),
    ...lost,
    ...driftDifferences(comparison),
  ]);
}

/** What the comparisons of both sides say, and what is lost with the reasons for which it needs approval. */
function comparedDifferences(
  { before, changes, sides = [] }: BeforeAndAfter,
  verifiedBefore: VerifiedConfiguration | undefined,
  verifiedAfter: VerifiedConfiguration | undefined,
  lost: readonly ReviewDifference[],
): { readonly compared: readonly ReviewDifference[]; readonly lost: readonly ReviewDifference[] } {
  if (verifiedAfter === undefined) {
    return { compared: [], lost };
  }
  if (before === undefined) {
    return { compared: claimDifferences([], verifiedAfter.claimResults), lost };
  }
  const { configuration: after } = verifiedAfter;
  const unknown = new Map(sides.map((side) => [side.address, side.unknown ?? false]));
  const resources = changedResources(before, after, unknown);
  const shortened = retentionDifferences(resources);
  const policies = policiesBeforeAndAfter(verifiedBefore ?? { configuration: before }, verifiedAfter, changes);
  const declared =
    verifiedBefore === undefined
      ? [undeclaredPostureBefore]
      : [
          ...postureDifferences(verifiedBefore.posture, verifiedAfter.posture, {
            isRetentionSaid: shortened.length > 0,
            isDestinationSaid: destinationChanges(before, after),
          }),
          ...undescribedPostureDifferences(before, after),
        ];
  const compared = [
    ...internetPathDifferences(before, after),
    ...allowedDestinationDifferences(before, after),
    ...securityGroupRuleDifferences(before, after),
    ...networkAclDifferences(before, after),
    ...endpointDifferences(before, after),
    ...resourcePolicyDifferences(policies),
    ...roleDifferences(policies),
    ...permissionsBoundaryDifferences(before, after, policies.after.roles),
    ...userAccessDifferences(before, after),
    ...lambdaFunctionDifferences(before, after),
    ...corsDifferences(before, after),
    ...unreadPolicyDifferences(changes, before, after, policies.text),
  ];
  const renamed = renamedResources(resources);
  const claims = claimDifferences(verifiedBefore?.claimResults ?? [], verifiedAfter.claimResults, renamed);
  const ofArguments = argumentDifferences(resources, { before, after, reported: compared, lost, changes, renamed });
  return {
    compared: [
      ...declared,
      ...shortened,
      ...lifecycleDifferences(before, after),
      ...withUnreadParts(before, after, [...claims, ...compared]),
      ...programDifferences(resources, { before, after }),
      ...sensitiveArgumentDifferences(changes),
      ...ofArguments.differences,
    ],
    lost: ofArguments.lost,
  };
}

/**
 * What was not read may allow what seems to be refused now. Where the change leaves a claim undecided that was decided before, or
 * adds doubts, nothing counts as closed.
 */
function withoutUncertainClosings(
  differences: readonly ReviewDifference[],
  before: VerifiedConfiguration | undefined,
  after: VerifiedConfiguration | undefined,
): readonly ReviewDifference[] {
  const doubtsOf = (verified: VerifiedConfiguration | undefined): readonly string[] => [
    ...(verified?.claimResults ?? []).flatMap(({ claim, verdict }) =>
      isUndecided(verdict) ? verdict.evidence.map(({ text }) => `${claim.name}: ${text}`) : [],
    ),
    ...(verified === undefined ? [] : modelGaps(verified.configuration).map(({ evidence }) => evidence.text)),
  ];
  const known = new Set(doubtsOf(before));
  const isReadable = doubtsOf(after).every((doubt) => known.has(doubt));
  return isReadable
    ? differences
    : differences.map((difference) =>
        difference.severity === "closes"
          ? {
              ...difference,
              severity: "unclear",
              kind: "undetermined",
              text: `${difference.text}, unless what cannot be read allows it`,
            }
          : difference,
      );
}

/** Accepting a doubt does not answer it. */
function isUndecided(verdict: Verdict): boolean {
  return verdict.kind === "undecided" || (verdict.kind === "accepted" && verdict.of === "undecided");
}

const undeclaredPostureBefore = createDifference(
  "unclear",
  "The plan does not say which posture the stack declared before, so claims are decided only for the result; declare the output perimeter_posture in the root module, or perimeter_postures for several perimeters",
  ["output.perimeter_posture"],
);

/**
 * Studio domains whose update does not fail: tags have a request of their own, and a domain that leaves VpcOnly mode needs no subnets.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/45528
 */
function updatableDomains(sides: readonly ResourceSides[]): ReadonlySet<string> {
  const domains = sides.filter(({ type }) => type === "aws_sagemaker_domain");
  const open = domains.filter(({ after }) => after.app_network_access_type === "PublicInternetOnly");
  return new Set([...retaggedAddresses(domains), ...open.map(({ address }) => address)]);
}

/** The changes without edits that Terraform ignores, which lose nothing. */
function withoutIgnoredEdits({ before, after, changes }: BeforeAndAfter): readonly ResourceChange[] {
  const [resourcesBefore, resourcesAfter] = [before, after].map((side) => byAddress(side?.resources ?? []));
  return changes.filter(({ kind, address }) => {
    const [one, other] = [resourcesBefore?.get(address), resourcesAfter?.get(address)];
    return kind !== "edit" || one === undefined || other === undefined || !differsInIgnoredAlone(one, other);
  });
}

/** Manual changes that this change reverts. */
function driftDifferences({ drifted, changes }: BeforeAndAfter): readonly ReviewDifference[] {
  const changedAddresses = new Set(changes.map(({ address }) => address));
  const reverted = drifted.filter((address) => changedAddresses.has(address));
  return reverted.length === 0
    ? []
    : [createDifference("changes", `Changes made outside Terraform are reverted: ${formatList(reverted)}`, reverted)];
}
