import facts from "./replacing-arguments.data.json";

/** When a change of an argument makes Terraform replace the resource. */
export type ReplacementCondition =
  /** Whenever its value changes. */
  | { readonly kind: "always" }
  /** Whether it does depends on more than the two values: only a plan shows it. */
  | { readonly kind: "planned" }
  /** When it is set or removed, not when it gets another value. */
  | { readonly kind: "set or removed" }
  /** When it is removed. */
  | { readonly kind: "removed" }
  /** When a number gets smaller. */
  | { readonly kind: "smaller" }
  /** When it changes from one value to another one, and not back. */
  | { readonly kind: "from"; readonly from: string | boolean; readonly to: string | boolean }
  /** Whenever it changes, except from one value to another one. */
  | { readonly kind: "except from"; readonly from: string; readonly to: string }
  /** Whenever its value changes, where not to set it is the same as to set a value. */
  | { readonly kind: "other than default"; readonly default: string }
  /** Whenever its value changes while another argument is true. */
  | { readonly kind: "if true"; readonly argument: string }
  /** Except within a family of instance types, whose architecture is one. */
  | { readonly kind: "other family" };

/** An argument whose change can make Terraform replace the resource. */
export interface ReplacingArgument {
  /** Names of blocks and the argument: `root_block_device.encrypted`. `.#` at the end stands for how many blocks there are. */
  readonly path: string;
  readonly condition: ReplacementCondition;
}

/**
 * Arguments whose change can make Terraform replace a resource of a type: those that the provider's schema marks, in blocks too, `region`
 * of every type, and those that the provider decides about when it plans.
 *
 * `npm run replacing-arguments` reads the schemas of every type from the provider's Go source, of the version that this project installs
 * and of a later one: an argument that only one of the two versions marks is in the table as one that only a plan can decide. The
 * conditions of the second table were written by hand, from the same source.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export function replacingArguments(type: string): readonly ReplacingArgument[] {
  const decided = ownTable(CONDITIONS, type) ?? {};
  const undecided = (ownTable(perhaps, type) ?? []).filter((path) => !Object.hasOwn(decided, path));
  return [
    ...[...(ownTable(replaces, type) ?? []), ...(isRegional(type) ? ["region"] : [])].map((path) => ({
      path,
      condition: { kind: "always" } as const,
    })),
    ...Object.entries(decided).map(([path, condition]) => ({ path, condition })),
    ...undecided.map((path) => ({ path, condition: { kind: "planned" } as const })),
  ];
}

/** A value of an argument as Terraform has it: null if it is not set. Blocks and lists count as set. */
export type ArgumentValue = string | number | boolean | object | null;

/**
 * Whether a change from one known value to another known value replaces the resource. Undefined: only a plan shows it.
 *
 * @param isTrue whether another argument of the resource is true after the change
 */
export function replacesWhen(
  condition: ReplacementCondition,
  before: ArgumentValue,
  after: ArgumentValue,
  isTrue: (argument: string) => boolean | undefined,
): boolean | undefined {
  switch (condition.kind) {
    case "always":
      return true;
    case "planned":
      return undefined;
    case "set or removed":
      return isEmpty(before) !== isEmpty(after);
    case "removed":
      return isEmpty(after);
    case "smaller":
      return before === null || after === null ? undefined : Number(after) < Number(before);
    case "from":
      return before === condition.from && after === condition.to;
    case "except from":
      return before !== condition.from || after !== condition.to;
    case "other than default":
      return (isEmpty(before) ? condition.default : before) !== (isEmpty(after) ? condition.default : after);
    case "if true":
      return isTrue(condition.argument);
    case "other family":
      return familyOf(before) === familyOf(after) ? false : undefined;
  }
}

function isEmpty(value: ArgumentValue): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** Family of an instance type: `m5` of `m5.large`. */
function familyOf(value: ArgumentValue): string {
  return String(value).split(".")[0] ?? "";
}

/** Every type with an argument that the source of the provider marks. */
export function typesWithReplacingArguments(): readonly string[] {
  return [...new Set([...Object.keys(replaces), ...Object.keys(perhaps)])];
}

/** Whether the provider adds `region` to the arguments of a type, and replaces a resource whose Region changes. */
function isRegional(type: string): boolean {
  return type.startsWith("aws_") && !globalTypes.has(type);
}

type Paths = Readonly<Record<string, readonly string[]>>;
const { replaces, perhaps }: { readonly replaces: Paths; readonly perhaps: Paths } = facts;
const globalTypes = new Set(facts.global);

function ownTable<T>(table: Readonly<Record<string, T>>, type: string): T | undefined {
  return Object.hasOwn(table, type) ? table[type] : undefined;
}

const PRESENCE = { kind: "set or removed" } as const;
const RULE_ORDER = { kind: "other than default", default: "DEFAULT_ACTION_ORDER" } as const;
const USER_DATA = { kind: "if true", argument: "user_data_replace_on_change" } as const;
const NO_LONGER_PRIMARY = { kind: "from", from: true, to: false } as const;
/** AWS changes the source of a rule within one kind of sources alone. */
const RULE_SOURCE = {
  cidr_ipv4: PRESENCE,
  cidr_ipv6: PRESENCE,
  prefix_list_id: PRESENCE,
  referenced_security_group_id: PRESENCE,
};

const CONDITIONS: Readonly<Record<string, Readonly<Record<string, ReplacementCondition>>>> = {
  aws_cognito_user_pool_domain: { certificate_arn: PRESENCE },
  aws_ec2_transit_gateway: {
    default_route_table_association: { kind: "from", from: "disable", to: "enable" },
    default_route_table_propagation: { kind: "from", from: "disable", to: "enable" },
  },
  aws_instance: {
    user_data: USER_DATA,
    user_data_base64: USER_DATA,
    instance_type: { kind: "other family" },
    enable_primary_ipv6: NO_LONGER_PRIMARY,
  },
  aws_lambda_function: { durable_config: PRESENCE },
  aws_network_interface: { enable_primary_ipv6: NO_LONGER_PRIMARY },
  aws_networkfirewall_firewall_policy: { "firewall_policy.stateful_engine_options.rule_order": RULE_ORDER },
  aws_networkfirewall_rule_group: { "rule_group.stateful_rule_options.rule_order": RULE_ORDER },
  aws_organizations_organization: { feature_set: { kind: "from", from: "ALL", to: "CONSOLIDATED_BILLING" } },
  aws_prometheus_workspace: { alias: { kind: "removed" } },
  aws_route53_resolver_rule: { resolver_endpoint_id: { kind: "removed" } },
  aws_sagemaker_notebook_instance: { volume_size: { kind: "smaller" } },
  aws_ssm_parameter: { tier: { kind: "from", from: "Advanced", to: "Standard" } },
  aws_vpc: { instance_tenancy: { kind: "except from", from: "dedicated", to: "default" } },
  aws_vpc_security_group_egress_rule: RULE_SOURCE,
  aws_vpc_security_group_ingress_rule: RULE_SOURCE,
};
