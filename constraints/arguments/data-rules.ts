import {
  blocksOf,
  isExpression,
  isObject,
  isSet,
  isSurelySet,
  literalNumber,
  literalText,
  type Values,
} from "../configuration/terraform-values";
import { type ArgumentRule, problemIf, type RuleProblem } from "./argument-rule";

const LIFECYCLE_PAGE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html";
/** Storage classes that need objects of at least 30 days. */
const INFREQUENT_ACCESS = ["STANDARD_IA", "ONEZONE_IA"];

/** Rules of S3 and DNS Firewall. */
export const dataRules: readonly ArgumentRule[] = [
  {
    types: ["aws_s3_bucket_lifecycle_configuration"],
    page: LIFECYCLE_PAGE,
    check: ({ rule }) => [...blocksOf(rule).flatMap(lifecycleProblems), ...ruleIdProblems(blocksOf(rule))],
  },
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
];

function lifecycleProblems(rule: Values): readonly RuleProblem[] {
  const [expiration] = blocksOf(rule.expiration);
  const expires = literalNumber(expiration?.days);
  const transitions = blocksOf(rule.transition).flatMap(({ days, storage_class }) => {
    const number = literalNumber(days);
    return number === undefined ? [] : [{ days: number, storageClass: String(storage_class) }];
  });
  const actions = [
    "expiration",
    "transition",
    "noncurrent_version_expiration",
    "noncurrent_version_transition",
    "abort_incomplete_multipart_upload",
  ];
  return [
    ...transitions.flatMap(({ days, storageClass }) => [
      ...problemIf(expires !== undefined && days >= expires, {
        argument: "rule.transition.days",
        problem: `a transition must come before the expiration after ${expires} days`,
        value: days,
        remedy: "lower it, or remove the transition",
      }),
      ...problemIf(INFREQUENT_ACCESS.includes(storageClass) && days < 30, {
        argument: "rule.transition.days",
        problem: `objects move to ${storageClass} after 30 days at the earliest`,
        value: days,
        remedy: "use 30 or more",
      }),
    ]),
    ...problemIf(
      !actions.some((action) => isObject(rule[action]) || Array.isArray(rule[action]) || isExpression(rule[action])),
      {
        argument: "rule",
        problem: "a rule needs an action",
        remedy: `set one of ${actions.join(", ")}`,
      },
    ),
    ...problemIf(
      expiration !== undefined && isSurelySet(expiration.days) && expiration.expired_object_delete_marker === true,
      {
        argument: "rule.expiration.expired_object_delete_marker",
        problem: "cannot be set together with days",
        remedy: "keep one of them",
      },
    ),
  ];
}

function ruleIdProblems(rules: readonly Values[]): readonly RuleProblem[] {
  const ids = rules.map(({ id }) => literalText(id)).filter((id) => id !== undefined);
  return ids
    .filter((id, at) => ids.indexOf(id) < at)
    .map((id) => ({ argument: "rule.id", problem: "two rules have this id", value: id, remedy: "rename one" }));
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
