import { isJsonObject, type Json, type JsonObject, memberOf, parsedJson } from "../terraform-configuration";

/**
 * The document of a security configuration of EMR, by its sections.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
 * @returns `undefined` when it is no JSON object
 */
export function emrSecurityDocument({ configuration }: JsonObject): JsonObject | undefined {
  const document = typeof configuration === "string" ? parsedJson(configuration) : configuration;
  return isJsonObject(document) ? document : undefined;
}

/** The part of a document at a path of sections; `undefined` when a section is missing. */
export function sectionOf(document: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((section, name) => memberOf(section, name), document);
}
