import { isStudioType } from "../terraform/resource-types";
import {
  isExpressionText,
  isJsonObject,
  type Json,
  type JsonObject,
  type TerraformConfiguration,
  withoutNulls,
} from "../terraform/terraform-configuration";
import { readDeclaredElsewhere } from "./declarations/declared-elsewhere";
import { readDeclaredHarmless } from "./declarations/declared-harmless";
import { postureOutputName } from "./declare-posture";
import { readDeclaredAcceptances } from "./declared-acceptances";
import { isPort, readChoice, requireField, requireKnownFields, requireList } from "./declared-fields";
import { readDeclaredPipelines } from "./declared-pipeline";
import { readOwnEndpoint } from "./own-endpoint";
import {
  auditTrailKinds,
  detectionKinds,
  type PerimeterPosture,
  type PerimeterPostureKind,
  type Posture,
  perimeterPostureKinds,
  postureKinds,
  studioPlaces,
} from "./posture";
import { requirePrincipalPatterns } from "./principal-patterns";
import { readAllowedDomain } from "./read-allowed-domain";
import { readCorporateNetwork } from "./read-corporate-networks";
import { readDeclaredTexts, readIdentityProviders } from "./read-declared-sources";
import { readPresignedUrlNetworks } from "./read-presigned-url-networks";
import { readInstanceTypes } from "./studio/read-instance-types";
import { readTeams } from "./studio/read-teams";

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
      `${where}: declared by several modules, got ${modules}; judge each with verify, or review PLAN --perimeter MODULE`,
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
  if (kind === "bootstrap") {
    return { ...basics, kind, pipelines: readDeclaredPipelines(stated, where) };
  }
  const perimeter = readPerimeter(stated, where);
  requireStudioElsewhere(configuration, perimeter.studio, where);
  return { ...basics, kind, ...perimeter };
}

/** Claims take every VPC of a configuration without Studio for one that only forwards. */
function requireStudioElsewhere(
  { resources }: TerraformConfiguration,
  studio: PerimeterPosture["studio"],
  where: string,
): void {
  const here = resources.filter(({ mode, type }) => mode === "managed" && isStudioType(type));
  if (studio === "elsewhere" && here.length > 0) {
    const addresses = here.slice(0, 3).map(({ address }) => address);
    throw new Error(
      `${where}.studio: elsewhere, although this configuration has ${addresses.join(", ")}; leave studio out, or move the domain`,
    );
  }
}

/** What is to be said of the called module that a declaration such as `${module.studio.perimeter_posture}` comes from. */
function unreadModuleOf(declared: Json, { unreadParts = [] }: TerraformConfiguration): string | undefined {
  const [, name] = typeof declared === "string" ? (/^\$\{module\.([\w-]+)/.exec(declared) ?? []) : [];
  return unreadParts.find(({ address }) => address === `module.${name}`)?.text;
}

/** What every stack may declare. Policies read the organization, and arguments may name the accounts and topics. */
const basicFields = [
  ...["posture", "protections", "deployers", "break_glass", "log_retention_days", "identity_providers"],
  ...[
    "key_origins",
    "hcp_organizations",
    "harmless",
    "elsewhere",
    "accepted",
    "organization_id",
    "accounts",
    "alarm_topics",
  ],
];

/** What only the stack of an environment may declare. */
const perimeterFields = [
  ...["allowed_domains", "sources", "url_sources", "own_endpoints", "package_sources", "teams", "instance_types"],
  ...["package_approvers", "package_publishers", "public_package_names", "own_package_names", "sign_in_code"],
  ...["studio", "audit_trail", "detection", "joined_stacks", "tls_inspection_ports"],
  "permissions_boundaries",
];

/** Fields that name parties, of which other readers take the texts as they are: a wildcard would be a party, and a typo another one. */
const partyFields: Readonly<Record<string, { readonly form: RegExp; readonly what: string }>> = {
  accounts: { form: /^\d{12}$/, what: "account IDs of twelve digits" },
  organization_id: { form: /^o-[a-z0-9]{10,32}$/, what: "the ID of one organization, o-..." },
  alarm_topics: { form: /^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w-]+(?:\.fifo)?$/, what: "ARNs of SNS topics" },
};

function requireParties(declared: JsonObject, where: string): void {
  for (const [field, { form, what }] of Object.entries(partyFields)) {
    const texts = [declared[field] ?? []].flat();
    const wrong = texts.find((text) => !isExpressionText(text) && !(typeof text === "string" && form.test(text)));
    if (wrong !== undefined) {
      throw new Error(`${where}.${field}: not one of these, got ${JSON.stringify(wrong)}; write ${what}`);
    }
  }
}

/** What every stack declares. */
function readBasics(declared: JsonObject, where: string) {
  requireParties(declared, where);
  return {
    protections: requireField(declared, "protections", "boolean", where) === true,
    deployers: requirePrincipalPatterns(declared, "deployers", where),
    breakGlass: requirePrincipalPatterns(declared, "break_glass", where),
    logRetentionDays: readRetention(declared, where),
    ...("identity_providers" in declared && { identityProviders: readIdentityProviders(declared, where) }),
    ...("key_origins" in declared && { keyOrigins: readDeclaredTexts(declared, "key_origins", where) }),
    ...("hcp_organizations" in declared && {
      hcpOrganizations: readDeclaredTexts(declared, "hcp_organizations", where),
    }),
    ...("harmless" in declared && { harmless: readDeclaredHarmless(declared, where) }),
    ...("elsewhere" in declared && { elsewhere: readDeclaredElsewhere(declared, where) }),
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
    ...("package_publishers" in declared && {
      packagePublishers: requirePrincipalPatterns(declared, "package_publishers", where),
    }),
    ...("sign_in_code" in declared && { signInCode: readDeclaredTexts(declared, "sign_in_code", where) }),
    ...("public_package_names" in declared && {
      publicPackageNames: readDeclaredTexts(declared, "public_package_names", where),
    }),
    ...("own_package_names" in declared && {
      ownPackageNames: readDeclaredTexts(declared, "own_package_names", where),
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

/** Zero would be kept by every log, and so demand nothing. */
function readRetention(declared: JsonObject, where: string): number {
  const days = Number(requireField(declared, "log_retention_days", "number", where));
  if (!Number.isInteger(days) || days < 1) {
    throw new Error(`${where}.log_retention_days: not a number of days, got ${days}; declare a whole number from 1 on`);
  }
  return days;
}

function readPort(port: Json, where: string): number {
  if (!isPort(port)) {
    throw new Error(
      `${where}.tls_inspection_ports: not a port, got ${JSON.stringify(port)}; list whole numbers from 1 to 65535`,
    );
  }
  return port;
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
