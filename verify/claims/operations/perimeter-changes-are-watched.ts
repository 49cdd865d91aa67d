import { judgeConfigRules } from "../../detection/config-rules";
import { judgeWatchedCalls } from "../../detection/detective-controls";
import type { EventRule } from "../../detection/event-rules";
import {
  actionsOfService,
  ask,
  isAllowed,
  judgeRequests,
  judgeResources,
  type PolicyModel,
  policyModel,
  snsTopic,
  valueTest,
} from "../../iam/ask";
import { keyNamedBy } from "../../iam/attachments/key-with-policy";
import { readTopics, type TopicWithPolicy } from "../../iam/attachments/topic-with-policy";
import { judgeDelivery, judgeDeliveryByRole, judgeKeyUse } from "../../iam/questions/logs/deliveries";
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
} from "../../verdict/findings";

/** Preventive controls may be switched off by who administers the account; then somebody should hear of it. */
export const perimeterChangesAreWatched: Claim = {
  name: "perimeter-changes-are-watched",
  title: "Detective controls tell an encrypted topic",
  meaning:
    "If detective controls are declared, a topic is told of SageMaker resources outside the VPC, and of changed buckets and firewalls.",
  details: [
    "Covers training, processing, tuning, AutoML and monitoring jobs, models, endpoints with a role of their own, notebook instances and domains.",
    "Covers 14 calls whose network no condition key describes, such as CreateCluster and CreateLabelingJob.",
    "Outside means without a subnet, in a subnet of another VPC, or with internet access of their own.",
    "Covers calls that change the access to a bucket of the stack, network firewalls and DNS firewalls.",
    "Each call that succeeds matches an enabled EventBridge rule of the default bus.",
    "The topic has a KMS key of the stack. Only EventBridge, for rules of this account, publishes to it.",
    "Each rule may publish and use the key, which is enabled. The role of a target is evaluated.",
    "If AWS Config rules are declared, five managed rules and a Guard policy about models exist, and the topic is told of violations.",
    "The scope and the parameters of these rules leave out no resource.",
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
      return verdictOf(notApplicable("the stack declares no detective controls", "declaration"));
    }
    const model = policyModel(configuration);
    const subnetIds = studioSubnets(configuration).map(({ address }) => model.text.resolve(`\${${address}.id}`));
    const { findings, telling } = judgeWatchedCalls(configuration, model, detection, subnetIds);
    const told = new Set(telling.flatMap(({ topics }) => topics.map(({ address }) => address)));
    const topics = readTopics(configuration, model.text).filter(({ address }) => told.has(address));
    return verdictOf(
      mergeFindings([
        findings,
        detection === "events-and-config-rules" ? judgeConfigRules(configuration, model, subnetIds) : findingsOf({}),
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
    findingsForEach(
      rules.flatMap(({ roles }) => roles),
      ({ address, arn }) =>
        judgeDeliveryByRole(model, arn, {
          text: `${address} may publish to ${topic.address}`,
          service: eventBridge,
          actions: ["sns:Publish"],
          on: snsTopic(topic),
          addresses: [address, topic.address],
        }),
    ),
    findingsForEach(rules, ({ address, arn }) =>
      judgeDelivery(model, {
        text: `${topic.address} lets the rule publish`,
        service: eventBridge,
        actions: ["sns:Publish"],
        on: snsTopic(topic),
        context: { "aws:SourceArn": arn },
        addresses: [address, topic.address],
      }),
    ),
  ]);
}

function isEventBridge({ caller: { principal } }: DecidedRequest): boolean {
  return principal.kind === "service" && principal.servicePrincipal === eventBridge;
}

function isRuleOfAccount(answer: DecidedRequest, account: string): boolean {
  return isEventBridge(answer) && actsOnBehalfOf(account, answer.caller);
}

/**
 * SNS names the topic to KMS in the encryption context.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
function judgeKey(model: PolicyModel, { address, arn, keyName }: TopicWithPolicy): Findings {
  const key = keyNamedBy(keyName, model);
  return key === undefined
    ? counterexample(`${address} has no KMS key of the stack`, address)
    : judgeKeyUse(model, key, {
        text: `EventBridge may use the key of ${address}`,
        service: eventBridge,
        actions: ["kms:GenerateDataKey", "kms:Decrypt"],
        context: { "kms:EncryptionContext:aws:sns:topicArn": arn },
        addresses: [address],
      });
}
