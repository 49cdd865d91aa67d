import { parseCidr } from "../../ip/cidr";
import {
  isExpressionText,
  isJsonObject,
  type Json,
  type JsonObject,
  type TerraformConfiguration,
  textsOf,
  withoutNulls,
} from "../terraform/terraform-configuration";
import { visibleText } from "../terraform/visible-text";
import { postureOutputName } from "./declare-posture";
import { readDeclaredAcceptances } from "./declared-acceptances";
import { readDeclaredHarmless } from "./declared-harmless";
import { readDeclaredPipelines } from "./declared-pipeline";
import { requireKnownFields } from "./known-fields";
import { readOwnEndpoint } from "./own-endpoint";
import {
  type AllowedDomain,
  auditTrailKinds,
  detectionKinds,
  type PerimeterPosture,
  type PerimeterPostureKind,
  type Posture,
  perimeterPostureKinds,
  postureKinds,
  studioPlaces,
} from "./posture";
import { readCorporateNetwork } from "./read-corporate-networks";
import { readDeclaredTexts, readIdentityProviders } from "./read-declared-sources";
import { readPresignedUrlNetworks } from "./read-presigned-url-networks";
import { readInstanceTypes } from "./studio/read-instance-types";
import { readTeams } from "./studio/read-teams";

/** A name pattern with fewer literal characters does not identify a principal. */
const MINIMUM_LITERAL_CHARACTERS = 3;

/**
 * Reads the posture that the stack, or else a module that it calls, declares in its output `perimeter_posture`.
 *
 * @param override posture of an environment to verify instead of the declared one; the declaration may then be missing. It does not
 * apply to a bootstrap stack, which declares other fields
 * @throws when the declaration is malformed or not known, or missing without an override
 */
export function readPosture(configuration: TerraformConfiguration, override?: PerimeterPostureKind): Posture {
  const where = `${configuration.source}: output ${postureOutputName}`;
  const [declared, ...others] = postureOutputs(configuration);
  if (others.length > 0) {
    const modules = postureOutputNames(configuration).join(", ");
    throw new Error(
      `${where}: declared by several modules, got ${modules}; declare it in the root module, or verify each module alone`,
    );
  }
  if (declared === undefined) {
    if (override === undefined) {
      throw new Error(
        `${where}: missing; declare it, write studio-perimeter.yaml with verify --init, or pass --posture ${perimeterPostureKinds.join("|")}`,
      );
    }
    return { ...undeclaredPosture, kind: override };
  }
  if (!isJsonObject(declared)) {
    const unread = unreadModuleOf(declared, configuration);
    if (unread !== undefined) {
      throw new Error(`${where}: not known, because it comes from a module that is not read: ${unread}`);
    }
    throw new Error(
      `${where}: not a known value, got ${JSON.stringify(declared)}; declare an object of literal values`,
    );
  }
  const kind = readPostureKind(declared, where, override);
  requireKnownFields(declared, [...basicFields, ...(kind === "bootstrap" ? ["pipelines"] : perimeterFields)], where);
  // A module declares what its caller leaves out as null, at any depth.
  const stated = withoutNulls(declared);
  const basics = readBasics(stated, where);
  return kind === "bootstrap"
    ? { ...basics, kind, pipelines: readDeclaredPipelines(stated, where) }
    : { ...basics, kind, ...readPerimeter(stated, where) };
}

/** What is to be said of the called module that a declaration such as `${module.studio.perimeter_posture}` comes from. */
function unreadModuleOf(declared: Json, { unreadParts = [] }: TerraformConfiguration): string | undefined {
  const [, name] = typeof declared === "string" ? (/^\$\{module\.([\w-]+)/.exec(declared) ?? []) : [];
  return unreadParts.find(({ address }) => address === `module.${name}`)?.text;
}

/** What every stack may declare. Policies read the organization, and arguments may name the accounts and topics. */
const basicFields = [
  ...["posture", "protections", "deployers", "break_glass", "log_retention_days", "identity_providers"],
  ...["key_origins", "hcp_organizations", "harmless", "accepted", "organization_id", "accounts", "alarm_topics"],
];

/** What only the stack of an environment may declare. */
const perimeterFields = [
  ...["allowed_domains", "sources", "url_sources", "own_endpoints", "package_sources", "teams", "instance_types"],
  "package_approvers",
  ...["studio", "audit_trail", "detection", "joined_stacks", "tls_inspection_ports"],
  "permissions_boundaries",
];

/** What every stack declares. */
function readBasics(declared: JsonObject, where: string) {
  return {
    protections: requireField(declared, "protections", "boolean", where) === true,
    deployers: requirePrincipalPatterns(declared, "deployers", where),
    breakGlass: requirePrincipalPatterns(declared, "break_glass", where),
    logRetentionDays: Number(requireField(declared, "log_retention_days", "number", where)),
    ...("identity_providers" in declared && { identityProviders: readIdentityProviders(declared, where) }),
    ...("key_origins" in declared && { keyOrigins: readDeclaredTexts(declared, "key_origins", where) }),
    ...("hcp_organizations" in declared && {
      hcpOrganizations: readDeclaredTexts(declared, "hcp_organizations", where),
    }),
    ...("harmless" in declared && { harmless: readDeclaredHarmless(declared, where) }),
    ...("accepted" in declared && { accepted: readDeclaredAcceptances(declared, where) }),
  };
}

/** What only the stack of an environment declares. */
function readPerimeter(
  declared: JsonObject,
  where: string,
): Omit<PerimeterPosture, "kind" | keyof ReturnType<typeof readBasics>> {
  return {
    allowedDomains: requireList(declared, "allowed_domains", where).map((entry) => readAllowedDomain(entry, where)),
    ...("sources" in declared && {
      corporateNetworks: requireList(declared, "sources", where).map((entry) => readCorporateNetwork(entry, where)),
    }),
    ...("url_sources" in declared && {
      presignedUrlNetworks: readPresignedUrlNetworks(declared.url_sources ?? null, where),
    }),
    ...("own_endpoints" in declared && {
      ownEndpoints: requireList(declared, "own_endpoints", where).map((entry) => readOwnEndpoint(entry, where)),
    }),
    ...("package_sources" in declared && { packageSources: readDeclaredTexts(declared, "package_sources", where) }),
    ...("package_approvers" in declared && {
      packageApprovers: requirePrincipalPatterns(declared, "package_approvers", where),
    }),
    ...("teams" in declared && { teams: readTeams(declared, where) }),
    ...("instance_types" in declared && { instanceTypes: readInstanceTypes(declared, where) }),
    ...("studio" in declared && { studio: readChoice(declared, "studio", studioPlaces, where) }),
    ...("joined_stacks" in declared && { joinedStacks: readDeclaredTexts(declared, "joined_stacks", where) }),
    ...("permissions_boundaries" in declared && {
      permissionsBoundaries: readDeclaredTexts(declared, "permissions_boundaries", where),
    }),
    ...("audit_trail" in declared && {
      auditTrail: readChoice(declared, "audit_trail", auditTrailKinds, where),
    }),
    ...("detection" in declared && { detection: readChoice(declared, "detection", detectionKinds, where) }),
    ...("tls_inspection_ports" in declared && {
      tlsInspectionPorts: requireList(declared, "tls_inspection_ports", where).map((port) => readPort(port, where)),
    }),
  };
}

function readPort(port: Json, where: string): number {
  if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(
      `${where}.tls_inspection_ports: not a port, got ${JSON.stringify(port)}; list whole numbers from 1 to 65535`,
    );
  }
  return port;
}

/** One of a few words. */
function readChoice<Choice extends string>(
  declared: JsonObject,
  key: string,
  choices: readonly Choice[],
  where: string,
): Choice {
  const choice = choices.find((candidate) => candidate === declared[key]);
  if (choice === undefined) {
    throw new Error(
      `${where}.${key}: not one of the choices, got ${JSON.stringify(declared[key] ?? null)}; use ${choices.join(" or ")}, or leave it out`,
    );
  }
  return choice;
}

const undeclaredPosture = {
  allowedDomains: [],
  protections: false,
  deployers: [],
  breakGlass: [],
  logRetentionDays: 0,
};

/** The declaration of the root module, or else those of the called modules. */
function postureOutputs(configuration: TerraformConfiguration): readonly Json[] {
  const { outputs } = configuration;
  return postureOutputNames(configuration).flatMap((name) => outputs[name] ?? []);
}

function postureOutputNames({ outputs }: TerraformConfiguration): readonly string[] {
  const ofModules = Object.keys(outputs).filter(
    (name) => name.startsWith("module.") && name.endsWith(`.${postureOutputName}`),
  );
  return postureOutputName in outputs ? [postureOutputName] : ofModules;
}

function readPostureKind(
  declared: JsonObject,
  where: string,
  override: PerimeterPostureKind | undefined,
): Posture["kind"] {
  const kind = postureKinds.find((candidate) => candidate === declared.posture);
  if (kind !== "bootstrap" && override !== undefined) {
    return override;
  }
  if (kind === undefined) {
    throw new Error(
      `${where}.posture: not a posture, got ${JSON.stringify(declared.posture ?? null)}; use one of ${postureKinds.join(", ")}`,
    );
  }
  return kind;
}

/** Where a list, a number or a boolean is declared, a text with an expression is what could not be evaluated. */
function requireKnown(value: Json | undefined, key: string, where: string): void {
  if (isExpressionText(value)) {
    throw new Error(
      `${where}.${key}: not known before the apply, got ${visibleText(String(value))}; pass a plan with --plan, or the root module that sets the variables`,
    );
  }
}

function requireField(declared: JsonObject, key: string, type: "boolean" | "number", where: string): Json {
  const value = declared[key] ?? null;
  requireKnown(value, key, where);
  if (typeof value !== type) {
    throw new Error(`${where}.${key}: not a ${type}, got ${JSON.stringify(value)}; declare a ${type}`);
  }
  return value;
}

function requireList(declared: JsonObject, key: string, where: string): readonly Json[] {
  const value = declared[key];
  requireKnown(value, key, where);
  if (!Array.isArray(value)) {
    throw new Error(`${where}.${key}: not a list, got ${JSON.stringify(value ?? null)}; declare a list`);
  }
  return value;
}

function requireStrings(declared: JsonObject, key: string, where: string): readonly string[] {
  return requireList(declared, key, where).map((entry) => {
    if (typeof entry !== "string") {
      throw new Error(`${where}.${key}: not a text, got ${JSON.stringify(entry)}; list ARN patterns`);
    }
    return entry;
  });
}

/** Declared principals are exempt from policies, so a pattern must not match every principal. */
function requirePrincipalPatterns(declared: JsonObject, key: string, where: string): readonly string[] {
  const patterns = requireStrings(declared, key, where);
  const wide = patterns.find((pattern) => !identifiesPrincipal(pattern));
  if (wide !== undefined) {
    throw new Error(
      `${where}.${key}: matches too many principals, got ${wide}; list role/NAME or user/NAME with at least ${MINIMUM_LITERAL_CHARACTERS} characters of the name besides wildcards`,
    );
  }
  return patterns;
}

/** Whether the pattern has enough literal characters to identify a principal. */
export function identifiesPrincipal(pattern: string): boolean {
  const [, name = ""] = /(?:^|:)(?:role|user)\/(.*)$/u.exec(pattern) ?? [];
  return /:root$/.test(pattern) || name.replace(/[*?/]/g, "").length >= MINIMUM_LITERAL_CHARACTERS;
}

function readAllowedDomain(entry: Json, where: string): AllowedDomain {
  requireKnownFields(entry, ["name", "match", "ports", "sources"], `${where}.allowed_domains`);
  const { name, match, ports, sources } = isJsonObject(entry) ? entry : {};
  const isMatch = match === "exact" || match === "subdomains";
  const numbers = Array.isArray(ports) ? ports.filter((port) => typeof port === "number") : [];
  if (typeof name !== "string" || !isMatch || !Array.isArray(ports) || numbers.length !== ports.length) {
    throw new Error(
      `${where}.allowed_domains: not a domain, got ${JSON.stringify(entry)}; write { name, match: "exact"|"subdomains", ports }`,
    );
  }
  return {
    name,
    match,
    ports: numbers,
    ...(sources !== undefined && { sources: readDomainSources(sources, `${where}.allowed_domains: ${name}`) }),
  };
}

/** An empty list would allow the domain to nobody, and a text that is no block would be compared with no address. */
function readDomainSources(sources: Json, where: string): readonly string[] {
  const blocks = textsOf(sources) ?? [];
  if (blocks.length === 0 || !blocks.every((block) => parseCidr(block)?.family === 4)) {
    throw new Error(
      `${where}.sources: not a list of IPv4 CIDR blocks, got ${JSON.stringify(sources)}; list those of the networks that may reach it, or leave it out`,
    );
  }
  return blocks;
}
