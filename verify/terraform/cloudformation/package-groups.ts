import { ownEntry } from "../../collections/own-entry";
import { parseJson } from "../read/json/parse-json";
import { isJsonObject, type Json, type JsonObject, jsonText } from "../terraform-configuration";

/** How versions of the packages of a group enter repositories from one side. */
export type RestrictionMode = "ALLOW" | "ALLOW_SPECIFIC_REPOSITORIES" | "BLOCK" | "INHERIT";

/** A package group of CodeArtifact, as a CloudFormation template has it. */
export interface PackageGroup {
  /** Name of the CodeArtifact domain, or the reference to it. */
  readonly domain: string;
  /** Which packages the group is of, such as `/pypi//numpy$`. */
  readonly pattern: string;
  /** Whether external connections bring versions of its packages. */
  readonly externalUpstream: RestrictionMode;
}

/** A name, or one reference. Whose name a reference inserts is for the caller to check. */
const DOMAIN_NAME = /^(?:[a-z][a-z0-9-]{0,48}[a-z0-9]|\$\{[^{}]+\})$/;

/** What a member of a template must be. */
type MemberTest = (value: Json) => boolean;

const isText: MemberTest = (value) => typeof value === "string" && !value.includes("${");
const isTheText =
  (text: string): MemberTest =>
  (value) =>
    value === text;

/**
 * A logical ID. Nothing that Terraform inserts may be one, because it could end the text and add resources.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html
 */
const LOGICAL_ID = /^[A-Za-z0-9]+$/;
const isTextMatching =
  (pattern: RegExp): MemberTest =>
  (value) =>
    typeof value === "string" && pattern.test(value);

const TEMPLATE: Readonly<Record<string, MemberTest>> = {
  AWSTemplateFormatVersion: isTheText("2010-09-09"),
  Description: isText,
  Resources: (value) => isJsonObject(value) && Object.keys(value).every((id) => LOGICAL_ID.test(id)),
};
const RESOURCE: Readonly<Record<string, MemberTest>> = {
  Type: isTheText("AWS::CodeArtifact::PackageGroup"),
  Properties: isJsonObject,
};
const PROPERTIES: Readonly<Record<string, MemberTest>> = {
  DomainName: isTextMatching(DOMAIN_NAME),
  Pattern: isText,
  Description: isText,
  ContactInfo: isText,
  OriginConfiguration: isJsonObject,
};
const ORIGIN_CONFIGURATION: Readonly<Record<string, MemberTest>> = { Restrictions: isJsonObject };
const RESTRICTIONS: Readonly<Record<string, MemberTest>> = {
  ExternalUpstream: isJsonObject,
  InternalUpstream: isJsonObject,
  Publish: isJsonObject,
};
const RESTRICTION: Readonly<Record<string, MemberTest>> = {
  RestrictionMode: isTextMatching(/^(?:ALLOW|ALLOW_SPECIFIC_REPOSITORIES|BLOCK|INHERIT)$/),
  Repositories: (value) => Array.isArray(value) && value.every(isText),
};

/**
 * The package groups of a CloudFormation template that has nothing else.
 *
 * @returns `undefined` for a template with another type of resource, a member that is not listed here or is there twice, or a text that is
 * not known
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codeartifact-packagegroup.html
 */
export function packageGroupsOf(templateBody: Json | undefined): readonly PackageGroup[] | undefined {
  const template = objectIn(parsed(templateBody), TEMPLATE, "Resources");
  const resources = template?.Resources;
  if (!isJsonObject(resources)) {
    return undefined;
  }
  const groups = Object.values(resources).map(groupOf);
  return groups.some((group) => group === undefined) ? undefined : groups.flatMap((group) => group ?? []);
}

function groupOf(value: Json): PackageGroup | undefined {
  const resource = objectIn(value, RESOURCE, "Type", "Properties");
  const properties = objectIn(resource?.Properties, PROPERTIES, "DomainName", "Pattern");
  if (properties === undefined) {
    return undefined;
  }
  const { DomainName: domain, Pattern: pattern, OriginConfiguration: origin } = properties;
  const externalUpstream = origin === undefined ? "INHERIT" : externalUpstreamOf(origin);
  return externalUpstream === undefined
    ? undefined
    : { domain: jsonText(domain), pattern: jsonText(pattern), externalUpstream };
}

/** What is not set is inherited. */
function externalUpstreamOf(origin: Json): RestrictionMode | undefined {
  const restrictions = objectIn(objectIn(origin, ORIGIN_CONFIGURATION)?.Restrictions, RESTRICTIONS);
  const modes = Object.entries(restrictions ?? {}).map(
    ([side, value]) => [side, objectIn(value, RESTRICTION, "RestrictionMode")?.RestrictionMode] as const,
  );
  if (restrictions === undefined || modes.some(([, mode]) => mode === undefined)) {
    return undefined;
  }
  return (Object.fromEntries(modes).ExternalUpstream ?? "INHERIT") as RestrictionMode;
}

/** An object whose members all pass, and that has the required ones. */
function objectIn(
  value: Json | undefined,
  members: Readonly<Record<string, MemberTest>>,
  ...required: readonly string[]
): JsonObject | undefined {
  const isValid =
    isJsonObject(value) &&
    required.every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, member]) => ownEntry(members, name)?.(member) === true);
  return isValid ? value : undefined;
}

/** Which of several values of one key CloudFormation takes is not documented, and what a directive of Terraform leaves out is not known. */
function parsed(text: Json | undefined): Json | undefined {
  if (typeof text !== "string" || text.includes("%{")) {
    return undefined;
  }
  try {
    const { json, duplicates } = parseJson(text);
    return duplicates.length === 0 ? json : undefined;
  } catch {
    return undefined;
  }
}
