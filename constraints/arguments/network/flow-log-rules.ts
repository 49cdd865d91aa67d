import { isSet, isSurelySet, literalText } from "../../configuration/terraform-values";
import { type ArgumentRule, problemIf, type RuleProblem } from "../argument-rule";

/** What a flow log records: exactly one of these. */
const SOURCES = [
  "eni_id",
  "regional_nat_gateway_id",
  "subnet_id",
  "transit_gateway_attachment_id",
  "transit_gateway_id",
  "vpc_id",
];
/** The service in the ARN of each kind of destination. */
const DESTINATION_SERVICES: Readonly<Record<string, string>> = {
  "cloud-watch-logs": "logs",
  s3: "s3",
  "kinesis-data-firehose": "firehose",
};
const FIELDS = new Set(
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id reject-reason resource-id encryption-status resource-type tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded packets-lost-ttl-expired".split(
    " ",
  ),
);

/** Rules of VPC flow logs. */
export const flowLogRules: readonly ArgumentRule[] = [
  {
    types: ["aws_flow_log"],
    page: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html",
    check: (values) => {
      const { iam_role_arn: role, log_destination: destination } = values;
      const kind = literalText(values.log_destination_type ?? "cloud-watch-logs") ?? "";
      const [, service = ""] = /^arn:[\w-]+:([\w-]+):/.exec(literalText(destination) ?? "") ?? [];
      const named = SOURCES.filter((name) => isSet(values[name]));
      const surely = named.filter((name) => isSurelySet(values[name]));
      return [
        ...problemIf(named.length === 0 || surely.length > 1, {
          argument: surely[1] ?? "vpc_id",
          problem: `exactly one of ${SOURCES.join(", ")} must be set, got ${named.join(", ") || "none"}`,
          remedy: "set one",
        }),
        ...problemIf(kind === "cloud-watch-logs" && !isSet(role), {
          argument: "iam_role_arn",
          problem: "is required for the destination cloud-watch-logs",
          remedy: "set a role that may write to the log group",
        }),
        ...problemIf(kind === "s3" && isSurelySet(role) && role !== "", {
          argument: "iam_role_arn",
          problem: "must not be set for the destination s3: the policy of the bucket allows the delivery",
          remedy: "remove it",
        }),
        ...problemIf(service !== "" && kind in DESTINATION_SERVICES && DESTINATION_SERVICES[kind] !== service, {
          argument: "log_destination",
          problem: `is no ARN of the destination ${kind}`,
          value: destination,
          remedy: "correct it, or log_destination_type",
        }),
        ...fieldProblems(literalText(values.log_format) ?? ""),
      ];
    },
  },
];

function fieldProblems(format: string): readonly RuleProblem[] {
  return [...format.matchAll(/\$\{([^}]*)\}/g)]
    .map(([, field = ""]) => field)
    .filter((field) => !FIELDS.has(field))
    .map((field) => ({
      argument: "log_format",
      problem: "flow logs have no such field",
      value: field,
      remedy: "use a field of the page on flow log records",
    }));
}
