import type { Endpoint } from "../../attachments/endpoint-attachments";
import type { PolicyModel } from "../../attachments/policy-model";
import { actionsOf, type CatalogueAction } from "../../aws/action-catalog";
import { answerArns, awsOwnedArns } from "../../aws/aws-owned-resources";
import type { Authority } from "../../evaluation/authorize";
import { type Policy, parsePolicy } from "../../language/parse-policy";
import type { Letters } from "../../patterns/placeholders";
import { type Caller, callers } from "../../request-space/principals/callers";
import { type Answer, answers } from "../../request-space/requests/decisions";
import { throughEndpoints } from "../../request-space/requests/request-paths";
import { type ResourceOwner, resourceOwners } from "../../request-space/resources/resource-owners";
import { isAmong, targetFinder } from "../../request-space/resources/target-resources";
import { statementsOf } from "../../request-space/statements/statement-queries";

/** A decided request through an endpoint, with whose resource it asks for. */
export interface EndpointAnswer extends Answer {
  readonly owner: ResourceOwner;
  /** Whether the resource is one that AWS owns and offers to everybody. */
  readonly isAwsOwned: boolean;
  /** Whether it is what custom resources answer CloudFormation with. */
  readonly isAnswer: boolean;
}

/** Endpoint services whose actions IAM knows by another prefix than the first word of their name. */
const prefixes: Readonly<Record<string, string>> = {
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
export function actionsThrough(endpoint: Endpoint): readonly CatalogueAction[] {
  const [first = ""] = endpoint.service.replace(/-fips$/, "").split(".");
  const named = statementsOf(endpoint.policy).flatMap(({ action }) =>
    action.patterns.map((pattern) => pattern.split(":")[0] ?? ""),
  );
  const services = new Set([prefixes[endpoint.service] ?? prefixes[first] ?? first, ...named]);
  return [...services].flatMap((service) => actionsOf(service));
}

/** What decides beside the endpoint's policy. */
export interface Beside {
  readonly policies: readonly Policy[];
  /** Which of the actions that may travel through the endpoint are asked about. */
  actions(through: readonly CatalogueAction[]): readonly CatalogueAction[];
  /** ARNs that the question tells apart, in groups. */
  readonly groups: readonly (readonly string[])[];
  authorityOf(owner: ResourceOwner): Partial<Authority>;
}

/** What an endpoint lets each caller do to each owner's resources. */
export function* throughEndpointAnswers(
  { text }: Pick<PolicyModel, "text">,
  endpoint: Endpoint,
  everybody: readonly Caller[],
  beside: Beside,
): Generator<EndpointAnswer> {
  const statements = statementsOf([...endpoint.policy, ...beside.policies]);
  const actions = beside.actions(actionsThrough(endpoint));
  const services = new Set(actions.map(({ service }) => service));
  const awsOwned = awsOwnedArns(text, statements).filter((arn) => services.has(arn.split(":")[2] ?? ""));
  const taken = services.has("s3") ? answerArns(text) : [];
  const groups = [awsOwned, taken, ...beside.groups];
  for (const owner of resourceOwners(text, statements)) {
    const authority: Authority = {
      identity: "everything",
      endpoint: endpoint.policy,
      resource: [openPolicy],
      resourceAccount: owner.account,
      ...beside.authorityOf(owner),
    };
    const space = {
      text,
      statements,
      callers: everybody,
      actions,
      targets: targetFinder({ text, statements, owner, groups }),
      paths: throughEndpoints([endpoint], statements, text),
    };
    for (const answer of answers(space, () => authority)) {
      yield {
        ...answer,
        owner,
        isAwsOwned: isAmong(awsOwned, answer.target.resource),
        isAnswer: isAmong(taken, answer.target.resource),
      };
    }
  }
}

const remembered = new WeakMap<Letters, Map<string, readonly EndpointAnswer[]>>();

/**
 * What an endpoint lets anybody do, whatever their own policies say. Several claims ask, and of several environments: the
 * answers depend on nothing but the endpoint, its policy and the place, as long as letters mean the same.
 */
export function anybodyThrough({ text }: Pick<PolicyModel, "text">, endpoint: Endpoint): readonly EndpointAnswer[] {
  const { letters, account, region, partition } = text;
  const answered = remembered.get(letters) ?? new Map<string, readonly EndpointAnswer[]>();
  remembered.set(letters, answered);
  const question = JSON.stringify([endpoint, account, region, partition]);
  const known = answered.get(question);
  if (known !== undefined) {
    return known;
  }
  const everybody = callers(text, statementsOf(endpoint.policy));
  const found = [...throughEndpointAnswers({ text }, endpoint, everybody, nothingBeside)];
  answered.set(question, found);
  return found;
}

const nothingBeside: Beside = { policies: [], actions: (through) => through, groups: [], authorityOf: () => ({}) };

/** The worst policy that a resource outside the configuration may have; it has no address to point at. */
export const openPolicy = parsePolicy(
  JSON.stringify({ Statement: [{ Sid: "open", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] }),
  "",
);

/** Whether every action of the answer only reads. */
export function onlyReads({ actions }: Answer): boolean {
  return actions.every(({ accessLevels }) => accessLevels.every((level) => level === "Read" || level === "List"));
}
