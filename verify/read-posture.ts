import { type Configuration, isJsonObject, type Json, type JsonObject } from "./configuration";
import type { AllowedDomain, Posture } from "./posture";

/** Every posture that a stack can declare. */
export const postureKinds = [
  "isolated",
  "inspected",
  "inspected-multi-az",
] as const satisfies readonly Posture["kind"][];

const outputName = "perimeter_posture";

/**
 * What the stack declares about itself. `override` replaces the kind only; a stack without a declaration then promises no
 * domains, no protections and no principals.
 *
 * @throws when there is no declaration to go by, or it cannot be read
 */
export function readPosture(configuration: Configuration, override?: Posture["kind"]): Posture {
  const declared = configuration.outputs[outputName];
  const advice = `pass --posture ${postureKinds.join("|")}`;
  if (declared === undefined && override === undefined) {
    throw new Error(`${configuration.source}: no output ${outputName}, got ${outputList(configuration)}; ${advice}`);
  }
  if (declared !== undefined && !isJsonObject(declared)) {
    const kind = JSON.stringify(declared);
    throw new Error(
      `${configuration.source}: output ${outputName} is not an object, got ${kind}; write it out in full`,
    );
  }
  const values: JsonObject = declared ?? {};
  const kind = override ?? postureKinds.find((known) => known === values.posture);
  if (kind === undefined) {
    const got = JSON.stringify(values.posture ?? null);
    throw new Error(`${configuration.source}: output ${outputName} names no known posture, got ${got}; ${advice}`);
  }
  return {
    kind,
    allowedDomains: listOf(values.allowed_domains).map((entry) => readDomain(entry, configuration.source)),
    protections: values.protections === true,
    deployers: listOf(values.deployers).map(String),
    breakGlass: listOf(values.break_glass).map(String),
    logRetentionDays: typeof values.log_retention_days === "number" ? values.log_retention_days : 0,
  };
}

function readDomain(entry: Json, source: string): AllowedDomain {
  const { name, match, ports } = isJsonObject(entry) ? entry : {};
  const isWritten = typeof name === "string" && (match === "exact" || match === "subdomains");
  const portNumbers = ports === undefined || ports === null ? [443] : listOf(ports);
  const knownPorts = portNumbers.filter((port): port is number => typeof port === "number");
  if (!isWritten || knownPorts.length !== portNumbers.length) {
    const got = JSON.stringify(entry);
    throw new Error(
      `${source}: an allowed domain of output ${outputName} cannot be read, got ${got}; write name, match (exact or subdomains) and ports`,
    );
  }
  return { name, match, ports: knownPorts };
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function outputList(configuration: Configuration): string {
  const names = Object.keys(configuration.outputs);
  return names.length === 0 ? "no outputs" : `outputs ${names.slice(0, 5).join(", ")}`;
}
