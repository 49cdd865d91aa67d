import { memoize } from "../../../collections/memoize";
import type { EndpointWithPolicy } from "../../attachments/endpoint-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";
import { actionsOfService, type IamAction } from "../../aws/action-catalog";
import { awsOwnedResourceArns, customResourceResponseArns } from "../../aws/aws-owned-resources";
import type { PolicySet } from "../../evaluation/authorize";
import { type Policy, parsePolicy } from "../../language/parse-policy";
import type { PlaceholderTable } from "../../patterns/placeholders";
import type { Caller } from "../../request-space/principals/caller";
import { callerClasses } from "../../request-space/principals/caller-classes";
import { type DecidedRequest, decideRequests } from "../../request-space/requests/decided-requests";
import { pathsThroughEndpoints } from "../../request-space/requests/request-paths";
import type { RequestSpace } from "../../request-space/requests/request-space";
import { type ResourceOwner, resourceOwners } from "../../request-space/resources/resource-owners";
import { matchesAnyArn, targetResourceFinder } from "../../request-space/resources/target-resources";
import { statementsOf } from "../../request-space/statements/statement-queries";

/** A decided request through an endpoint, with whose resource it asks for. */
export interface DecidedEndpointRequest extends DecidedRequest {
  readonly owner: ResourceOwner;
  /** Whether the resource is one that AWS owns and offers to everybody. */
  readonly isAwsOwned: boolean;
  /** Whether it is what custom resources answer CloudFormation with. */
  readonly isCustomResourceResponse: boolean;
}

/** Endpoint services whose actions IAM knows by another prefix than the first word of their name. */
const iamPrefixByEndpointService: Readonly<Record<string, string>> = {
  monitoring: "cloudwatch",
  events: "events",
  studio: "sagemaker",
  notebook: "sagemaker",
  experiments: "sagemaker",
  "partner-app": "sagemaker",
  "bedrock-runtime": "bedrock",
  "email-smtp": "ses",
  "git-codecommit": "codecommit",
  "sagemaker-data-science-assistant": "sagemaker-data-science-assistant",
};

/** Every action that may travel through the endpoint: those of its service and those that its policy names. */
export function actionsThroughEndpoint(endpoint: EndpointWithPolicy): readonly IamAction[] {
  const [first = ""] = endpoint.service.replace(/-fips$/, "").split(".");
  const named = statementsOf(endpoint.policies).flatMap(({ action }) =>
    action.patterns.map((pattern) => pattern.split(":")[0] ?? ""),
  );
  const services = new Set([
    iamPrefixByEndpointService[endpoint.service] ?? iamPrefixByEndpointService[first] ?? first,
    ...named,
  ]);
  return [...services].flatMap((service) => actionsOfService(service));
}

/** What decides beside the endpoint's policy. */
export interface EndpointQuestion {
  readonly otherPolicies: readonly Policy[];
  /** Which of the actions that may travel through the endpoint are asked about. */
  selectActions(through: readonly IamAction[]): readonly IamAction[];
  /** ARNs that the question tells apart, in groups. */
  readonly distinguishedArns: readonly (readonly string[])[];
  policySetOf(owner: ResourceOwner): Partial<PolicySet>;
}

/** What an endpoint lets each caller do to each owner's resources. */
export function* decideEndpointRequests(
  { text }: Pick<PolicyModel, "text">,
  endpoint: EndpointWithPolicy,
  allCallers: readonly Caller[],
  question: EndpointQuestion,
): Generator<DecidedEndpointRequest> {
  const statements = statementsOf([...endpoint.policies, ...question.otherPolicies]);
  const actions = question.selectActions(actionsThroughEndpoint(endpoint));
  const services = new Set(actions.map(({ service }) => service));
  const awsOwned = awsOwnedResourceArns(text, statements).filter((arn) => services.has(arn.split(":")[2] ?? ""));
  const responseArns = services.has("s3") ? customResourceResponseArns(text) : [];
  const groups = [awsOwned, responseArns, ...question.distinguishedArns];
  for (const owner of resourceOwners(text, statements)) {
    const policySet: PolicySet = {
      identity: "everything",
      endpoint: endpoint.policies,
      resource: [allowAllPolicy],
      resourceAccount: owner.account,
      ...question.policySetOf(owner),
    };
    const space: RequestSpace = {
      text,
      statements,
      callers: allCallers,
      actions,
      targets: targetResourceFinder({ text, statements, owner, distinguishedArns: groups }),
      paths: pathsThroughEndpoints([endpoint], statements, text),
    };
    for (const answer of decideRequests(space, () => policySet)) {
      yield {
        ...answer,
        owner,
        isAwsOwned: matchesAnyArn(awsOwned, answer.target.resource),
        isCustomResourceResponse: matchesAnyArn(responseArns, answer.target.resource),
      };
    }
  }
}

/** Decided requests by endpoint and deployment location, for texts with the placeholders of one table. */
const knownEndpointRequests = memoize((_: PlaceholderTable) => new Map<string, readonly DecidedEndpointRequest[]>());

/**
 * What an endpoint lets anybody do, whatever their own policies say. Several claims ask, and of several environments: the
 * answers depend on nothing but the endpoint, its policy and the place, as long as letters mean the same.
 */
export function decideEndpointRequestsOfAnyone(
  { text }: Pick<PolicyModel, "text">,
  endpoint: EndpointWithPolicy,
): readonly DecidedEndpointRequest[] {
  const { placeholders, account, region, partition } = text;
  const cache = knownEndpointRequests(placeholders);
  const cacheKey = JSON.stringify([endpoint, account, region, partition]);
  const known = cache.get(cacheKey);
  if (known !== undefined) {
    return known;
  }
  const allCallers = callerClasses(text, statementsOf(endpoint.policies));
  const decided = [...decideEndpointRequests({ text }, endpoint, allCallers, endpointPolicyOnly)];
  cache.set(cacheKey, decided);
  return decided;
}

const endpointPolicyOnly: EndpointQuestion = {
  otherPolicies: [],
  selectActions: (through) => through,
  distinguishedArns: [],
  policySetOf: () => ({}),
};

/** The worst policy that a resource outside the configuration may have; it has no address to point at. */
export const allowAllPolicy = parsePolicy(
  JSON.stringify({ Statement: [{ Sid: "open", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] }),
  "",
);

/** Whether every action of the answer only reads. */
export function isReadOnlyRequest({ actions }: DecidedRequest): boolean {
  return actions.every(({ accessLevels }) => accessLevels.every((level) => level === "Read" || level === "List"));
}
