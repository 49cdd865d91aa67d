import { parseCidr } from "../../ip/cidr";
import { isExpressionText, isJsonObject, type Json, textsOf } from "../terraform/terraform-configuration";
import { isPort, requireKnownFields } from "./declared-fields";
import type { AllowedDomain } from "./posture";

/**
 * Reads one declared domain that Studio may connect to.
 *
 * @throws when it is malformed
 */
export function readAllowedDomain(entry: Json, where: string): AllowedDomain {
  requireKnownFields(entry, ["name", "match", "ports", "sources"], `${where}.allowed_domains`);
  const { name, match, ports, sources } = isJsonObject(entry) ? entry : {};
  const isMatch = match === "exact" || match === "subdomains";
  const numbers = Array.isArray(ports) ? ports.filter(isPort) : [];
  const hasPorts = Array.isArray(ports) && numbers.length === ports.length && numbers.length > 0;
  if (!isDomainName(name) || !isMatch || !hasPorts) {
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

/** A wildcard, an address or a URL is no name, and would be compared with what rules write as if it were one. */
export function isDomainName(name: Json | undefined): name is string {
  return isExpressionText(name) || (typeof name === "string" && /^(?:[\w-]+\.)*[\w-]+$/.test(name));
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
