import type { BucketWithPolicy } from "../../verify/iam/attachments/bucket-with-policy";
import type { EndpointWithPolicy } from "../../verify/iam/attachments/endpoint-with-policy";
import type { KeyWithPolicy } from "../../verify/iam/attachments/key-with-policy";
import { actionsOfService, type IamAction } from "../../verify/iam/aws/action-catalog";
import type { PolicySet } from "../../verify/iam/evaluation/authorize";
import type { Policy, Statement } from "../../verify/iam/language/parse-policy";
import { actionsThroughEndpoint, allowAllPolicy } from "../../verify/iam/questions/data/requests-through-endpoint";
import { callerClasses } from "../../verify/iam/request-space/principals/callers";
import { allRequestPaths, pathsThroughEndpoints } from "../../verify/iam/request-space/requests/request-paths";
import type { RequestSpace } from "../../verify/iam/request-space/requests/request-space";
import { resourceOwners } from "../../verify/iam/request-space/resources/resource-owners";
import { targetResourceFinder } from "../../verify/iam/request-space/resources/target-resources";
import { statementsOf } from "../../verify/iam/request-space/statements/statement-queries";
import { type Shift, shiftsIn } from "../iam/decision-changes";
import { shiftSentences } from "../iam/describe-decision-changes";
import type { PolicySides } from "../iam/policies-before-and-after";
import { changedStatements, concerned } from "../iam/statement-changes";
import { type Pair, pairs } from "../model/diff";
import { type Difference, difference } from "../model/difference";
import { incomparable } from "./undecided-policies";

/** Requests that policies of endpoints, buckets and keys let through or refuse otherwise than before. */
export function policyDifferences(sides: PolicySides): readonly Difference[] {
  const { before, after } = sides;
  return [
    ...pairs(before.endpoints, after.endpoints).flatMap((pair) =>
      compare(sides, pair, `Through ${pair.is.address}, `, throughShifts),
    ),
    ...pairs(before.buckets, after.buckets)
      .filter(({ was, is }) => was.name === is.name)
      .flatMap((pair) => compare(sides, pair, `At ${pair.is.address}, `, bucketShifts)),
    ...pairs(before.keys, after.keys).flatMap((pair) => compare(sides, pair, `With ${pair.is.address}, `, keyShifts)),
  ];
}

type Guarded = EndpointWithPolicy | BucketWithPolicy | KeyWithPolicy;

type Asking<Item> = (sides: PolicySides, pair: Pair<Item>, changed: readonly Statement[]) => Iterable<Shift>;

function compare<Item extends Guarded>(
  sides: PolicySides,
  pair: Pair<Item>,
  start: string,
  ask: Asking<Item>,
): readonly Difference[] {
  const { was, is } = pair;
  const [old, now] = [
    { ...was, policies: was.policies },
    { ...is, policies: is.policies },
  ];
  const doubts = incomparable(old, now, sides.changed, sides.text);
  const changed = changedStatements(was.policies, is.policies);
  if (changed.length === 0 || doubts.length > 0) {
    return doubts;
  }
  const sentences = shiftSentences(
    { start, address: is.address, text: sides.text, ...("arn" in is && { own: { arn: is.arn, word: "it" } }) },
    ask(sides, pair, changed),
  );
  const same = difference("changes", `The policy of ${is.address} is written otherwise, and decides alike`, [
    is.address,
  ]);
  return sentences.length === 0 ? [same] : sentences;
}

/** What the endpoint lets pass, whatever callers' and resources' own policies say. */
function* throughShifts(
  { text }: PolicySides,
  { was, is }: Pair<EndpointWithPolicy>,
  changed: readonly Statement[],
): Generator<Shift> {
  const statements = statementsOf([...is.policies, ...was.policies]);
  const through = new Map(
    [...actionsThroughEndpoint(is), ...actionsThroughEndpoint(was)].map((action) => [action.name, action]),
  );
  const base: Omit<RequestSpace, "targets"> = {
    text,
    statements,
    callers: callerClasses(text, statements),
    actions: concerned([...through.values()], changed),
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
    yield* shiftsIn({ space, changed, before: authority(was.policies), after: authority(is.policies) });
  }
}

function bucketShifts(
  sides: PolicySides,
  pair: Pair<BucketWithPolicy>,
  changed: readonly Statement[],
): Iterable<Shift> {
  const { arn } = pair.is;
  const actions = actionsOfService("s3").filter(({ resourceTypes }) =>
    resourceTypes.some((type) => type === "object" || type === "bucket"),
  );
  const only = { object: `${arn}/?*`, bucket: arn };
  return guardedShifts(sides, pair, { actions, changed, only, service: "s3" });
}

function keyShifts(sides: PolicySides, pair: Pair<KeyWithPolicy>, changed: readonly Statement[]): Iterable<Shift> {
  const actions = actionsOfService("kms").filter(({ resourceTypes }) => resourceTypes.includes("key"));
  const only = { key: pair.is.arn };
  return guardedShifts(sides, pair, { actions, changed, only, service: "kms" }, "required");
}

interface Guard {
  /** Everything that may be asked of such a resource. */
  readonly actions: readonly IamAction[];
  readonly changed: readonly Statement[];
  readonly only: Readonly<Record<string, string>>;
  /** Service whose endpoints lead to the resource. */
  readonly service: string;
}

/** What a resource's own policy decides of everybody whose other policies allow everything. */
function guardedShifts(
  sides: PolicySides,
  { was, is }: Pair<BucketWithPolicy | KeyWithPolicy>,
  { actions, changed, only, service }: Guard,
  resourceMode: PolicySet["resourcePolicyMode"] = "union",
): Iterable<Shift> {
  const { text, declared } = sides;
  const statements = statementsOf([...is.policies, ...was.policies]);
  const endpoints = [...sides.after.endpoints.values()].filter((endpoint) => endpoint.service === service);
  const space: RequestSpace = {
    text,
    statements,
    callers: callerClasses(text, statements, declared),
    actions: concerned(actions, changed),
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
  return shiftsIn({ space, changed, before: authority(was.policies), after: authority(is.policies) });
}
