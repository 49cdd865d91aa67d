import type { BucketWithPolicy } from "../../verify/iam/attachments/bucket-with-policy";
import type { EndpointWithPolicy } from "../../verify/iam/attachments/endpoint-with-policy";
import type { KeyWithPolicy } from "../../verify/iam/attachments/key-with-policy";
import { actionsOfService, type IamAction } from "../../verify/iam/aws/action-catalog";
import type { PolicySet } from "../../verify/iam/evaluation/authorize";
import { allowAllPolicy, type Policy, type Statement } from "../../verify/iam/language/parse-policy";
import { actionsThroughEndpoint } from "../../verify/iam/questions/data/requests-through-endpoint";
import { callerClasses } from "../../verify/iam/request-space/principals/caller-classes";
import { allRequestPaths, pathsThroughEndpoints } from "../../verify/iam/request-space/requests/request-paths";
import type { RequestSpace } from "../../verify/iam/request-space/requests/request-space";
import { resourceOwners } from "../../verify/iam/request-space/resources/resource-owners";
import { targetResourceFinder } from "../../verify/iam/request-space/resources/target-resources";
import { actionsNamedBy, statementsOf } from "../../verify/iam/request-space/statements/statement-queries";
import { type DecisionChange, decisionChanges } from "../iam/decision-changes";
import { describeDecisionChanges } from "../iam/describe-decision-changes";
import { foldedResources } from "../iam/folded-resources";
import { type PoliciesBeforeAndAfter, surroundingsOf } from "../iam/policies-before-and-after";
import { resourcePolicyKind } from "../iam/request-kinds";
import { changedStatements, unlistedActionDifferences } from "../iam/statement-changes";
import { undecidedPolicyDifferences } from "../iam/undecided-policies";
import { createDifference, type MatchedItem, matchByKey, type ReviewDifference } from "../model/review-difference";

/** Requests that the policies of VPC endpoints, buckets and KMS keys decide differently after the change. */
export function resourcePolicyDifferences(policies: PoliciesBeforeAndAfter): readonly ReviewDifference[] {
  const { before, after } = policies;
  return [
    ...foldedDifferences(matchByKey(before.endpoints, after.endpoints), (endpoint) =>
      comparePolicies(policies, endpoint, `Through ${endpoint.after.address}, `, endpointDecisionChanges),
    ),
    ...foldedDifferences(matchByKey(before.buckets, after.buckets), (bucket) =>
      bucket.before.name === bucket.after.name
        ? comparePolicies(policies, bucket, `In ${bucket.after.address}, `, bucketDecisionChanges)
        : [renamedBucket(bucket)],
    ),
    ...foldedDifferences(matchByKey(before.keys, after.keys), (key) =>
      comparePolicies(policies, key, `With ${key.after.address}, `, keyDecisionChanges),
    ),
  ];
}

/** What changes of each resource, once for resources of which it says the same. */
function foldedDifferences<Item extends ResourceWithPolicy>(
  resources: readonly MatchedItem<Item>[],
  compare: (resource: MatchedItem<Item>) => readonly ReviewDifference[],
): readonly ReviewDifference[] {
  return foldedResources(
    resources.flatMap((resource) =>
      compare(resource).map((difference) => ({ resource: resource.after.address, difference })),
    ),
  );
}

/** Policies elsewhere name the bucket, so the two names cannot be compared. */
function renamedBucket({ after }: MatchedItem<BucketWithPolicy>): ReviewDifference {
  const text = `${after.address} has another name: requests to it cannot be compared`;
  return createDifference("unclear", text, [after.address, ...after.policies.map(({ address }) => address)]);
}

type ResourceWithPolicy = EndpointWithPolicy | BucketWithPolicy | KeyWithPolicy;

type DecisionChangeFinder<Item> = (
  policies: PoliciesBeforeAndAfter,
  resource: MatchedItem<Item>,
  changed: readonly Statement[],
) => Iterable<DecisionChange>;

function comparePolicies<Item extends ResourceWithPolicy>(
  policies: PoliciesBeforeAndAfter,
  resource: MatchedItem<Item>,
  start: string,
  findDecisionChanges: DecisionChangeFinder<Item>,
): readonly ReviewDifference[] {
  const { before, after } = resource;
  const { text } = policies;
  const changed = changedStatements(before.policies, after.policies);
  const undecided = [
    ...undecidedPolicyDifferences(before, after, policies.changed, text),
    ...unlistedActionDifferences(after.address, changed, servicesOf(after)),
  ];
  if (changed.length === 0 || undecided.length > 0) {
    return undecided;
  }
  const differences = describeDecisionChanges(
    {
      start,
      address: after.address,
      text,
      statements: statementsOf([...after.policies, ...before.policies]),
      kindOf: (opened) => resourcePolicyKind(surroundingsOf(policies), opened),
      ...("arn" in after && { ownResource: { arn: after.arn, word: "it" } }),
    },
    findDecisionChanges(policies, resource, changed),
  );
  const unchanged = createDifference(
    "changes",
    `The policy of ${after.address} changes, but allows and denies the same requests`,
    [after.address],
  );
  return differences.length === 0 ? [unchanged] : differences;
}

/** Services whose requests the policies of the resource decide. */
function servicesOf(resource: ResourceWithPolicy): readonly string[] {
  return "service" in resource ? actionsThroughEndpoint(resource).map(({ service }) => service) : ["s3", "kms"];
}

/** Decisions of the endpoint policy alone: identity and resource policies are taken to allow everything. */
function* endpointDecisionChanges(
  { text }: PoliciesBeforeAndAfter,
  { before, after }: MatchedItem<EndpointWithPolicy>,
  changed: readonly Statement[],
): Generator<DecisionChange> {
  const statements = statementsOf([...after.policies, ...before.policies]);
  const actions = new Map(
    [...actionsThroughEndpoint(after), ...actionsThroughEndpoint(before)].map((action) => [action.name, action]),
  );
  const base: Omit<RequestSpace, "targets"> = {
    text,
    statements,
    callers: callerClasses(text, statements),
    actions: actionsNamedBy(changed, [...actions.values()]),
    paths: pathsThroughEndpoints([after], statements, text),
  };
  for (const owner of resourceOwners(text, statements)) {
    const policySet = (endpoint: readonly Policy[]): PolicySet => ({
      identity: "everything",
      endpoint,
      resource: [allowAllPolicy],
      resourceAccount: owner.account,
    });
    const space = { ...base, targets: targetResourceFinder({ text, statements, owner }) };
    yield* decisionChanges({ space, changed, before: policySet(before.policies), after: policySet(after.policies) });
  }
}

function bucketDecisionChanges(
  policies: PoliciesBeforeAndAfter,
  bucket: MatchedItem<BucketWithPolicy>,
  changed: readonly Statement[],
): Iterable<DecisionChange> {
  const { arn } = bucket.after;
  const actions = actionsOfService("s3").filter(({ resourceTypes }) =>
    resourceTypes.some((type) => type === "object" || type === "bucket"),
  );
  const arnPatternByType = { object: `${arn}/?*`, bucket: arn };
  return resourceDecisionChanges(policies, bucket, { actions, changed, arnPatternByType, service: "s3" });
}

function keyDecisionChanges(
  policies: PoliciesBeforeAndAfter,
  key: MatchedItem<KeyWithPolicy>,
  changed: readonly Statement[],
): Iterable<DecisionChange> {
  const actions = actionsOfService("kms").filter(({ resourceTypes }) => resourceTypes.includes("key"));
  const arnPatternByType = { key: key.after.arn };
  return resourceDecisionChanges(policies, key, { actions, changed, arnPatternByType, service: "kms" }, "required");
}

interface ResourcePolicyQuery {
  /** All actions on the type of resource. */
  readonly actions: readonly IamAction[];
  readonly changed: readonly Statement[];
  /** ARN pattern of the resource, by the resource type of the action. */
  readonly arnPatternByType: Readonly<Record<string, string>>;
  /** Service whose VPC endpoints carry requests to the resource. */
  readonly service: string;
}

/** Decisions of a resource's own policy: identity policies are taken to allow everything. */
function resourceDecisionChanges(
  policies: PoliciesBeforeAndAfter,
  { before, after }: MatchedItem<BucketWithPolicy | KeyWithPolicy>,
  { actions, changed, arnPatternByType, service }: ResourcePolicyQuery,
  resourcePolicyMode: PolicySet["resourcePolicyMode"] = "union",
): Iterable<DecisionChange> {
  const { text, declared } = policies;
  const statements = statementsOf([...after.policies, ...before.policies]);
  const endpoints = [...policies.after.endpoints.values()].filter((endpoint) => endpoint.service === service);
  const space: RequestSpace = {
    text,
    statements,
    callers: callerClasses(text, statements, declared),
    actions: actionsNamedBy(changed, actions),
    targets: targetResourceFinder({
      text,
      statements,
      arnPatternByType,
      owner: { label: `of ${after.address}`, account: text.account },
    }),
    paths: allRequestPaths(endpoints, statements, text),
  };
  const policySet = (resource: readonly Policy[]): PolicySet => ({
    identity: "everything",
    resource,
    resourcePolicyMode,
    resourceAccount: text.account,
  });
  return decisionChanges({ space, changed, before: policySet(before.policies), after: policySet(after.policies) });
}
