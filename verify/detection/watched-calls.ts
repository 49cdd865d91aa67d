import { COMPUTE_WITHOUT_GUARD } from "../../aws/compute-without-guard";
import type { BucketWithPolicy } from "../iam/attachments/bucket-with-policy";
import type { EventClass, FieldFact } from "./event-pattern";

/** Events that a rule must match. */
export interface WatchedCall {
  /** What the call did, for people. */
  readonly what: string;
  readonly events: EventClass;
  /** The Region in which it is told, where that is another one than that of the provider. @default - that of the provider */
  readonly region?: string;
}

const value = (text: string): FieldFact => ({ kind: "value", value: text });
const absent: FieldFact = { kind: "absent" };
const present: FieldFact = { kind: "other", than: [] };

/** A call that succeeded, as CloudTrail hands it to EventBridge. Facts are about parameters of the request. */
function succeeded(service: string, call: string, what: string, parameters: EventClass = {}): WatchedCall {
  return {
    what,
    events: {
      source: value(`aws.${service}`),
      "detail-type": value("AWS API Call via CloudTrail"),
      "detail.eventSource": value(`${service}.amazonaws.com`),
      "detail.eventName": value(call),
      "detail.errorCode": absent,
      ...Object.fromEntries(
        Object.entries(parameters).map(([name, fact]) => [`detail.requestParameters.${name}`, fact]),
      ),
    },
  };
}

/**
 * The same events as AWS puts them on the default bus of an account and Region. A pattern may name these two, and then leaves out no event.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export function onDefaultBus(
  { account, region }: { readonly account: string; readonly region: string },
  { events, ...call }: WatchedCall,
): WatchedCall {
  return { ...call, events: { account: value(account), region: value(region), ...events } };
}

/** Calls that name subnets, and the parameter that does. */
const subnetParameters = [
  { call: "CreateTrainingJob", what: "a training job", parameter: "vpcConfig.subnets" },
  { call: "CreateProcessingJob", what: "a processing job", parameter: "networkConfig.vpcConfig.subnets" },
  {
    call: "CreateHyperParameterTuningJob",
    what: "a tuning job",
    parameter: "trainingJobDefinition.vpcConfig.subnets",
  },
  { call: "CreateAutoMLJobV2", what: "an AutoML job", parameter: "securityConfig.vpcConfig.subnets" },
  { call: "CreateAutoMLJob", what: "an AutoML job", parameter: "autoMLJobConfig.securityConfig.vpcConfig.subnets" },
  ...(["CreateMonitoringSchedule", "UpdateMonitoringSchedule"] as const).map((call) => ({
    call,
    what: "a monitoring schedule",
    parameter: "monitoringScheduleConfig.monitoringJobDefinition.networkConfig.vpcConfig.subnets",
  })),
  ...(["DataQuality", "ModelBias", "ModelExplainability", "ModelQuality"] as const).map((kind) => ({
    call: `Create${kind}JobDefinition`,
    what: "a definition of monitoring jobs",
    parameter: "networkConfig.vpcConfig.subnets",
  })),
  { call: "CreateModel", what: "a model", parameter: "vpcConfig.subnets" },
  {
    call: "CreateEndpointConfig",
    what: "an endpoint with a role of its own",
    parameter: "vpcConfig.subnets",
    also: { executionRoleArn: present },
  },
  { call: "CreateNotebookInstance", what: "a notebook instance", parameter: "subnetId" },
  { call: "CreateDomain", what: "a domain", parameter: "subnetIds" },
] as const;

/**
 * Calls of SageMaker that make something outside the subnets.
 *
 * @param subnetIds subnets of the VPC
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations_Amazon_SageMaker_Service.html
 */
export function callsOutsideVpc(subnetIds: readonly string[]): readonly WatchedCall[] {
  const create = (call: string, what: string, parameters: EventClass) => succeeded("sagemaker", call, what, parameters);
  return [
    ...subnetParameters.flatMap(({ call, what, parameter, ...rest }) => {
      const also = "also" in rest ? rest.also : {};
      return [
        create(call, `${what} without a subnet`, { ...also, [parameter]: absent }),
        create(call, `${what} in another subnet`, { ...also, [parameter]: { kind: "other", than: subnetIds } }),
      ];
    }),
    ...COMPUTE_WITHOUT_GUARD.map((call) => create(call, `${call}, whose network no guard describes`, {})),
    ...[absent, value("Enabled")].map((access) =>
      create("CreateNotebookInstance", "a notebook instance with direct internet access", {
        directInternetAccess: access,
      }),
    ),
    ...[absent, value("PublicInternetOnly")].map((access) =>
      create("CreateDomain", "a domain with internet access of its own", { appNetworkAccessType: access }),
    ),
    create("UpdateDomain", "a domain that gets internet access of its own", {
      appNetworkAccessType: value("PublicInternetOnly"),
    }),
  ];
}

const bucketCalls = [
  "DeleteBucketPolicy",
  "DeleteBucketPublicAccessBlock",
  "PutBucketAcl",
  "PutBucketPolicy",
  "PutBucketPublicAccessBlock",
  "PutBucketReplication",
];

/** Calls that change who reaches the objects of a bucket. */
export function callsOnBucket({ name, address, region }: BucketWithPolicy): readonly WatchedCall[] {
  return bucketCalls.map((call) => ({
    ...succeeded("s3", call, `${call} on ${address}`, { bucketName: value(name) }),
    ...(region === undefined ? {} : { region }),
  }));
}

const firewallCalls = [
  ...["AssociateFirewallPolicy", "AssociateSubnets", "DeleteFirewall", "DeleteFirewallPolicy", "DeleteRuleGroup"],
  ...["DisassociateSubnets", "UpdateFirewallDeleteProtection", "UpdateFirewallPolicy"],
  ...["UpdateFirewallPolicyChangeProtection", "UpdateLoggingConfiguration", "UpdateRuleGroup"],
  "UpdateSubnetChangeProtection",
];

/** Calls that change network firewalls. */
export const callsOnFirewalls: readonly WatchedCall[] = firewallCalls.map((call) =>
  succeeded("network-firewall", call, `${call} of Network Firewall`),
);

const dnsCalls = [
  ...["AssociateFirewallRuleGroup", "CreateFirewallRule", "DeleteFirewallRule", "DisassociateFirewallRuleGroup"],
  ...["DisassociateResolverQueryLogConfig", "ImportFirewallDomains", "UpdateFirewallConfig", "UpdateFirewallDomains"],
  ...["UpdateFirewallRule", "UpdateFirewallRuleGroupAssociation"],
];

/** Calls that change DNS firewalls. */
export const callsOnDnsFirewalls: readonly WatchedCall[] = dnsCalls.map((call) =>
  succeeded("route53resolver", call, `${call} of DNS Firewall`),
);

/**
 * The event with which AWS Config says that a resource violates a rule.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html
 */
export function violationOfConfigRule(name: string, address: string): WatchedCall {
  return {
    what: `a violation of ${address}`,
    events: {
      source: value("aws.config"),
      "detail-type": value("Config Rules Compliance Change"),
      "detail.configRuleName": value(name),
      "detail.messageType": value("ComplianceChangeNotification"),
      "detail.newEvaluationResult.complianceType": value("NON_COMPLIANT"),
    },
  };
}
