import { judgeConfigRules, judgeWatchedCalls } from "../../detection/detective-controls";
import type { EventRule } from "../../detection/event-rules";
import {
  actionsOfService,
  ask,
  fromInternet,
  isAllowed,
  judgeRequests,
  judgeResources,
  kmsKey,
  type PolicyModel,
  policyModel,
  requestContextOf,
  snsTopic,
  valueTest,
} from "../../iam/ask";
import { isNameOfKey } from "../../iam/attachments/key-with-policy";
import { readTopics, type TopicWithPolicy } from "../../iam/attachments/topic-with-policy";
import { actsOnBehalfOf } from "../../iam/request-space/principals/service-callers";
import type { DecidedRequest } from "../../iam/request-space/requests/decided-requests";
import { networkModelOf } from "../../network/network-model";
import { referencedResource } from "../../terraform/references/referenced-resources";
import { type Resource, resourcesOfType, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type Claim, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

/** Preventive controls may be switched off by who administers the account; then somebody should hear of it. */
export const perimeterChangesAreWatched: Claim = {
  name: "perimeter-changes-are-watched",
  title: "Detective controls tell an encrypted topic",
  meaning:
    "If detective controls are declared, a topic is told of SageMaker resources outside the VPC, and of changed buckets and firewalls.",
  details: [
    "Covers training, processing and tuning jobs, models, endpoints with a role of their own, notebook instances and domains.",
    "Outside means without a subnet, in a subnet of another VPC, or with internet access of their own.",
    "Covers calls that change the access to a bucket of the stack, network firewalls and DNS firewalls.",
    "Each call that succeeds matches an enabled EventBridge rule of the default bus.",
    "The topic has a KMS key of the stack. Only EventBridge, for rules of this account, publishes to it.",
    "If AWS Config rules are declared, five managed rules and a Guard policy about models exist, and the topic is told of violations.",
    "The claim relies on a trail of management events, a recorder of AWS Config, and subscriptions. It does not read Guard policies.",
    "Without declared detective controls the claim is not applicable.",
  ],
  remedy:
    "Add the missing rule with the topic as target. Let only events.amazonaws.com with aws:SourceArn of a rule publish, and let it use the key.",
  topic: "operations",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AU-12", "NIST.800-53.r5 SC-7"],
  decide({ configuration, posture: { detection } }) {
    if (detection === undefined) {
      return verdictOf(notApplicable("the stack declares no detective controls"));
    }
    const model = policyModel(configuration);
    const { findings, telling } = judgeWatchedCalls(configuration, model, detection, studioSubnets(configuration));
    const told = new Set(telling.flatMap(({ topics }) => topics.map(({ address }) => address)));
    const topics = readTopics(configuration, model.text).filter(({ address }) => told.has(address));
    return verdictOf(
      mergeFindings([
        findings,
        detection === "events-and-config-rules" ? judgeConfigRules(configuration) : findingsOf({}),
        judgeResources(model, topics, (topic) =>
          mergeFindings([judgePublishers(model, topic, telling), judgeKey(model, topic)]),
        ),
      ]),
    );
  },
};

/** Subnets of the VPCs of Studio. */
function studioSubnets(configuration: TerraformConfiguration): readonly Resource[] {
  const { perimeterVpcs, vpcs } = networkModelOf(configuration);
  const own = [...perimeterVpcs].flatMap((key) => vpcs.get(key)?.resource?.address ?? []);
  return resourcesOfType(configuration, "aws_subnet").filter(({ values }) =>
    own.includes(referencedResource(configuration, values.vpc_id)?.address ?? ""),
  );
}

const eventBridge = "events.amazonaws.com";

/** Who else publishes can hide an alert among false ones. A rule that may not publish tells nobody. */
function judgePublishers(model: PolicyModel, topic: TopicWithPolicy, telling: readonly EventRule[]): Findings {
  const what = actionsOfService("sns").filter(({ name }) => name === "sns:Publish");
  const rules = telling.filter(({ topics }) => topics.some(({ address }) => address === topic.address));
  return mergeFindings([
    judgeRequests(
      model,
      `who publishes to ${topic.address}`,
      ask(model, {
        what,
        on: snsTopic(topic),
        distinguishes: [
          valueTest(
            "aws:sourcearn",
            rules.map(({ arn }) => arn),
          ),
        ],
      }),
      (answer) => isAllowed(answer) && !isRuleOfAccount(answer, model.text.account),
    ),
    findingsForEach(rules, ({ address, arn }) => {
      const answers = ask(model, {
        who: { kinds: ["service"] },
        what,
        on: snsTopic(topic),
        from: fromInternet,
        assumedContext: requestContextOf({ "aws:SourceArn": arn, "aws:SecureTransport": "true" }),
      });
      return [...answers].some((answer) => isAllowed(answer) && isEventBridge(answer))
        ? proof("the topic lets the rule publish", address, topic.address)
        : counterexample(`${topic.address} does not let the rule publish`, address, topic.address);
    }),
  ]);
}

function isEventBridge({ caller: { principal } }: DecidedRequest): boolean {
  return principal.kind === "service" && principal.servicePrincipal === eventBridge;
}

function isRuleOfAccount(answer: DecidedRequest, account: string): boolean {
  return isEventBridge(answer) && actsOnBehalfOf(account, answer.caller.context);
}

/** SNS names the topic to KMS in the encryption context. */
function judgeKey(model: PolicyModel, { address, arn, keyName }: TopicWithPolicy): Findings {
  const key = model.kmsKeys.find((candidate) => isNameOfKey(keyName, candidate));
  if (key === undefined) {
    return counterexample(`${address} has no KMS key of the stack`, address);
  }
  const answers = ask(model, {
    who: { kinds: ["service"] },
    what: actionsOfService("kms").filter(({ name }) => name === "kms:GenerateDataKey"),
    on: kmsKey(key),
    from: fromInternet,
    assumedContext: requestContextOf({ "kms:EncryptionContext:aws:sns:topicArn": arn }),
  });
  return [...answers].some((answer) => isAllowed(answer) && isEventBridge(answer))
    ? proof("EventBridge may use the key of the topic", key.address, address)
    : counterexample(`EventBridge may not use the key of ${address}, so that nobody is told`, key.address, address);
}
