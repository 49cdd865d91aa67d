import {
  blocksOf,
  isObject,
  isSet,
  isSurelySet,
  listOf,
  literalText,
  type Values,
} from "../../configuration/terraform-values";
import { type ArgumentRule, problemIf, type RuleProblem } from "../argument-rule";

/** Services that receive the query logs of a resolver. */
const QUERY_LOG_DESTINATION = /^arn:[\w-]+:(?:logs|s3|firehose):/;

/** Rules of S3 and DNS Firewall. */
export const dataRules: readonly ArgumentRule[] = [
  {
    types: ["aws_s3_bucket_server_side_encryption_configuration"],
    page: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html",
    check: ({ rule }) =>
      blocksOf(rule)
        .flatMap(({ apply_server_side_encryption_by_default }) => blocksOf(apply_server_side_encryption_by_default))
        .flatMap(({ sse_algorithm, kms_master_key_id }) =>
          problemIf(sse_algorithm === "AES256" && isSurelySet(kms_master_key_id) && kms_master_key_id !== "", {
            argument: "rule.apply_server_side_encryption_by_default.kms_master_key_id",
            problem: "AES256 uses no key of KMS",
            remedy: "remove it, or use aws:kms",
          }),
        ),
  },
  {
    types: ["aws_route53_resolver_firewall_rule"],
    page: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateFirewallRule.html",
    check: dnsRuleProblems,
  },
  {
    types: ["aws_route53_resolver_query_log_config"],
    page: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateResolverQueryLogConfig.html",
    check: ({ destination_arn }) => {
      const arn = literalText(destination_arn);
      return problemIf(arn !== undefined && !QUERY_LOG_DESTINATION.test(arn), {
        argument: "destination_arn",
        problem: "must be a log group, a bucket or a delivery stream of Firehose",
        value: arn,
        remedy: "use one of them",
      });
    },
  },
  {
    types: ["aws_route53_resolver_endpoint"],
    page: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries.html",
    check: ({ direction, protocols, ip_address }) => {
      const names = listOf(protocols).map(literalText);
      const isOutbound = direction === "OUTBOUND";
      return [
        ...problemIf(names.includes("DoH-FIPS") && (isOutbound || names.includes("DoH")), {
          argument: "protocols",
          problem: isOutbound ? "an outbound endpoint has no DoH-FIPS" : "DoH and DoH-FIPS exclude each other",
          value: names.join(", "),
          remedy: "remove one of them",
        }),
        ...problemIf(blocksOf(ip_address).length > 6, {
          argument: "ip_address",
          problem: `an endpoint has at most 6 addresses, but this one has ${blocksOf(ip_address).length}`,
          remedy: "remove some, or ask AWS to raise the quota",
        }),
      ];
    },
  },
  {
    types: ["aws_codeartifact_repository"],
    page: "https://docs.aws.amazon.com/codeartifact/latest/ug/repos-upstream.html",
    check: ({ repository, upstream }) => {
      const own = literalText(repository);
      const others = blocksOf(upstream).map(({ repository_name }) => literalText(repository_name));
      return problemIf(own !== undefined && others.includes(own), {
        argument: "upstream.repository_name",
        problem: "a repository is not its own upstream",
        value: own,
        remedy: "name another repository",
      });
    },
  },
  {
    types: ["aws_config_config_rule"],
    page: "https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html",
    check: ({ input_parameters }) => {
      const text = literalText(input_parameters);
      return problemIf(text !== undefined && text !== "" && memberNames(text) === undefined, {
        argument: "input_parameters",
        problem: "must be a JSON object",
        value: text,
        remedy: "correct it",
      });
    },
  },
  {
    types: ["aws_cloudwatch_log_metric_filter"],
    page: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html",
    check: ({ metric_transformation }) =>
      blocksOf(metric_transformation).flatMap(({ default_value, dimensions }) =>
        problemIf(isSurelySet(default_value) && isObject(dimensions) && Object.keys(dimensions).length > 0, {
          argument: "metric_transformation.default_value",
          problem: "cannot be set together with dimensions",
          remedy: "keep one of them",
        }),
      ),
  },
  {
    types: ["aws_servicecatalog_constraint"],
    page: "https://docs.aws.amazon.com/servicecatalog/latest/dg/API_CreateConstraint.html",
    check: ({ type, parameters }) => {
      const text = literalText(parameters);
      const names = text === undefined ? undefined : memberNames(text);
      const roles = names?.filter((name) => ["RoleArn", "LocalRoleName"].includes(name)) ?? [];
      return problemIf(text !== undefined && (names === undefined || (type === "LAUNCH" && roles.length !== 1)), {
        argument: "parameters",
        problem: "must be a JSON object, for the type LAUNCH with one of RoleArn and LocalRoleName",
        value: text,
        remedy: "correct it",
      });
    },
  },
];

/** The keys of a JSON object; undefined for any other text. */
function memberNames(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? Object.keys(value) : undefined;
  } catch {
    return undefined;
  }
}

function dnsRuleProblems(values: Values): readonly RuleProblem[] {
  const { action, block_response, block_override_domain, block_override_dns_type } = values;
  return [
    ...problemIf(action === "BLOCK" && !isSet(block_response), {
      argument: "block_response",
      problem: "is required for the action BLOCK",
      remedy: "use NODATA, NXDOMAIN or OVERRIDE",
    }),
    ...problemIf(
      isSurelySet(action) && action !== "BLOCK" && literalText(action) !== undefined && isSurelySet(block_response),
      {
        argument: "block_response",
        problem: `must not be set for the action ${String(action)}`,
        remedy: "remove it",
      },
    ),
    ...problemIf(block_response === "OVERRIDE" && !(isSet(block_override_domain) && isSet(block_override_dns_type)), {
      argument: "block_override_domain",
      problem: "is required for the response OVERRIDE, with block_override_dns_type",
      remedy: "set both",
    }),
  ];
}
