import type { BucketWithPolicy } from "../../verify/iam/attachments/bucket-with-policy";
import type { EndpointWithPolicy } from "../../verify/iam/attachments/endpoint-with-policy";
import type { KeyWithPolicy } from "../../verify/iam/attachments/key-with-policy";
import { actionsOfService, type IamAction } from "../../verify/iam/aws/action-catalog";
import type { PolicySet } from "../../verify/iam/evaluation/authorize";
import type { Policy, Statement } from "../../verify/iam/language/parse-policy";
import { actionsThroughEndpoint, allowAllPolicy } from "../../verify/iam/questions/data/requests-through-endpoint";
import { callerClasses } from "../../verify/iam/request-space/principals/caller-classes";
import { allRequestPaths, pathsThroughEndpoints } from "../../verify/iam/request-space/requests/request-paths";
import type { RequestSpace } from "../../verify/iam/request-space/requests/request-space";
import { resourceOwners } from "../../verify/iam/request-space/resources/resource-owners";
import { targetResourceFinder } from "../../verify/iam/request-space/resources/target-resources";
import { statementsOf } from "../../verify/iam/request-space/statements/statement-queries";
import { type DecisionChange, decisionChanges } from "../iam/decision-changes";
import { describeDecisionChanges } from "../iam/describe-decision-changes";
import type { PoliciesBeforeAndAfter } from "../iam/policies-before-and-after";
import { actionsMatchedBy, changedStatements } from "../iam/statement-changes";
import { undecidedPolicyDifferences } from "../iam/undecided-policies";
import { type MatchedItem, matchByKey } from "../model/match-by-key";
import { createDifference, type ReviewDifference } from "../model/review-difference";

/** Requests that policies of endpoints, buckets and keys let through or refuse otherwise than before. */
export function resourcePolicyDifferences(sides: PoliciesBeforeAndAfter): readonly ReviewDifference[] {
  const { before, after } = sides;
  return [
    ...matchByKey(before.endpoints, after.endpoints).flatMap((pair) =>
      comparePolicies(sides, pair, `Through ${pair.is.address}, `, endpointDecisionChanges),
    ),
    ...matchByKey(before.buckets, after.buckets)
      .filter(({ was, is }) => was.name === is.name)
      .flatMap((pair) => comparePolicies(sides, pair, `At ${pair.is.address}, `, bucketDecisionChanges)),
    ...matchByKey(before.keys, after.keys).flatMap((pair) =>
      comparePolicies(sides, pair, `With ${pair.is.address}, `, keyDecisionChanges),
    ),
  ];
}

type ResourceWithPolicy = EndpointWithPolicy | BucketWithPolicy | KeyWithPolicy;

type DecisionChangeFinder<Item> = (
  sides: PoliciesBeforeAndAfter,
  pair: MatchedItem<Item>,
  changed: readonly Statement[],
) => Iterable<DecisionChange>;

function comparePolicies<Item extends ResourceWithPolicy>(
  sides: PoliciesBeforeAndAfter,
  pair: MatchedItem<Item>,
  start: string,
  ask: DecisionChangeFinder<Item>,
): readonly ReviewDifference[] {
  const { was, is } = pair;
  const [old, now] = [
    { ...was, policies: was.policies },
    { ...is, policies: is.policies },
  ];
  const doubts = undecidedPolicyDifferences(old, now, sides.changed, sides.text);
  const changed = changedStatements(was.policies, is.policies);
  if (changed.length === 0 || doubts.length > 0) {
    return doubts;
  }
  const sentences = describeDecisionChanges(
    { start, address: is.address, text: sides.text, ...("arn" in is && { ownResource: { arn: is.arn, word: "it" } }) },
    ask(sides, pair, changed),
  );
  const same = createDifference("changes", `The policy of ${is.address} is written otherwise, and decides alike`, [
    is.address,
  ]);
  return sentences.length === 0 ? [same] : sentences;
}

/** What the endpoint lets pass, whatever callers' and resources' own policies say. */
function* endpointDecisionChanges(
  { text }: PoliciesBeforeAndAfter,
  { was, is }: MatchedItem<EndpointWithPolicy>,
  changed: readonly Statement[],
): Generator<DecisionChange> {
  const statements = statementsOf([...is.policies, ...was.policies]);
  const through = new Map(
    [...actionsThroughEndpoint(is), ...actionsThroughEndpoint(was)].map((action) => [action.name, action]),
  );
  const base: Omit<RequestSpace, "targets"> = {
    text,
    statements,
    callers: callerClasses(text, statements),
    actions: actionsMatchedBy([...through.values()], changed),
    paths: pathsThroughEndpoints([is], statements, text),
  };
  for (const owner of resourceOwners(text, statements)) {
    const authority = (endpoint: readonly Policy[]): PolicySet => ({
      identity: "everything",
      endpoint,
      resource: [allowAllPolicy],
      resourceAccount: owner.account,
    });
    const space = { ...base, targets: targetResourceFinder({ text, statements, owner }) };
    yield* decisionChanges({ space, changed, before: authority(was.policies), after: authority(is.policies) });
  }
}

function bucketDecisionChanges(
  sides: PoliciesBeforeAndAfter,
  pair: MatchedItem<BucketWithPolicy>,
  changed: readonly Statement[],
): Iterable<DecisionChange> {
  const { arn } = pair.is;
  const actions = actionsOfService("s3").filter(({ resourceTypes }) =>
    resourceTypes.some((type) => type === "object" || type === "bucket"),
  );
  const only = { object: `${arn}/?*`, bucket: arn };
  return resourceDecisionChanges(sides, pair, { actions, changed, only, service: "s3" });
}

function keyDecisionChanges(
  sides: PoliciesBeforeAndAfter,
  pair: MatchedItem<KeyWithPolicy>,
  changed: readonly Statement[],
): Iterable<DecisionChange> {
  const actions = actionsOfService("kms").filter(({ resourceTypes }) => resourceTypes.includes("key"));
  const only = { key: pair.is.arn };
  return resourceDecisionChanges(sides, pair, { actions, changed, only, service: "kms" }, "required");
}

interface ResourcePolicyQuery {
  /** Everything that may be asked of such a resource. */
  readonly actions: readonly IamAction[];
  readonly changed: readonly Statement[];
  readonly only: Readonly<Record<string, string>>;
  /** Service whose endpoints lead to the resource. */
  readonly service: string;
}

/** What a resource's own policy decides of everybody whose other policies allow everything. */
function resourceDecisionChanges(
  sides: PoliciesBeforeAndAfter,
  { was, is }: MatchedItem<BucketWithPolicy | KeyWithPolicy>,
  { actions, changed, only, service }: ResourcePolicyQuery,
  resourceMode: PolicySet["resourcePolicyMode"] = "union",
): Iterable<DecisionChange> {
  const { text, declared } = sides;
  const statements = statementsOf([...is.policies, ...was.policies]);
  const endpoints = [...sides.after.endpoints.values()].filter((endpoint) => endpoint.service === service);
  const space: RequestSpace = {
    text,
    statements,
    callers: callerClasses(text, statements, declared),
    actions: actionsMatchedBy(actions, changed),
    targets: targetResourceFinder({
      text,
      statements,
      arnPatternByType: only,
      owner: { label: `of ${is.address}`, account: text.account },
    }),
    paths: allRequestPaths(endpoints, statements, text),
  };
  const authority = (resource: readonly Policy[]): PolicySet => ({
    identity: "everything",
    resource,
    resourcePolicyMode: resourceMode,
    resourceAccount: text.account,
  });
  return decisionChanges({ space, changed, before: authority(was.policies), after: authority(is.policies) });
}
