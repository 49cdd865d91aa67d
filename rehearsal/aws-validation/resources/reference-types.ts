import type { ObjectValue, ProviderValue } from "../../protocol/values";
import { isObjectValue, itemsOf } from "../../protocol/values";
import type { ValidationError } from "../common/validation-error";

interface ArgumentReferenceType {
  readonly argument: RegExp;
  readonly value: RegExp;
  /** The expected value, for the error text. */
  readonly expected: string;
  /** Types in which the argument has another meaning. @default - none */
  readonly except?: readonly string[];
}

const ARN = "^arn:[a-z-]+:";

/** Format of the values of arguments, by argument name. The first match applies. */
const ARGUMENT_REFERENCE_TYPES: readonly ArgumentReferenceType[] = [
  { argument: /^vpc_id$/, value: /^vpc-/, expected: "a VPC ID (vpc-...)" },
  { argument: /^subnet_ids?$/, value: /^subnet-/, expected: "a subnet ID (subnet-...)" },
  {
    argument: /^((vpc_)?security_group_ids?|referenced_security_group_id|security_groups)$/,
    value: /^sg-/,
    expected: "a security group ID (sg-...)",
  },
  { argument: /^route_table_ids?$/, value: /^rtb-/, expected: "a route table ID (rtb-...)" },
  { argument: /^nat_gateway_id$/, value: /^nat-/, expected: "a NAT gateway ID (nat-...)" },
  { argument: /^gateway_id$/, value: /^(igw-|vgw-|local$)/, expected: "an internet gateway ID (igw-...)" },
  { argument: /^vpc_endpoint_id$/, value: /^vpce-/, expected: "a VPC endpoint ID (vpce-...)" },
  { argument: /^allocation_id$/, value: /^eipalloc-/, expected: "an Elastic IP allocation ID (eipalloc-...)" },
  { argument: /^(destination_)?prefix_list_id$/, value: /^pl-/, expected: "a prefix list ID (pl-...)" },
  { argument: /^firewall_domain_list_id$/, value: /^rslvr-fdl-/, expected: "a domain list ID (rslvr-fdl-...)" },
  {
    argument: /^firewall_rule_group_id$/,
    value: /^rslvr-frg-/,
    expected: "a DNS Firewall rule group ID (rslvr-frg-...)",
  },
  { argument: /^resolver_query_log_config_id$/, value: /^rqlc-/, expected: "a query log configuration ID (rqlc-...)" },
  {
    argument: /^(destination_)?cidr_block$|^cidr_ipv4$/,
    value: /^\d+\.\d+\.\d+\.\d+\/\d+$/,
    expected: "an IPv4 CIDR block",
  },
  {
    argument: /^firewall_policy_arn$/,
    value: new RegExp(`${ARN}network-firewall:.*:firewall-policy/`),
    expected: "the ARN of a firewall policy",
  },
  {
    argument: /^firewall_arn$/,
    value: new RegExp(`${ARN}network-firewall:.*:firewall/`),
    expected: "the ARN of a firewall",
  },
  {
    argument: /^(execution_role(_arn)?|(iam_)?role_arn)$/,
    value: new RegExp(`${ARN}iam::.*:role/`),
    expected: "the ARN of an IAM role",
  },
  {
    argument: /^kms_(master_)?key_(id|arn)$/,
    value: new RegExp(`${ARN}kms:|^alias/|^(mrk-)?[0-9a-f-]{32,36}$`),
    expected: "a KMS key",
  },
  {
    argument: /^(policy_arn|permissions_boundary)$/,
    value: new RegExp(`${ARN}iam::.*:policy/`),
    expected: "the ARN of an IAM policy",
  },
  { argument: /_arn$/, value: new RegExp(ARN), expected: "an ARN" },
  { argument: /^(target_)?bucket$/, value: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, expected: "a bucket name" },
  {
    argument: /^role$/,
    value: /^[\w+=,.@-]+$/,
    expected: "an IAM role name",
    except: ["aws_lambda_function", "aws_instance"],
  },
];

/** Rejects an argument whose value has the wrong format, such as a bucket name in `vpc_id`. */
export function referenceTypeErrors(type: string, attributes: ObjectValue): readonly ValidationError[] {
  const errorsIn = (key: string, value: ProviderValue, top: string): readonly ValidationError[] => {
    if (typeof value === "string") {
      return value === "" ? [] : wrongReferenceErrors(type, key, value, top);
    }
    return isObjectValue(value)
      ? Object.entries(value).flatMap(([innerKey, innerValue]) => errorsIn(innerKey, innerValue, top))
      : itemsOf(value).flatMap((item) => errorsIn(key, item, top));
  };
  return Object.entries(attributes).flatMap(([key, value]) =>
    /^tags(_all)?$/.test(key) ? [] : errorsIn(key, value, key),
  );
}

function wrongReferenceErrors(type: string, key: string, value: string, attribute: string): readonly ValidationError[] {
  const format = ARGUMENT_REFERENCE_TYPES.find(({ argument, except }) => argument.test(key) && !except?.includes(type));
  if (format === undefined || format.value.test(value)) {
    return [];
  }
  return [
    {
      summary: `${type}: "${value}" is not ${format.expected}`,
      detail: `${key} must be ${format.expected}.`,
      attribute,
    },
  ];
}
