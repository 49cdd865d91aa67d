import {
  isJsonObject,
  type Json,
  type JsonObject,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import { type AllowedDomain, type Posture, type PostureKind, postureKinds } from "./posture";
import { readCorporateNetwork } from "./read-corporate-networks";
import { readPresignedUrlNetworks } from "./read-presigned-url-networks";

const postureOutputName = "perimeter_posture";

/** Fewer letters beside wildcards single nobody out. */
const MINIMUM_LITERAL_CHARACTERS = 3;

/**
 * What the stack declares about itself in its output `perimeter_posture`; for a consumer of the module, what the called
 * module declares.
 *
 * @param override judges the configuration as this posture instead; with it, a configuration may declare nothing
 * @throws when nothing is declared and nothing overrides it, or when the declaration is unknown or malformed
 */
export function readPosture(configuration: TerraformConfiguration, override?: PostureKind): Posture {
  const where = `${configuration.source}: output ${postureOutputName}`;
  const [declared, ...others] = postureOutputs(configuration);
  if (others.length > 0) {
    const modules = postureOutputNames(configuration).join(", ");
    throw new Error(
      `${where}: is declared by several modules, got ${modules}; declare it in the root, or judge one by one`,
    );
  }
  if (declared === undefined) {
    if (override === undefined) {
      throw new Error(
        `${where}: is missing, got no such output; declare it or pass --posture ${postureKinds.join("|")}`,
      );
    }
    return { ...undeclaredPosture, kind: override };
  }
  if (!isJsonObject(declared)) {
    throw new Error(`${where}: is not known, got ${JSON.stringify(declared)}; declare an object of plain values`);
  }
  return {
    kind: override ?? readPostureKind(declared, where),
    allowedDomains: requireList(declared, "allowed_domains", where).map((entry) => readAllowedDomain(entry, where)),
    protections: requireField(declared, "protections", "boolean", where) === true,
    deployers: requirePrincipalPatterns(declared, "deployers", where),
    breakGlass: requirePrincipalPatterns(declared, "break_glass", where),
    logRetentionDays: Number(requireField(declared, "log_retention_days", "number", where)),
    ...("sources" in declared && {
      corporateNetworks: requireList(declared, "sources", where).map((entry) => readCorporateNetwork(entry, where)),
    }),
    ...("url_sources" in declared && {
      presignedUrlNetworks: readPresignedUrlNetworks(declared.url_sources ?? null, where),
    }),
  };
}

const undeclaredPosture = {
  allowedDomains: [],
  protections: false,
  deployers: [],
  breakGlass: [],
  logRetentionDays: 0,
};

/** The root's own declaration, else those of called modules. */
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

function readPostureKind(declared: JsonObject, where: string): PostureKind {
  const kind = postureKinds.find((candidate) => candidate === declared.posture);
  if (kind === undefined) {
    throw new Error(
      `${where}.posture: is no posture, got ${JSON.stringify(declared.posture ?? null)}; use one of ${postureKinds.join(", ")}`,
    );
  }
  return kind;
}

function requireField(declared: JsonObject, key: string, type: "boolean" | "number", where: string): Json {
  const value = declared[key] ?? null;
  if (typeof value !== type) {
    throw new Error(`${where}.${key}: is not a ${type}, got ${JSON.stringify(value)}; declare it`);
  }
  return value;
}

function requireList(declared: JsonObject, key: string, where: string): readonly Json[] {
  const value = declared[key];
  if (!Array.isArray(value)) {
    throw new Error(`${where}.${key}: is not a list, got ${JSON.stringify(value ?? null)}; declare a list`);
  }
  return value;
}

function requireStrings(declared: JsonObject, key: string, where: string): readonly string[] {
  return requireList(declared, key, where).map((entry) => {
    if (typeof entry !== "string") {
      throw new Error(
        `${where}.${key}: holds something else than text, got ${JSON.stringify(entry)}; list ARN patterns`,
      );
    }
    return entry;
  });
}

/** A declaration of everybody would be an exception that leaves no rule. */
function requirePrincipalPatterns(declared: JsonObject, key: string, where: string): readonly string[] {
  const patterns = requireStrings(declared, key, where);
  const wide = patterns.find((pattern) => !identifiesPrincipal(pattern));
  if (wide !== undefined) {
    throw new Error(
      `${where}.${key}: names everybody of a kind, got ${wide}; list role/NAME or user/NAME, with no more wildcards than a name's own part`,
    );
  }
  return patterns;
}

/** Some letters of a name must be left when the wildcards are gone. */
function identifiesPrincipal(pattern: string): boolean {
  const [, name = ""] = /(?:^|:)(?:role|user)\/(.*)$/u.exec(pattern) ?? [];
  return /:root$/.test(pattern) || name.replace(/[*?/]/g, "").length >= MINIMUM_LITERAL_CHARACTERS;
}

function readAllowedDomain(entry: Json, where: string): AllowedDomain {
  const { name, match, ports } = isJsonObject(entry) ? entry : {};
  const isMatch = match === "exact" || match === "subdomains";
  const numbers = Array.isArray(ports) ? ports.filter((port) => typeof port === "number") : [];
  if (typeof name !== "string" || !isMatch || !Array.isArray(ports) || numbers.length !== ports.length) {
    throw new Error(
      `${where}.allowed_domains: holds no domain, got ${JSON.stringify(entry)}; write { name, match: "exact"|"subdomains", ports }`,
    );
  }
  return { name, match, ports: numbers };
}
