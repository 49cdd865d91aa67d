import {
  isJsonObject,
  type Json,
  type JsonObject,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import type { PerimeterPostureKind } from "./posture";

/** Name of the file in the folder of a root module that declares its posture in place of the output `perimeter_posture`. */
export const policyFileName = "studio-perimeter.json";

/** A declaration in a file. */
export interface DeclaredInFile {
  readonly path: string;
  readonly declared: JsonObject;
}

/** Fields of the file: those of the output, and the schema for editors. */
export const policyFileFields: readonly string[] = [
  ...["$schema", "posture", "protections", "deployers", "break_glass", "log_retention_days", "allowed_domains"],
  ...["sources", "url_sources", "package_sources", "identity_providers", "key_origins", "harmless"],
  "instance_types",
];

/**
 * The declaration in a parsed policy file. Its fields are checked as those of the output are.
 *
 * @throws for anything but an object with known fields
 */
export function declaredInFile(path: string, json: unknown): DeclaredInFile {
  if (!isJsonObject(json)) {
    throw new Error(`${path}: not a policy file, got ${JSON.stringify(json)?.slice(0, 40)}; write an object`);
  }
  const unknown = Object.keys(json).find((name) => !policyFileFields.includes(name));
  if (unknown !== undefined) {
    throw new Error(`${path}.${unknown}: unknown field; use one of ${policyFileFields.join(", ")}`);
  }
  return { path, declared: json };
}

/** A first policy file of a configuration: what it has, and the narrowest declaration of everything else. */
export function firstPolicyFile(configuration: TerraformConfiguration): JsonObject {
  return {
    posture: firstPosture(configuration),
    protections: false,
    deployers: [],
    break_glass: [],
    log_retention_days: firstRetention(configuration),
    allowed_domains: allowedDomains(configuration),
  };
}

/** Without a gateway and a firewall nothing needs the internet, so that the narrowest posture fits. */
function firstPosture(configuration: TerraformConfiguration): PerimeterPostureKind {
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

/** Domains on the allow lists of firewall rule groups. */
function allowedDomains(configuration: TerraformConfiguration): readonly Json[] {
  const lists = resourcesOfType(configuration, "aws_networkfirewall_rule_group").flatMap(({ values }) =>
    blocksNamed(values, "rules_source_list").filter(({ generated_rules_type: type }) => type === "ALLOWLIST"),
  );
  const targets = lists.flatMap(({ targets: names }) => (Array.isArray(names) ? names : []));
  const names = targets.filter((name) => typeof name === "string" && !name.includes("${")).map(String);
  return [...new Set(names)].map((name) => ({
    name: name.replace(/^\./, ""),
    match: name.startsWith(".") ? "subdomains" : "exact",
    ports: [TLS_PORT],
  }));
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
