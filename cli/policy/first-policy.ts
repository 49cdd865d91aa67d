import { regionTable } from "../../aws/regions/region-facts";
import { distinctByContent } from "../../verify/collections/distinct";
import { placesElsewhere, withoutVpc } from "../../verify/network/absent-network";
import type { PerimeterPostureKind } from "../../verify/posture/posture";
import { withoutInstanceKeys } from "../../verify/terraform/resource-address";
import { resourceTypeOf } from "../../verify/terraform/resource-types";
import { argumentUse } from "../../verify/terraform/resource-types/argument-uses";
import {
  isAbsent,
  isJsonObject,
  type Json,
  type JsonObject,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import { modelGaps } from "../../verify/unmodeled/model-gaps";
import type { Unmodeled } from "../../verify/verdict/claim";

/**
 * The text of a first policy file: what the configuration has, and the narrowest declaration of everything else. What only a person can
 * decide is a comment.
 *
 * @param environment its `AWS_REGION` is suggested where the configuration names no Region
 */
export function firstPolicy(configuration: TerraformConfiguration, environment: NodeJS.ProcessEnv): string {
  const { AWS_REGION: outside = "" } = environment;
  const suggestedRegion = regionTable.regions[outside] === undefined ? "" : outside;
  return `# What this root module promises, and what its owners accept, for studio-perimeter verify, review and ask.
# Fields for editors: schema/studio-perimeter.schema.json in the npm package studio-perimeter.

# isolated: no path to the internet.
# inspected: outbound connections only through the firewall, and only to allowed_domains.
# inspected-multi-az: the same, and the other zones keep working when one fails.
# Found: ${countOf(configuration, "aws_internet_gateway", "internet gateway")}, ${countOf(configuration, "aws_networkfirewall_firewall", "firewall")}.${otherNetworkLine(configuration)}
posture: ${firstPosture(configuration)}

# Minimum retention of each log, in days. Found: ${countOf(configuration, "aws_cloudwatch_log_group", "log group")}.
log_retention_days: ${firstRetention(configuration)}

# Whether you promise deletion protection of the firewall, the buckets, the keys and the Studio domain.
protections: false

# Who plans, applies and destroys, such as role/deploy-studio. A * may stand after three characters of the name.
deployers: []

# Who may read data from outside the network in an emergency, such as role/break-glass.
break_glass: []

# Domains that Studio may connect to. Found: ${foundDomains(configuration)}.
${allowedDomainLines(configuration)}

# Other accounts of yours that arguments may name, such as for logs. Every other one is foreign.
${namedAccountLines(configuration)}
# organization_id: o-abcdefghij

${configuration.region === undefined ? regionLines(suggestedRegion) : ""}${zoneLines(configuration.region ?? suggestedRegion, configuration)}

# Corporate networks that use interface endpoints.
# sources:
#   - name: headquarters
#     cidrs: [10.20.0.0/16]

# Types and arguments that no model reads, and that cannot affect the perimeter.
${harmlessLines(configuration)}

# Subnets, VPCs, security groups, Studio domains and buckets that other root modules create, and that are verified there.
${elsewhereLines(configuration)}

# Findings that you accept until a day. Every report prints them, and they fail again after it.
# accepted:
#   - claim: no-public-address
#     finding: "aws_instance.legacy_* gives a public address"
#     address: aws_instance.legacy_*
#     reason: moves behind the VPN in March
#     owner: platform team
#     until: 2027-03-31
`;
}

/** The zones of a Region as AWS publishes them, for a folder that looks zones up. */
function zoneLines(region: string, { resources, lookups = [] }: TerraformConfiguration): string {
  const { zones = "" } = regionTable.regions[region] ?? {};
  const asksForZones = [...resources, ...lookups].some(
    ({ mode, type }) => mode === "data" && type === "aws_availability_zones",
  );
  return asksForZones && zones !== ""
    ? `# Zones that your account has, of which a plan takes the names and the number. Found: lookups of zones in ${region}.
# Correct it where aws ec2 describe-availability-zones answers others, also Local Zones that you opted in to.
availability_zones: [${[...zones].map((letter) => `${region}${letter}`).join(", ")}]`
    : `# Zones that your account has, for a folder that looks them up.
# availability_zones: [eu-west-1a, eu-west-1b, eu-west-1c]`;
}

function countOf(configuration: TerraformConfiguration, type: string, name: string): string {
  const count = resourcesOfType(configuration, type).length;
  return `${count === 0 ? "no" : count} ${name}${count > 1 ? "s" : ""}`;
}

/** The posture of the file. Without a gateway and a firewall nothing needs the internet, so that the narrowest posture fits. */
export function firstPosture(configuration: TerraformConfiguration): PerimeterPostureKind {
  const firewalls = resourcesOfType(configuration, "aws_networkfirewall_firewall");
  const hasGateway = resourcesOfType(configuration, "aws_internet_gateway").length > 0;
  const zones = firewalls.map(({ values }) =>
    Array.isArray(values.subnet_mapping) ? values.subnet_mapping.length : 1,
  );
  if (firewalls.length === 0) {
    return hasGateway ? "inspected" : "isolated";
  }
  return Math.max(...zones, firewalls.length) > 1 ? "inspected-multi-az" : "inspected";
}

const YEAR_DAYS = 365;

/** The shortest retention that a log group has now. */
function firstRetention(configuration: TerraformConfiguration): number {
  const days = resourcesOfType(configuration, "aws_cloudwatch_log_group").map(({ values }) =>
    Number(values.retention_in_days),
  );
  return Math.min(...days.filter((count) => count > 0), YEAR_DAYS);
}

const TLS_PORT = 443;

function allowLists(configuration: TerraformConfiguration): readonly JsonObject[] {
  return resourcesOfType(configuration, "aws_networkfirewall_rule_group").flatMap(({ values }) =>
    blocksNamed(values, "rules_source_list").filter(({ generated_rules_type: type }) => type === "ALLOWLIST"),
  );
}

function foundDomains(configuration: TerraformConfiguration): string {
  return allowLists(configuration).length === 0
    ? "no allow list of a firewall rule group"
    : "the allow lists of firewall rule groups";
}

function allowedDomainLines(configuration: TerraformConfiguration): string {
  const targets = allowLists(configuration).flatMap(({ targets: names }) => (Array.isArray(names) ? names : []));
  const names = [...new Set(targets.filter((name) => typeof name === "string" && !name.includes("${")).map(String))];
  const entries = names.flatMap((name) => [
    `  - name: ${JSON.stringify(name.replace(/^\./, ""))}`,
    `    match: ${name.startsWith(".") ? "subdomains" : "exact"}`,
    `    ports: [${TLS_PORT}]`,
  ]);
  return names.length === 0 ? "allowed_domains: []" : ["allowed_domains:", ...entries].join("\n");
}

function blocksNamed(value: Json, wanted: string): readonly JsonObject[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(name === wanted ? [inner].flat().filter(isJsonObject) : []),
    ...blocksNamed(inner as Json, wanted),
  ]);
}

/** A folder without a VPC does not say which paths its network has. */
function otherNetworkLine({ resources }: TerraformConfiguration): string {
  return resources.some(({ mode, type }) => mode === "managed" && type === "aws_vpc")
    ? ""
    : "\n# This root module has no VPC: write the posture of the network that another one has.";
}

/**
 * A provider that leaves its Region to the environment has none in a plan without an account, so that a person must name it.
 *
 * @param suggested the Region of this terminal, or an empty text
 */
function regionLines(suggested: string): string {
  const [found, line] =
    suggested === ""
      ? ["Plans of the folder have no other.", "# region: eu-west-1"]
      : ["Found: AWS_REGION when this file was written.", `region: ${suggested}`];
  return `# Region of the provider, which the Terraform leaves to AWS_REGION or to a profile. ${found}
${line}

`;
}

/** More suggestions than these are no help. */
const maxSuggestions = 10;

/** Accounts that resources name. Whether they are yours is not in the configuration, so they are comments. */
function namedAccountLines({ resources }: TerraformConfiguration): string {
  const text = JSON.stringify(resources.map(({ values }) => values));
  const accounts = [...new Set([...text.matchAll(/(?<=:)\d{12}(?=:)/g)].map(([account]) => account))].sort();
  const shown = accounts.slice(0, maxSuggestions);
  // In brackets, each line can be uncommented without the others, and the list is empty without them.
  const lines = shown.map((account) => `    # "${account}",  # named by a resource; is it yours?`);
  return shown.length === 0 ? "accounts: []" : ["accounts: [", ...lines, "  ]"].join("\n");
}

function namesElsewhere(configuration: TerraformConfiguration): readonly string[] {
  const gaps = modelGaps(configuration).flatMap(({ evidence: { elsewhere = [] } }) => elsewhere);
  const vpcs = ["aws_vpc", "aws_default_vpc"].flatMap((type) => resourcesOfType(configuration, type));
  const absent = vpcs.length > 0 ? [] : withoutVpc(configuration).doubts.flatMap(({ elsewhere = [] }) => elsewhere);
  return [...new Set([...placesElsewhere(configuration), ...absent, ...gaps].map(withoutInstanceKeys))].sort();
}

/** What other root modules have, as comments: a person must say that it is verified there. */
function elsewhereLines(configuration: TerraformConfiguration): string {
  const found = namesElsewhere(configuration);
  const names = found.length === 0 ? ["subnet-0123456789abcdef0"] : found;
  return [
    "# elsewhere:",
    `#   - names: [${names.join(", ")}]${found.length === 0 ? "" : "  # found"}`,
    "#     reason: network/prod, which its pipeline verifies",
    "#     owner: network team",
    "#     last_day: 2027-03-31",
  ].join("\n");
}

/** Where models read an argument, a value of it is not known, such as one of another root module: nobody should call that harmless. */
function isUnknownValue(configuration: TerraformConfiguration, { type, argument }: Unmodeled): boolean {
  const entry = resourceTypeOf(type);
  return (
    argument !== undefined &&
    entry?.kind === "modeled" &&
    argumentUse(entry, argument)?.kind === "read" &&
    isSetSomewhere(configuration, type, argument)
  );
}

/** What no model reads, as comments: a person must say that it is harmless. */
function harmlessLines(configuration: TerraformConfiguration): string {
  const found = modelGaps(configuration).flatMap(({ evidence: { unmodeled } }) => unmodeled ?? []);
  const distinct = distinctByContent(found.filter((one) => !isUnknownValue(configuration, one)));
  const shown = distinct.length === 0 ? [{ type: "aws_example" }] : distinct.slice(0, maxSuggestions);
  return [
    "# harmless:",
    ...shown.flatMap(({ type, argument }: { readonly type: string; readonly argument?: string }) => [
      `#   - type: ${type}${distinct.length === 0 ? "" : "  # found"}`,
      ...(argument === undefined ? [] : [`#     argument: ${argument}${remarkOn(configuration, type, argument)}`]),
      "#     reason: why it cannot affect the perimeter",
      "#     owner: platform team",
      "#     last_day: 2027-03-31",
    ]),
  ].join("\n");
}

/** An argument that no resource sets leaves a claim open by what AWS does without it. */
function remarkOn(configuration: TerraformConfiguration, type: string, argument: string): string {
  return isSetSomewhere(configuration, type, argument) ? "" : "  # not set here";
}

function isSetSomewhere(configuration: TerraformConfiguration, type: string, argument: string): boolean {
  return resourcesOfType(configuration, type).some(({ values }) => hasValueAt(values, argument.split(".")));
}

function hasValueAt(value: Json | undefined, [name, ...rest]: readonly string[]): boolean {
  return name === undefined
    ? !isAbsent(value)
    : [value ?? null].flat().some((one) => isJsonObject(one) && hasValueAt(one[name], rest));
}
