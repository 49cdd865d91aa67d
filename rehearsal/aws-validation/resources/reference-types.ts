import type { ObjectValue, ProviderValue } from "../../protocol/values";
import { isObjectValue, itemsOf } from "../../protocol/values";
import type { ValidationError } from "../common/validation-error";

interface ArgumentReferenceType {
  readonly argument: RegExp;
  readonly value: RegExp;
  readonly what: string;
  /** Types in which the argument means something else. */
  readonly except?: readonly string[];
}

const ARN = "^arn:[a-z-]+:";

/** Which kind of thing an argument names. First match wins. */
const ARGUMENT_REFERENCE_TYPES: readonly ArgumentReferenceType[] = [
  { argument: /^vpc_id$/, value: /^vpc-/, what: "a VPC id (vpc-...)" },
  { argument: /^subnet_ids?$/, value: /^subnet-/, what: "a subnet id (subnet-...)" },
  {
    argument: /^((vpc_)?security_group_ids?|referenced_security_group_id|security_groups)$/,
    value: /^sg-/,
    what: "a security group id (sg-...)",
  },
  { argument: /^route_table_ids?$/, value: /^rtb-/, what: "a route table id (rtb-...)" },
  { argument: /^nat_gateway_id$/, value: /^nat-/, what: "a NAT gateway id (nat-...)" },
  { argument: /^gateway_id$/, value: /^(igw-|vgw-|local$)/, what: "an internet gateway id (igw-...)" },
  { argument: /^vpc_endpoint_id$/, value: /^vpce-/, what: "a VPC endpoint id (vpce-...)" },
  { argument: /^allocation_id$/, value: /^eipalloc-/, what: "an elastic IP allocation id (eipalloc-...)" },
  { argument: /^(destination_)?prefix_list_id$/, value: /^pl-/, what: "a prefix list id (pl-...)" },
  { argument: /^firewall_domain_list_id$/, value: /^rslvr-fdl-/, what: "a domain list id (rslvr-fdl-...)" },
  { argument: /^firewall_rule_group_id$/, value: /^rslvr-frg-/, what: "a DNS firewall rule group id (rslvr-frg-...)" },
  { argument: /^resolver_query_log_config_id$/, value: /^rqlc-/, what: "a query log configuration id (rqlc-...)" },
  {
    argument: /^(destination_)?cidr_block$|^cidr_ipv4$/,
    value: /^\d+\.\d+\.\d+\.\d+\/\d+$/,
    what: "an IPv4 CIDR block",
  },
  {
    argument: /^firewall_policy_arn$/,
    value: new RegExp(`${ARN}network-firewall:.*:firewall-policy/`),
    what: "the ARN of a firewall policy",
  },
  {
    argument: /^firewall_arn$/,
    value: new RegExp(`${ARN}network-firewall:.*:firewall/`),
    what: "the ARN of a firewall",
  },
  {
    argument: /^(execution_role(_arn)?|(iam_)?role_arn)$/,
    value: new RegExp(`${ARN}iam::.*:role/`),
    what: "the ARN of an IAM role",
  },
  {
    argument: /^kms_(master_)?key_(id|arn)$/,
    value: new RegExp(`${ARN}kms:|^alias/|^(mrk-)?[0-9a-f-]{32,36}$`),
    what: "a KMS key",
  },
  {
    argument: /^(policy_arn|permissions_boundary)$/,
    value: new RegExp(`${ARN}iam::.*:policy/`),
    what: "the ARN of an IAM policy",
  },
  { argument: /_arn$/, value: new RegExp(ARN), what: "an ARN" },
  { argument: /^(target_)?bucket$/, value: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, what: "a bucket name" },
  { argument: /^role$/, value: /^[\w+=,.@-]+$/, what: "a role name", except: ["aws_lambda_function", "aws_instance"] },
];

/** Refuses an argument that holds a thing of another kind than its name says: a bucket's name as `vpc_id`. */
export function referenceTypeErrors(type: string, attributes: ObjectValue): readonly ValidationError[] {
  const look = (key: string, value: ProviderValue, top: string): readonly ValidationError[] => {
    if (typeof value === "string") {
      return value === "" ? [] : wrongReferenceErrors(type, key, value, top);
    }
    return isObjectValue(value)
      ? Object.entries(value).flatMap(([inner, held]) => look(inner, held, top))
      : itemsOf(value).flatMap((item) => look(key, item, top));
  };
  return Object.entries(attributes).flatMap(([key, value]) => (/^tags(_all)?$/.test(key) ? [] : look(key, value, key)));
}

function wrongReferenceErrors(type: string, key: string, value: string, attribute: string): readonly ValidationError[] {
  const shape = ARGUMENT_REFERENCE_TYPES.find(({ argument, except }) => argument.test(key) && !except?.includes(type));
  if (shape === undefined || shape.value.test(value)) {
    return [];
  }
  return [{ summary: `${type}: "${value}" is not ${shape.what}`, detail: `${key} must be ${shape.what}.`, attribute }];
}
