import { counterexample, doubt, type Findings, findingsOf, mergeFindings, proof } from "../../../verdict/findings";
import {
  type Answer,
  type AskedResources,
  actionsOfService,
  ask,
  doubtsAboutRole,
  fromInternet,
  type IamAction,
  isAllowed,
  kmsKey,
  type PolicyModel,
  policyDoubts,
  requestContextOf,
  roleToAssume,
  trustOf,
} from "../../ask";
import type { KeyWithPolicy } from "../../attachments/key-with-policy";
import { actsForAnother, anyOtherService } from "../../request-space/principals/service-callers";

/** What an AWS service asks for when it delivers something for this account. */
export interface Delivery {
  /** The service and what it does, as the start of a sentence: `CloudTrail may write to aws_s3_bucket.trail`. */
  readonly text: string;
  /** Service principal. */
  readonly service: string;
  /** Names of the actions; each must be allowed. */
  readonly actions: readonly string[];
  readonly on: AskedResources;
  /** What is known of the request besides the service. @default - nothing */
  readonly context?: Readonly<Record<string, string>>;
  readonly addresses: readonly string[];
}

/** A service encrypts its connections by one of these. */
const tlsVersions = ["1.2", "1.3"];

/**
 * Whether the policies let a service deliver. Every request that the service may send must be allowed: one that the policies may
 * deny, by something that nobody knows of the request, is a doubt.
 */
export function judgeDelivery(
  model: PolicyModel,
  { text, service, actions, on, context, addresses }: Delivery,
): Findings {
  const doubts = policyDoubts(model, { policies: on.policies ?? [], doubts: [] });
  const answers = tlsVersions.flatMap((version) => [
    ...ask(model, {
      who: { kinds: ["service"] },
      what: actionsNamed(actions),
      on,
      from: fromInternet,
      assumedContext: requestContextOf({
        "aws:SecureTransport": "true",
        "s3:TlsVersion": version,
        "aws:SourceAccount": model.text.account,
        ...context,
      }),
    }),
  ]);
  return mergeFindings([
    findingsOf({ doubts }),
    judgeAnswers({ text, actions, addresses }, requestsOf(model, service, answers)),
  ]);
}

/** Every request must be allowed. An action of which no request can be allowed stops the delivery. */
function judgeAnswers(
  { text, actions, addresses }: Pick<Delivery, "text" | "actions" | "addresses">,
  answers: readonly Answer[],
): Findings {
  const isDenied = (name: string): boolean =>
    answers
      .filter((answer) => answer.actions.some((action) => action.name === name))
      .every((answer) => !isAllowed(answer) && answer.decision.kind !== "unknown");
  const denied = actions.filter(isDenied);
  return denied.length > 0
    ? counterexample(`${text}: no policy allows ${denied.join(" and ")}, or one denies it`, ...addresses)
    : answers.every(isAllowed)
      ? proof(text, ...addresses)
      : doubt(`${text}: it depends on what is not known of its requests`, ...addresses);
}

function actionsNamed(names: readonly string[]): readonly IamAction[] {
  return names.flatMap((name) => actionsOfService(name.split(":")[0] ?? "").filter((action) => action.name === name));
}

/** The answers to one service, for this account. Where no policy names the service, it is one of all others. */
function requestsOf({ text }: PolicyModel, service: string, answers: readonly Answer[]): readonly Answer[] {
  const ofHost = (host: string): readonly Answer[] =>
    answers.filter(
      ({ caller }) =>
        caller.principal.kind === "service" &&
        caller.principal.servicePrincipal === host &&
        !actsForAnother(text.account, caller),
    );
  const named = ofHost(service);
  return named.length > 0 ? named : ofHost(anyOtherService(text));
}

/** The use of a key by a service: the key must be enabled, and its policy must allow the use. */
export function judgeKeyUse(model: PolicyModel, key: KeyWithPolicy, use: Omit<Delivery, "on">): Findings {
  const { text } = use;
  const addresses = [key.address, ...use.addresses];
  switch (key.state) {
    case "disabled":
      return counterexample(`${text}: the key is disabled`, ...addresses);
    case "unknown":
      return doubt(`${text}: it is not known whether the key is enabled`, ...addresses);
    case "enabled":
      return mergeFindings([
        findingsOf({ doubts: key.doubts }),
        judgeDelivery(model, { ...use, on: kmsKey(key), addresses }),
      ]);
  }
}

/**
 * Delivery through a role, which the service assumes and which must allow the actions.
 *
 * @param roleArn as Terraform names it
 */
export function judgeDeliveryByRole(model: PolicyModel, roleArn: string, delivery: Delivery): Findings {
  const { text, actions, on, addresses } = delivery;
  const role = model.roles.find(({ arn }) => arn === model.text.resolve(roleArn));
  if (role === undefined) {
    return doubt(`${text}: its role is not in the configuration`, ...addresses);
  }
  const answers = [
    ...ask(model, {
      who: role,
      what: actionsNamed(actions),
      on,
      from: fromInternet,
      assumedContext: requestContextOf({ "aws:SecureTransport": "true" }),
    }),
  ];
  const named = [role.address, ...addresses];
  return mergeFindings([
    findingsOf({ doubts: doubtsAboutRole(model, role) }),
    judgeDelivery(model, {
      ...delivery,
      text: `${text}, as its role`,
      actions: ["sts:AssumeRole"],
      on: roleToAssume(trustOf(role)),
      addresses: named,
    }),
    judgeAnswers({ text, actions, addresses: named }, answers),
  ]);
}
