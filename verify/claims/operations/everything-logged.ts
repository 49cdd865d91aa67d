import type { NetworkFirewallPolicy } from "../../firewall/network-firewall-policy";
import { networkFirewallsOf } from "../../firewall/network-firewalls";
import { alertActionByDropAction } from "../../firewall/stateful-default-actions";
import { type PolicyModel, policyModel } from "../../iam/ask";
import { judgeDeclaredTrail } from "../../iam/questions/logs/declared-trail";
import { judgeFlowLogDelivery } from "../../iam/questions/logs/flow-log-deliveries";
import { judgeAccessLogDelivery, judgeLogGroupKey, judgeLogsToBucket } from "../../iam/questions/logs/log-deliveries";
import { logStoresOf } from "../../iam/questions/logs/log-stores";
import { findingsOnPerimeterVpc } from "../../network/judge-perimeter-vpc";
import { type NetworkModel, networkModelOf, undeclaredPerimeterVpcs } from "../../network/network-model";
import { mayAskResolver } from "../../network/vpc-hosts";
import { referencedResource, resourcesReferencing } from "../../terraform/references/referenced-resources";
import {
  blocksOf,
  type Json,
  type JsonObject,
  jsonText,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsOf,
  isProved,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

export const everythingLogged: Claim = {
  name: "everything-logged",
  title: "Traffic and data access are logged",
  meaning:
    "VPC traffic, firewall decisions, DNS queries and object access are logged, and log groups are encrypted and kept as declared.",
  details: [
    "Studio's VPC, and every VPC that may be connected with it, has a flow log of all traffic and a DNS query log.",
    "A format of a flow log has addresses, ports, protocol and action. The DNS query log is declared in the configuration.",
    "Every firewall has alert and flow logs, and its default drop actions also alert.",
    "A firewall that decrypts TLS has a TLS log too.",
    "Every bucket has access logging, except buckets that receive these logs.",
    "Every log group names a KMS key, and its retention is at least the declared number of days.",
    "Policies, roles and keys let the services write flow logs, firewall logs, query logs, access logs, trails and log groups.",
    "A permissions boundary outside the configuration leaves the claim undecided, unless the posture declares it.",
    "A log with a destination outside the configuration leaves the claim undecided.",
    "A VPC of Studio, or of any subnet here, that is not declared here makes the claim undecided.",
    "A declared trail records each read and write of objects in data buckets, with log file validation and a KMS key of the stack.",
    "With a declared trail, a Studio domain passes the name of the user profile as source identity: users may share a role.",
    "If a trail of all events is declared, it also records management events of every Region.",
    "Without a declared trail, the claim relies on a CloudTrail trail of the account, and does not check API calls.",
  ],
  remedy:
    "Add the missing log, or set retention and kms_key_id of the log group. Let the trail record every data bucket, and set execution_role_identity_config to USER_PROFILE_NAME.",
  topic: "operations",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: [
    "EC2.6",
    "NetworkFirewall.2",
    "S3.9",
    "S3.22",
    "S3.23",
    "NIST.800-53.r5 AU-2",
    "NIST.800-53.r5 AU-12",
    "CIS AWS Foundations v5.0.0/3.7",
  ],
  decide({ configuration, posture }: ClaimSubject) {
    const network = networkModelOf(configuration);
    const model = policyModel(configuration);
    return verdictOf(
      mergeFindings([
        ...perimeterVpcsOf(network).flatMap((vpc) =>
          [
            examineFlowLog(configuration, model, vpc),
            ...(mayAskResolver(network, vpc.address) ? [examineQueryLog(configuration, model, vpc)] : []),
          ].map((findings) => findingsOnPerimeterVpc(network, vpc.address, findings)),
        ),
        findingsOf({ doubts: undeclaredPerimeterVpcs(network, "its logs are not known") }),
        ...resourcesOfType(configuration, "aws_networkfirewall_firewall").map((firewall) =>
          examineFirewallLog(configuration, model, firewall),
        ),
        ...networkFirewallsOf(configuration).flatMap(({ policy }) =>
          policy === undefined ? [] : [examineDefaultActions(policy)],
        ),
        ...resourcesOfType(configuration, "aws_s3_bucket").map((bucket) => examineAccessLog(configuration, bucket)),
        ...resourcesOfType(configuration, "aws_cloudwatch_log_group").flatMap((group) => [
          examineLogGroup(group, posture.logRetentionDays),
          judgeLogGroupKey(model, group),
        ]),
        ...model.buckets.map((bucket) => judgeAccessLogDelivery(model, bucket)),
        judgeDeclaredTrail(configuration, model, posture.auditTrail),
        findingsOf({ doubts: logStoresOf(configuration, model).doubts }),
        notApplicable("this configuration has no VPC, firewall, bucket or log group"),
      ]),
    );
  },
};

function perimeterVpcsOf({ perimeterVpcs, vpcs }: NetworkModel): readonly Resource[] {
  return [...perimeterVpcs].flatMap((key) => {
    const vpc = vpcs.get(key)?.resource;
    return vpc?.mode === "managed" ? [vpc] : [];
  });
}

function examineFlowLog(configuration: TerraformConfiguration, model: PolicyModel, vpc: Resource): Findings {
  const logs = resourcesReferencing(configuration, "aws_flow_log", "vpc_id", vpc);
  const whole = logs
    .filter((log) => log.values.traffic_type === "ALL" && recordsConnections(log))
    .map((log) => ({ log, delivery: judgeFlowLogDelivery(configuration, model, log) }));
  const [first] = [...whole.filter(({ delivery }) => isProved(delivery)), ...whole];
  return first === undefined
    ? counterexample(
        logs.length === 0 ? "the VPC has no flow log" : "the VPC's flow log records only part of the traffic",
        vpc.address,
      )
    : mergeFindings([proof("a flow log records all traffic", vpc.address, first.log.address), first.delivery]);
}

/** Fields that say who talked to whom, and whether it was let through. */
const connectionFields = ["srcaddr", "dstaddr", "srcport", "dstport", "protocol", "action"];

/** Whether the format of a flow log has these fields. AWS's own format has them. */
function recordsConnections({ values: { log_format: format } }: Resource): boolean {
  return (
    format === undefined ||
    format === null ||
    connectionFields.every((field) => jsonText(format).includes(`{${field}}`))
  );
}

function examineQueryLog(configuration: TerraformConfiguration, model: PolicyModel, vpc: Resource): Findings {
  const associations = resourcesReferencing(
    configuration,
    "aws_route53_resolver_query_log_config_association",
    "resource_id",
    vpc,
  );
  const isOfOwnLog = ({ values }: Resource): boolean =>
    referencedResource(configuration, values.resolver_query_log_config_id)?.mode === "managed";
  const [association] = [...associations.filter(isOfOwnLog), ...associations];
  if (association === undefined) {
    return counterexample("DNS queries are not logged", vpc.address);
  }
  const log = referencedResource(configuration, association.values.resolver_query_log_config_id);
  return isOfOwnLog(association)
    ? mergeFindings([
        proof("DNS queries are logged", vpc.address, association.address),
        judgeLogsToBucket(model, association.address, log?.values.destination_arn),
      ])
    : doubt("the query log is not in this configuration, so its destination is not known", association.address);
}

function examineFirewallLog(configuration: TerraformConfiguration, model: PolicyModel, firewall: Resource): Findings {
  const configurations = resourcesReferencing(
    configuration,
    "aws_networkfirewall_logging_configuration",
    "firewall_arn",
    firewall,
  );
  const destinations = configurations
    .flatMap(({ values }) => blocksOf(values.logging_configuration))
    .flatMap((block) => blocksOf(block.log_destination_config));
  const policy = networkFirewallsOf(configuration).find(({ address }) => address === firewall.address)?.policy;
  const types = ["ALERT", "FLOW", ...(policy?.tlsInspections.length ? ["TLS"] : [])];
  const missing = types.filter((type) => !destinations.some((destination) => destination.log_type === type));
  const addresses = [firewall.address, ...configurations.map(({ address }) => address)];
  const deliveries = destinations.flatMap(({ log_destination: places }) =>
    blocksOf(places).map((place) => examineDestination(model, firewall, place)),
  );
  return missing.length === 0
    ? mergeFindings([proof(`the firewall has ${types.join(", ")} logs`, ...addresses), ...deliveries])
    : counterexample(`the firewall has no ${missing.join(" and no ")} log`, ...addresses);
}

/** The policy of a bucket must let AWS deliver. */
function examineDestination(
  model: PolicyModel,
  { address }: Resource,
  { bucketName: bucket = null, prefix = null }: JsonObject,
): Findings {
  const place = typeof bucket === "string" ? model.text.resolve(bucket) : undefined;
  const arn = model.buckets.find((one) => one.name === place)?.arn;
  const folder = typeof prefix === "string" && prefix !== "" ? `/${prefix}` : "";
  return judgeLogsToBucket(model, address, arn === undefined ? undefined : `${arn}${folder}`);
}

/** A default drop action writes no log unless the matching alert action is set too. */
function examineDefaultActions({ stateful, address }: NetworkFirewallPolicy): Findings {
  const actions = stateful.order === "STRICT_ORDER" ? stateful.defaultActions : [];
  const silent = actions.filter((action) => {
    const twin = alertActionByDropAction.get(action);
    return twin !== undefined && !actions.includes(twin);
  });
  return silent.length === 0
    ? proof(`default actions log what they drop: ${actions.join(", ") || "none"}`, address)
    : counterexample(
        `${silent.join(", ")} drops without a log; add ${silent.map((drop) => alertActionByDropAction.get(drop)).join(", ")}`,
        address,
      );
}

/** A bucket that receives access logs is not logged itself, because its log would grow from its own entries. */
function examineAccessLog(configuration: TerraformConfiguration, bucket: Resource): Findings {
  if (resourcesReferencing(configuration, "aws_s3_bucket_logging", "target_bucket", bucket).length > 0) {
    return proof("receives the access logs of other buckets", bucket.address);
  }
  const [logging] = resourcesReferencing(configuration, "aws_s3_bucket_logging", "bucket", bucket);
  const isLogged = logging !== undefined || blocksOf(bucket.values.logging).length > 0;
  return isLogged
    ? proof("object access is logged", bucket.address, ...(logging === undefined ? [] : [logging.address]))
    : counterexample("object access is not logged", bucket.address);
}

/** A log group without a retention keeps its events forever. */
function examineLogGroup(group: Resource, days: number): Findings {
  const { retention_in_days: retention, kms_key_id: key } = group.values;
  const kept =
    retention === undefined || retention === null || retention === 0 ? Number.POSITIVE_INFINITY : Number(retention);
  if (Number.isNaN(kept)) {
    return doubt(`retention_in_days is ${describe(retention)}`, group.address);
  }
  const text = `logs are kept ${kept === Number.POSITIVE_INFINITY ? "forever" : `${kept} days`}; ${days} days are declared`;
  if (key === undefined || key === null || key === "") {
    return counterexample("the log group has no KMS key", group.address);
  }
  return (kept >= days ? proof : counterexample)(text, group.address);
}

function describe(value: Json | undefined): string {
  return JSON.stringify(value ?? null);
}
