import { alertTwins } from "../../firewall/default-actions";
import type { Policy } from "../../firewall/firewall-policy-model";
import { firewallsOf } from "../../firewall/firewalls";
import { blocksOf, type Configuration, type Json, ofType, type Resource } from "../../terraform/configuration";
import { referring } from "../../terraform/references/back-references";
import { type Claim, type Subject, verdict } from "../../verdict/claim";
import { counterexample, doubt, type Findings, joinFindings, proof } from "../../verdict/findings";

/** Flow logs of each VPC, alert and flow logs of each firewall, DNS queries, object access, and how long logs are kept. */
export const everythingLogged: Claim = {
  name: "everything-logged",
  meaning: "packets, drops, DNS queries and object access are logged, encrypted and kept as long as declared",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["W27", "EC2.6", "NetworkFirewall.2", "S3.9"],
  decide({ configuration, posture }: Subject) {
    return verdict(
      joinFindings([
        ...ofType(configuration, "aws_vpc").flatMap((vpc) => [
          flowLog(configuration, vpc),
          queryLog(configuration, vpc),
        ]),
        ...ofType(configuration, "aws_networkfirewall_firewall").map((firewall) =>
          firewallLog(configuration, firewall),
        ),
        ...firewallsOf(configuration).flatMap(({ policy }) => (policy === undefined ? [] : [defaultDrops(policy)])),
        ...ofType(configuration, "aws_s3_bucket").map((bucket) => accessLog(configuration, bucket)),
        ...ofType(configuration, "aws_cloudwatch_log_group").map((group) => logGroup(group, posture.logRetentionDays)),
      ]),
    );
  },
};

function flowLog(configuration: Configuration, vpc: Resource): Findings {
  const logs = referring(configuration, "aws_flow_log", "vpc_id", vpc);
  const whole = logs.find((log) => log.values.traffic_type === "ALL");
  return whole === undefined
    ? counterexample(`no flow log of all traffic, got ${logs.length === 0 ? "none" : "a part"}`, vpc.address)
    : proof("a flow log of all traffic", vpc.address, whole.address);
}

function queryLog(configuration: Configuration, vpc: Resource): Findings {
  const [association] = referring(
    configuration,
    "aws_route53_resolver_query_log_config_association",
    "resource_id",
    vpc,
  );
  return association === undefined
    ? counterexample("DNS queries are not logged", vpc.address)
    : proof("DNS queries are logged", vpc.address, association.address);
}

function firewallLog(configuration: Configuration, firewall: Resource): Findings {
  const configurations = referring(
    configuration,
    "aws_networkfirewall_logging_configuration",
    "firewall_arn",
    firewall,
  );
  const destinations = configurations
    .flatMap(({ values }) => blocksOf(values.logging_configuration))
    .flatMap((block) => blocksOf(block.log_destination_config));
  const missing = ["ALERT", "FLOW"].filter(
    (type) => !destinations.some((destination) => destination.log_type === type),
  );
  const addresses = [firewall.address, ...configurations.map(({ address }) => address)];
  return missing.length === 0
    ? proof("alert and flow logs", ...addresses)
    : counterexample(`no ${missing.join(" and no ")} log`, ...addresses);
}

/** What a default action drops is dropped in silence, unless its alert twin stands beside it. */
function defaultDrops({ stateful, address }: Policy): Findings {
  const actions = stateful.order === "STRICT_ORDER" ? stateful.defaultActions : [];
  const silent = actions.filter((action) => {
    const twin = alertTwins.get(action);
    return twin !== undefined && !actions.includes(twin);
  });
  return silent.length === 0
    ? proof(`default actions ${actions.join(", ") || "none"} log what they drop`, address)
    : counterexample(
        `${silent.join(", ")} drops without ${silent.map((drop) => alertTwins.get(drop)).join(", ")}`,
        address,
      );
}

/** The bucket that takes the logs is not logged itself: its log would grow from its own entries. */
function accessLog(configuration: Configuration, bucket: Resource): Findings {
  if (referring(configuration, "aws_s3_bucket_logging", "target_bucket", bucket).length > 0) {
    return proof("takes the access logs of other buckets", bucket.address);
  }
  const [logging] = referring(configuration, "aws_s3_bucket_logging", "bucket", bucket);
  const isLogged = logging !== undefined || blocksOf(bucket.values.logging).length > 0;
  return isLogged
    ? proof("object access is logged", bucket.address, ...(logging === undefined ? [] : [logging.address]))
    : counterexample("object access is not logged", bucket.address);
}

/** A log group without a retention keeps its events for ever. */
function logGroup(group: Resource, days: number): Findings {
  const { retention_in_days: retention, kms_key_id: key } = group.values;
  const kept =
    retention === undefined || retention === null || retention === 0 ? Number.POSITIVE_INFINITY : Number(retention);
  if (Number.isNaN(kept)) {
    return doubt(`retention_in_days is ${describe(retention)}`, group.address);
  }
  const text = `kept ${kept === Number.POSITIVE_INFINITY ? "for ever" : `${kept} days`} of ${days} declared`;
  if (key === undefined || key === null) {
    return counterexample("log group has no key of its own", group.address);
  }
  return (kept >= days ? proof : counterexample)(text, group.address);
}

function describe(value: Json | undefined): string {
  return JSON.stringify(value ?? null);
}
