import { memoize } from "../../../collections/memoize";
import { type Answer, ask, type Question } from "../../ask/ask";
import { throughEndpoint } from "../../ask/origins";
import { resourcesOfAnyone } from "../../ask/resources";
import type { EndpointWithPolicy } from "../../attachments/endpoint-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";
import { policiesOfRole } from "../../attachments/role-with-policies";
import { actionsOfService, type IamAction } from "../../aws/action-catalog";
import { awsOwnedResourceArns, customResourceResponseArns } from "../../aws/aws-owned-resources";
import { serviceOfPattern } from "../../evaluation/statement-matching";
import type { PlaceholderTable } from "../../patterns/placeholders";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";
import { actsOnAny } from "../../request-space/requests/example-request";
import { statementsOf } from "../../request-space/statements/statement-queries";

/** A decided request through an endpoint. */
export interface EndpointAnswer extends Answer {
  /** Whether AWS owns the resource and offers it to every customer. */
  readonly isAwsOwned: boolean;
  /** Whether the resource is an object with which a custom resource responds to CloudFormation. */
  readonly isCustomResourceResponse: boolean;
}

type AskedModel = Pick<PolicyModel, "text" | "endpoints">;

/**
 * IAM action prefixes of endpoint services, where they are not the first word of the service's name.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
const iamPrefixesByEndpointService: Readonly<Record<string, readonly string[]>> = {
  monitoring: ["cloudwatch"],
  events: ["events"],
  studio: ["sagemaker"],
  notebook: ["sagemaker"],
  experiments: ["sagemaker", "sagemaker-mlflow"],
  "partner-app": ["sagemaker"],
  "bedrock-runtime": ["bedrock"],
  "bedrock-agent": ["bedrock"],
  "bedrock-agent-runtime": ["bedrock"],
  email: ["ses"],
  "email-smtp": ["ses"],
  "git-codecommit": ["codecommit"],
  "kinesis-streams": ["kinesis"],
  "kinesis-firehose": ["firehose"],
  "sync-states": ["states"],
  tagging: ["tag"],
  // Multi-Region Access Points. The policy of the endpoint is evaluated for the access point, and for the bucket behind it.
  "s3-global": ["s3"],
  "sagemaker-data-science-assistant": ["sagemaker-data-science-assistant"],
};

/** IAM action prefixes of the service that an endpoint is for. Empty if the action catalog lists no such service. */
export function iamPrefixesOfEndpoint({ service }: EndpointWithPolicy): readonly string[] {
  const name = service.replace(/-fips$/, "");
  const [first = ""] = name.split(".");
  const prefixes = [name, first].find((key) => Object.hasOwn(iamPrefixesByEndpointService, key));
  return (prefixes === undefined ? [first] : (iamPrefixesByEndpointService[prefixes] ?? [])).filter(
    (prefix) => actionsOfService(prefix).length > 0,
  );
}

/** Every action that a request through the endpoint may have: those of its service, and of services that its policy names. */
export function actionsThroughEndpoint(endpoint: EndpointWithPolicy): readonly IamAction[] {
  const named = statementsOf(endpoint.policies).flatMap(({ action }) => action.patterns.map(serviceOfPattern));
  const services = new Set([...iamPrefixesOfEndpoint(endpoint), ...named]);
  return [...services].flatMap((service) => actionsOfService(service));
}

/** What else a question about an endpoint may narrow. */
type EndpointQuestion = Pick<Question, "who" | "distinguishedArns">;

/** What the endpoint lets callers do to the resources of every account, and of AWS itself. */
export function* askThroughEndpoint(
  model: AskedModel,
  endpoint: EndpointWithPolicy,
  { who, distinguishedArns = [] }: EndpointQuestion = {},
): Generator<EndpointAnswer> {
  const { text } = model;
  const what = actionsThroughEndpoint(endpoint);
  const services = new Set(what.map(({ service }) => service));
  const rolePolicies = who !== undefined && "identityPolicies" in who ? policiesOfRole(who) : [];
  const statements = statementsOf([...endpoint.policies, ...rolePolicies]);
  const awsOwnedArns = awsOwnedResourceArns(text, statements).filter((arn) => services.has(arn.split(":")[2] ?? ""));
  const responseArns = services.has("s3") ? customResourceResponseArns(text) : [];
  const answers = ask(model, {
    ...(who === undefined ? {} : { who }),
    what,
    on: resourcesOfAnyone,
    from: throughEndpoint(endpoint),
    distinguishedArns: [awsOwnedArns, responseArns, ...distinguishedArns],
  });
  for (const answer of answers) {
    yield {
      ...answer,
      isAwsOwned: actsOnAny(answer, awsOwnedArns),
      isCustomResourceResponse: actsOnAny(answer, responseArns),
    };
  }
}

/** Answers by endpoint and deployment location, for texts that share a placeholder table. */
const knownEndpointAnswers = memoize((_: PlaceholderTable) => new Map<string, readonly EndpointAnswer[]>());

/**
 * What the endpoint lets any caller do, whatever their own policies allow. Several claims ask it, and of several
 * environments: the answers depend only on the endpoint, its policy and the deployment location.
 */
export function askEveryoneThroughEndpoint(
  model: AskedModel,
  endpoint: EndpointWithPolicy,
  distinguishedArns: readonly (readonly string[])[] = [],
): readonly EndpointAnswer[] {
  const { placeholders, account, region, partition, ownOrganization } = model.text;
  const cache = knownEndpointAnswers(placeholders);
  const cacheKey = JSON.stringify([endpoint, account, region, partition, ownOrganization, distinguishedArns]);
  const known = cache.get(cacheKey);
  if (known !== undefined) {
    return known;
  }
  const answers = [...askThroughEndpoint(model, endpoint, { distinguishedArns })];
  cache.set(cacheKey, answers);
  return answers;
}

/** Whether every action of the request only reads. */
export function isReadOnlyRequest({ actions }: DecidedRequest): boolean {
  return actions.every(({ accessLevels }) => accessLevels.every((level) => level === "Read" || level === "List"));
}
