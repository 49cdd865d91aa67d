import { planSubnets } from "../../envs/addressing/subnet-plan";
import type { Environment } from "../../envs/schema/environment";
import { addressCount, requireCidr } from "../../ip/cidr";
import { AWS_ACCOUNT_OUTPUT_NAMES, awsAccountOf } from "./aws-accounts";
import { functionArchiveFile } from "./function-archive-file";
import { type Expression, interpolate, quoted } from "./hcl/expression";
import type { JsonTree } from "./json-tree";
import { PROBE, probeService, probeServiceId } from "./module-probe";

/** How a part of a text that came from the probe becomes an expression. */
export interface TextRule {
  readonly find: string | RegExp;
  readonly write: (...groups: readonly string[]) => string;
}

const ACCOUNT_ID: Expression = "data.aws_caller_identity.account_caller.account_id";

/** Start of the ARN of a principal, as the constructs write it. */
const PRINCIPAL_ARN = `arn:${interpolate("data.aws_partition.account_partition.partition")}:iam::${interpolate(ACCOUNT_ID)}:`;

/** The ARNs of role patterns. */
function principalArns(roles: Expression): Expression {
  return `[for role in ${roles} : "${PRINCIPAL_ARN}${interpolate("role")}"]`;
}

/** Ports of the allow-list in ascending order: texts of five digits sort as their numbers. */
const SORTED_PORTS: Expression =
  '[for port in sort(distinct([for port in flatten([for domain in var.allowed_domains : domain.ports]) : format("%05d", port)])) : tonumber(port)]';

/** Names that must resolve for the allow-list, as `toFirewallDomains` orders them. */
const RESOLVABLE_NAMES: Expression =
  '[for name in sort(flatten([for domain in var.allowed_domains : domain.match == "exact" ? [domain.name] : [domain.name, "*.${domain.name}"]])) : "${name}."]';

/** One key for each pass rule, in the order of the rules: `name match port`. */
const PASS_RULE_KEYS: Expression =
  'sort(flatten([for domain in var.allowed_domains : [for port in domain.ports : "${domain.name} ${domain.match} ${port}"]]))';

/** The signature id of a pass rule, as `suricata-rules.ts` derives it from the key. */
const PASS_RULE_SID: Expression = "200000000 + parseint(substr(sha256(key), 0, 8), 16) % 700000000";

/** Rules over texts, in the order in which they apply. */
export function textRules(environment: Environment): readonly TextRule[] {
  const [deployer, breakGlass] = [PROBE.deployer, PROBE.breakGlass].map((role) => `"${PRINCIPAL_ARN}${role}"`);
  const exemptFromReads = jsonMember("ArnNotLike", `{"aws:PrincipalArn" = ${principalArns("var.break_glass")}}`);
  return [
    {
      find: `[${deployer},${breakGlass}]`,
      write: () => interpolate(`jsonencode(${principalArns("concat(var.deployers, var.break_glass)")})`),
    },
    {
      find: `,"ArnNotLike":{"aws:PrincipalArn":[${breakGlass}]}`,
      write: () => interpolate(`length(var.break_glass) == 0 ? "" : ${exemptFromReads}`),
    },
    { find: `["${PROBE.deployer}"]`, write: () => "var.deployers" },
    {
      find: new RegExp(`"aws:(Principal|Resource)OrgID":"${PROBE.organizationId}"`, "g"),
      write: (_, subject = "") => {
        const key = interpolate('var.organization_id == null ? "Account" : "OrgID"');
        return `"aws:${subject}${key}":"${interpolate(`var.organization_id == null ? ${ACCOUNT_ID} : var.organization_id`)}"`;
      },
    },
    { find: PROBE.organizationId, write: () => interpolate("var.organization_id") },
    ...accessRules,
    { find: /^pass tls [\s\S]*?\n(?=drop )/, write: (rules = "") => interpolate(passRules(rules)) },
    { find: `[${PROBE.port}]`, write: () => `[${interpolate(`join(",", ${SORTED_PORTS})`)}]` },
    ...subnetRules(environment),
    ...ownEndpointRules(environment),
    { find: /\b(?:tgw|vgw|cgw)-dea0beef0+\b/, write: () => interpolate("var.attachment_id") },
    { find: PROBE.certificateAuthority, write: () => interpolate("var.certificate_authority") },
    {
      find: `response-${PROBE.region.replaceAll("-", "")}`,
      write: () => `response-${interpolate('replace(var.region, "-", "")')}`,
    },
    {
      find: new RegExp(`\\.s3([.-])${PROBE.region}\\.amazonaws\\.com\\.$`),
      write: (_, separator = "") => `.s3${separator}${interpolate("var.region")}.amazonaws.com.`,
    },
    {
      // A stack has its archives next to its Terraform JSON, under a path with their hash.
      find: /^assets\/.*\/([\w-]+)\.zip$/,
      write: (_, name = "") => `${interpolate("path.module")}/${functionArchiveFile(name)}`,
    },
    { find: PROBE.vpcCidr, write: () => interpolate("var.vpc_cidr") },
    ...environment.availabilityZones.map((zone, index) => ({
      find: zone,
      write: () => interpolate(`var.availability_zones[${index}]`),
    })),
    ...AWS_ACCOUNT_OUTPUT_NAMES.map((output) => ({
      find: String(awsAccountOf(output, PROBE.region)),
      write: () => interpolate(`module.aws_accounts.${output}`),
    })),
    { find: `.studio_group_${PROBE.user}.`, write: () => ".studio_group[each.key]." },
    { find: PROBE.notebookUser, write: () => interpolate("var.notebook_user") },
    { find: PROBE.user, write: () => interpolate("each.key") },
    { find: PROBE.name, write: () => interpolate("var.name") },
  ];
}

const [endUserRole, otherRole] = PROBE.endUserRoles;

/** User access. Lists in policies are items between brackets that may hold others. */
const accessRules: readonly TextRule[] = [
  {
    find: `${PRINCIPAL_ARN}${endUserRole},${PRINCIPAL_ARN}${otherRole}`,
    write: () => interpolate(`join(",", ${principalArns("var.end_user_roles")})`),
  },
  { find: endUserRole, write: () => interpolate("each.key") },
  { find: PROBE.samlProvider, write: () => interpolate("var.identity_provider") },
  { find: `oidc-provider/${PROBE.tokenIssuer}`, write: () => interpolate("var.identity_provider") },
  { find: PROBE.tokenIssuer, write: () => interpolate('trimprefix(var.identity_provider, "oidc-provider/")') },
  { find: PROBE.portalClientId, write: () => interpolate("var.portal_client_id") },
  { find: new RegExp(`^${PROBE.urlLifeSeconds}$`), write: () => interpolate("tostring(var.url_life_seconds)") },
  { find: JSON.stringify(PROBE.vpcId), write: () => jsonItems("var.url_vpc_ids") },
  { find: JSON.stringify(PROBE.privateCidr), write: () => jsonItems("var.url_private_cidrs") },
  { find: JSON.stringify(PROBE.publicCidr), write: () => jsonItems("var.url_public_cidrs") },
  { find: PROBE.corporateCidr, write: () => interpolate("each.key") },
];

/** A list as the items of one in JSON. */
function jsonItems(list: Expression): string {
  return interpolate(`join(",", [for item in ${list} : jsonencode(item)])`);
}

/** A member of a JSON object after another one: `,"name":{...}`. */
function jsonMember(name: string, value: Expression): Expression {
  return `${quoted(`,"${name}":`).slice(0, -1)}${interpolate(`jsonencode(${value})`)}"`;
}

/** Name of an endpoint to a service of the company; the keys of its rules are its name and a port. */
const OWN_ENDPOINT_NAME: Expression = 'split(" ", each.key)[0]';

/** Endpoint services of the company: their names, and the names that AWS derives from their ids. */
function ownEndpointRules({ endpoints }: Environment): readonly TextRule[] {
  return endpoints.own.flatMap(({ name }, index) => {
    if (name === PROBE.ownEndpoint) {
      return [
        { find: `.own_endpoints_group_to_${name}.`, write: () => `.own_endpoints_group_to[${OWN_ENDPOINT_NAME}].` },
        { find: probeService(index), write: () => interpolate("each.value.service") },
        { find: name, write: () => interpolate(OWN_ENDPOINT_NAME) },
      ];
    }
    const service: Expression = `var.own_endpoint_services["${name}"]`;
    return [
      { find: probeService(index), write: () => interpolate(service) },
      {
        find: `${probeServiceId(index)}.${PROBE.region}`,
        write: () => `${interpolate(`reverse(split(".", ${service}))[0]`)}.${interpolate("var.region")}`,
      },
    ];
  });
}

/** Blocks of subnets: counted from the start of the VPC, or from its end for the tiers that grow down from there. */
function subnetRules(environment: Environment): readonly TextRule[] {
  const vpc = requireCidr(environment.vpcCidr);
  const size = addressCount(vpc.prefixLength);
  return planSubnets(environment).map(({ tier, cidrBlock }) => {
    const subnet = requireCidr(cidrBlock);
    const each = addressCount(subnet.prefixLength);
    const offset = Number((subnet.addresses[0]?.first ?? 0n) - (vpc.addresses[0]?.first ?? 0n));
    const bits: Expression = `${subnet.prefixLength} - tonumber(split("/", var.vpc_cidr)[1])`;
    const position = tier === "studio" ? String(offset / each) : `pow(2, ${bits}) - ${(size - offset) / each}`;
    return { find: cidrBlock, write: () => interpolate(`cidrsubnet(var.vpc_cidr, ${bits}, ${position})`) };
  });
}

/** The pass rules of any allow-list, from the rules of one exact domain and one with its subdomains. */
function passRules(rules: string): Expression {
  const [exact = "", subdomains = ""] = [PROBE.exactDomain, PROBE.parentDomain].map((name) =>
    quoted(
      `${rules.split("\n").find((rule) => rule.includes(name))}\n`
        .replaceAll(name, "\u0001")
        .replaceAll(String(PROBE.port), "\u0002")
        .replace(/sid:\d+/, "sid:\u0003"),
    )
      .replaceAll("\u0001", interpolate('split(" ", key)[0]'))
      .replaceAll("\u0002", interpolate('split(" ", key)[2]'))
      .replaceAll("\u0003", interpolate(PASS_RULE_SID)),
  );
  return `join("", [for key in ${PASS_RULE_KEYS} : split(" ", key)[1] == "exact" ? ${exact} : ${subdomains}])`;
}

/** Numbers of the probe. */
export const NUMBERS: ReadonlyMap<number, Expression> = new Map([
  [PROBE.logRetentionDays, "var.log_retention_days"],
  [PROBE.minIdleMinutes, "var.idle_shutdown.min_minutes"],
  [PROBE.defaultIdleMinutes, "var.idle_shutdown.default_minutes"],
  [PROBE.maxIdleMinutes, "var.idle_shutdown.max_minutes"],
  [PROBE.defaultStorageGb, "var.space_storage.default_gb"],
  [PROBE.maxStorageGb, "var.space_storage.max_gb"],
  [
    PROBE.userIdleMinutes,
    "each.value.idle_timeout_minutes == null ? var.idle_shutdown.default_minutes : each.value.idle_timeout_minutes",
  ],
  [PROBE.userStorageGb, "each.value.max_storage_gb == null ? var.space_storage.max_gb : each.value.max_storage_gb"],
  [PROBE.port, "tonumber(each.key)"],
  [PROBE.ownPort, 'tonumber(split(" ", each.key)[1])'],
]);

/** Lists of the probe that become lists of any length. */
export const LISTS: ReadonlyMap<string, Expression> = new Map([
  [listKey([PROBE.alarmTopic]), "var.alarm_topic_arns"],
  [
    listKey([`*.${probeServiceId(0)}.${PROBE.region}.vpce.amazonaws.com.`]),
    '[for endpoint in var.own_endpoints : "*.${reverse(split(".", endpoint.service))[0]}.${var.region}.vpce.amazonaws.com."]',
  ],
  [
    listKey([`${PROBE.ownName}.`]),
    '[for endpoint in var.own_endpoints : "${endpoint.private_dns_name}." if endpoint.private_dns_name != null]',
  ],
  [
    listKey([
      {
        name: PROBE.ownEndpoint,
        service: probeService(0),
        ports: [PROBE.ownPort],
        private_dns_name: PROBE.ownName,
      },
    ]),
    "[for endpoint in var.own_endpoints : { name = endpoint.name, service = endpoint.service, ports = endpoint.ports, private_dns_name = endpoint.private_dns_name }]",
  ],
  [listKey([PROBE.port]), SORTED_PORTS],
  [listKey([PROBE.vpcId]), "var.url_vpc_ids"],
  [listKey([PROBE.privateCidr]), "var.url_private_cidrs"],
  [listKey([PROBE.publicCidr]), "var.url_public_cidrs"],
  [listKey([PROBE.corporateCidr]), "var.corporate_cidrs"],
  [listKey([PROBE.user]), "[for user in var.user_profiles : user.name]"],
  [listKey([PROBE.user, PROBE.notebookUser]), "[for user in var.user_profiles : user.name]"],
  [listKey([`${PRINCIPAL_ARN}${PROBE.deployer}`]), principalArns("var.deployers")],
  [listKey([`${PRINCIPAL_ARN}${PROBE.breakGlass}`]), principalArns("var.break_glass")],
  [listKey([`*.${PROBE.parentDomain}.`, `${PROBE.exactDomain}.`, `${PROBE.parentDomain}.`]), RESOLVABLE_NAMES],
  [
    listKey([
      { name: PROBE.exactDomain, match: "exact", ports: [PROBE.port] },
      { name: PROBE.parentDomain, match: "subdomains", ports: [PROBE.port] },
    ]),
    "[for domain in var.allowed_domains : { name = domain.name, match = domain.match, ports = domain.ports }]",
  ],
]);

/** Lists of blocks of the probe, which no expression can be. */
export const BLOCK_LISTS: ReadonlyMap<string, JsonTree> = new Map([
  [
    listKey([{ from_port: PROBE.port, to_port: PROBE.port }]),
    [{ from_port: interpolate(`min(${SORTED_PORTS}...)`), to_port: interpolate(`max(${SORTED_PORTS}...)`) }],
  ],
]);

/** What identifies a list in these tables. */
export function listKey(list: readonly unknown[]): string {
  return JSON.stringify(list, (_, value: JsonTree) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}
