import { type Configuration, isJsonObject, type Json, type JsonObject } from "../terraform/configuration";
import { readSource } from "./corporate-networks";
import { type AllowedDomain, type Posture, type PostureKind, postureKinds } from "./posture";
import { readUrlSources } from "./presigned-url-networks";

const outputName = "perimeter_posture";

/** Fewer letters beside wildcards single nobody out. */
const FEWEST_LETTERS = 3;

/**
 * What the stack declares about itself in its output `perimeter_posture`; for a consumer of the module, what the called
 * module declares.
 *
 * @param override judges the configuration as this posture instead; with it, a configuration may declare nothing
 * @throws when nothing is declared and nothing overrides it, or when the declaration is unknown or malformed
 */
export function readPosture(configuration: Configuration, override?: PostureKind): Posture {
  const where = `${configuration.source}: output ${outputName}`;
  const [declared, ...others] = declarationsOf(configuration);
  if (others.length > 0) {
    const modules = declarersOf(configuration).join(", ");
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
    return { ...nothingDeclared, kind: override };
  }
  if (!isJsonObject(declared)) {
    throw new Error(`${where}: is not known, got ${JSON.stringify(declared)}; declare an object of plain values`);
  }
  return {
    kind: override ?? kindOf(declared, where),
    allowedDomains: listAt(declared, "allowed_domains", where).map((entry) => domainOf(entry, where)),
    protections: fieldAt(declared, "protections", "boolean", where) === true,
    deployers: principalsAt(declared, "deployers", where),
    breakGlass: principalsAt(declared, "break_glass", where),
    logRetentionDays: Number(fieldAt(declared, "log_retention_days", "number", where)),
    ...("sources" in declared && {
      sources: listAt(declared, "sources", where).map((entry) => readSource(entry, where)),
    }),
    ...("url_sources" in declared && { urlSources: readUrlSources(declared.url_sources ?? null, where) }),
  };
}

const nothingDeclared = {
  allowedDomains: [],
  protections: false,
  deployers: [],
  breakGlass: [],
  logRetentionDays: 0,
};

/** The root's own declaration, else those of called modules. */
function declarationsOf(configuration: Configuration): readonly Json[] {
  const { outputs } = configuration;
  return declarersOf(configuration).flatMap((name) => outputs[name] ?? []);
}

function declarersOf({ outputs }: Configuration): readonly string[] {
  const ofModules = Object.keys(outputs).filter(
    (name) => name.startsWith("module.") && name.endsWith(`.${outputName}`),
  );
  return outputName in outputs ? [outputName] : ofModules;
}

function kindOf(declared: JsonObject, where: string): PostureKind {
  const kind = postureKinds.find((candidate) => candidate === declared.posture);
  if (kind === undefined) {
    throw new Error(
      `${where}.posture: is no posture, got ${JSON.stringify(declared.posture ?? null)}; use one of ${postureKinds.join(", ")}`,
    );
  }
  return kind;
}

function fieldAt(declared: JsonObject, key: string, type: "boolean" | "number", where: string): Json {
  const value = declared[key] ?? null;
  if (typeof value !== type) {
    throw new Error(`${where}.${key}: is not a ${type}, got ${JSON.stringify(value)}; declare it`);
  }
  return value;
}

function listAt(declared: JsonObject, key: string, where: string): readonly Json[] {
  const value = declared[key];
  if (!Array.isArray(value)) {
    throw new Error(`${where}.${key}: is not a list, got ${JSON.stringify(value ?? null)}; declare a list`);
  }
  return value;
}

function textsAt(declared: JsonObject, key: string, where: string): readonly string[] {
  return listAt(declared, key, where).map((entry) => {
    if (typeof entry !== "string") {
      throw new Error(
        `${where}.${key}: holds something else than text, got ${JSON.stringify(entry)}; list ARN patterns`,
      );
    }
    return entry;
  });
}

/** A declaration of everybody would be an exception that leaves no rule. */
function principalsAt(declared: JsonObject, key: string, where: string): readonly string[] {
  const patterns = textsAt(declared, key, where);
  const wide = patterns.find((pattern) => !namesSomebody(pattern));
  if (wide !== undefined) {
    throw new Error(
      `${where}.${key}: names everybody of a kind, got ${wide}; list role/NAME or user/NAME, with no more wildcards than a name's own part`,
    );
  }
  return patterns;
}

/** Some letters of a name must be left when the wildcards are gone. */
function namesSomebody(pattern: string): boolean {
  const [, name = ""] = /(?:^|:)(?:role|user)\/(.*)$/u.exec(pattern) ?? [];
  return /:root$/.test(pattern) || name.replace(/[*?/]/g, "").length >= FEWEST_LETTERS;
}

function domainOf(entry: Json, where: string): AllowedDomain {
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
