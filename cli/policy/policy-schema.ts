import { z } from "zod";
import { acceptedFindingFields } from "../../envs/schema/accepted-finding";
import { unknownKeyErrorMap } from "../../envs/schema/fields";
import { formattedString } from "../../envs/schema/string-formats";
import { suggestFix } from "../../envs/schema/suggest-fix";
import { claims } from "../../verify/claims";
import { isDeclarableName } from "../../verify/posture/declarations/declared-elsewhere";
import { readOwnEndpoint } from "../../verify/posture/own-endpoint";
import { auditTrailKinds, detectionKinds, perimeterPostureKinds, studioPlaces } from "../../verify/posture/posture";
import { identifiesPrincipal } from "../../verify/posture/principal-patterns";
import { isDomainName } from "../../verify/posture/read-allowed-domain";
import { readCorporateNetwork } from "../../verify/posture/read-corporate-networks";
import { readDeclaredTexts, readIdentityProviders } from "../../verify/posture/read-declared-sources";
import { readPresignedUrlNetworks } from "../../verify/posture/read-presigned-url-networks";
import { instanceUses, readInstanceTypes } from "../../verify/posture/studio/read-instance-types";
import { readTeams } from "../../verify/posture/studio/read-teams";
import type { Json, JsonObject } from "../../verify/terraform/terraform-configuration";

/** An object with exactly these fields; unknown fields are refused with the closest known one. */
function object<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, { error: unknownKeyErrorMap(Object.keys(shape)) });
}

/** Refuses a value that the reader of the posture refuses, with the advice of that reader. */
function readableBy<Schema extends z.ZodType>(schema: Schema, read: (value: Json) => unknown): Schema {
  return schema.superRefine((value, context) => {
    try {
      read(value as Json);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      context.addIssue({ code: "custom", message: text.slice(text.lastIndexOf("; ") + 2) });
    }
  });
}

const principalPatterns = z.array(
  z.string().refine(identifiesPrincipal, {
    error: "write role/NAME or user/NAME of one account, with at least 3 characters of the name in a row",
  }),
);

const texts = z.array(z.string());

/** A list of texts that the reader of the posture takes for the field. */
function declaredTexts(field: Parameters<typeof readDeclaredTexts>[1]): typeof texts {
  return readableBy(texts, (list) => readDeclaredTexts({ [field]: list }, field, ""));
}

const allowedDomain = object({
  name: z
    .string()
    .refine(isDomainName, { error: "write a domain name without wildcards, such as example.org" })
    .describe("Domain name without a dot at the start."),
  match: z.enum(["exact", "subdomains"]).describe("subdomains: the name and everything below it."),
  ports: z.array(z.int().min(1).max(65_535)).min(1).describe("TCP ports of TLS."),
  sources: z
    .array(z.cidrv4())
    .min(1)
    .optional()
    .describe("IPv4 CIDR blocks of the networks that may reach it. Default: all that the firewall inspects."),
});

const corporateNetwork = readableBy(
  object({
    name: z.string().min(1),
    cidrs: texts.min(1).describe("Private CIDR blocks."),
    services: texts.optional().describe("Services with endpoints. Default: sagemaker.api, studio and notebook."),
  }),
  (network) => readCorporateNetwork(network, ""),
);

const ownEndpoint = readableBy(
  object({
    name: z.string().min(1).describe("Name for reports."),
    service: z.string().min(1).describe("com.amazonaws.vpce.<region>.vpce-svc-..."),
    ports: z.array(z.int().min(1).max(65_535)).min(1).describe("TCP ports that the endpoint may accept."),
    private_dns_name: z.string().min(1).optional().describe("Private DNS name of the service. Default: none."),
    users: texts.min(1).optional().describe("User profiles whose apps may connect. Default: all of Studio."),
  }),
  (endpoint) => readOwnEndpoint(endpoint, ""),
);

const urlSources = readableBy(object({ vpc_ids: texts, private_cidrs: texts, public_cidrs: texts }), (networks) =>
  readPresignedUrlNetworks(networks, ""),
);

const identityProvider = readableBy(z.looseObject({ kind: z.enum(["saml", "oidc", "existing"]) }), (provider) =>
  readIdentityProviders({ identity_providers: [provider] }, ""),
);

const instanceTypes = readableBy(
  z.partialRecord(z.enum(instanceUses), texts.min(1).describe("Types or families, such as ml.m5.large or ml.m5.*.")),
  (types) => readInstanceTypes({ instance_types: types }, ""),
);

const team = readableBy(
  object({
    name: z.string().min(1).describe("Name for reports."),
    role: z.string().min(1).describe("Name of the execution role."),
    buckets: texts.min(1).describe("Names of the team's buckets."),
    name_prefixes: texts.min(1).describe("What the names of everything that the team creates start with, risk-."),
    security_groups: texts.optional().describe("Names of security groups that only its jobs use. Default: none."),
  }),
  (entry) => readTeams({ teams: [entry] }, ""),
);

const responsible = {
  owner: formattedString("one line of text").describe("Team or person that is responsible for it."),
  last_day: formattedString("a date").describe(
    "Last day on which it counts, at most two years away. Reports warn 14 days before.",
  ),
};

const harmless = object({
  type: z.string().min(1).describe("Terraform resource type."),
  argument: z.string().min(1).optional().describe("Path of an argument. Default: every resource of the type."),
  reason: formattedString("one line of text").describe("Why it cannot affect the perimeter. Every report prints it."),
  ...responsible,
});

const elsewhere = object({
  names: z
    .array(
      z.string().refine(isDeclarableName, {
        error: "write an ID, the ARN of a bucket, the address of a data source without [...], or network",
      }),
    )
    .min(1)
    .describe(
      "IDs, such as subnet-0123456789abcdef0, ARNs of buckets, or data sources that find them, such as data.aws_vpc.shared. network: that of a configuration without a VPC in which nothing names one.",
    ),
  reason: formattedString("one line of text").describe("Where it is verified. Every report prints it."),
  ...responsible,
});

const claimNames = claims.map(({ name }) => name);

const accepted = object({
  ...acceptedFindingFields,
  claim: z
    .enum(claimNames as [string, ...string[]], { error: ({ input }) => suggestFix(input, claimNames, listClaims) })
    .optional()
    .describe("Name of the claim that does not hold. Default: none, so that finding names a difference of review."),
  stack: z.string().min(1).optional().describe("The only stack that the entry is about. Default: every stack."),
});

const listClaims = "use a claim that studio-perimeter explain lists";

/** Fields of the posture, as in the output `perimeter_posture`. */
const posture = {
  posture: z
    .enum(perimeterPostureKinds)
    .optional()
    .describe(
      "isolated: no path to the internet. inspected: only through the firewall, to the allowed domains. inspected-multi-az: the same in each zone.",
    ),
  log_retention_days: z.int().min(1).optional().describe("Minimum retention of each log, in days."),
  protections: z
    .boolean()
    .optional()
    .describe("Whether deletion protection of firewall, buckets, keys and domain is promised. Default: false."),
  allowed_domains: z
    .array(allowedDomain)
    .optional()
    .describe("Domains that Studio may connect to. Default: none, as for isolated."),
  deployers: principalPatterns
    .optional()
    .describe("Principals that plan, apply and destroy: role/NAME or user/NAME. Default: none."),
  break_glass: principalPatterns
    .optional()
    .describe("Principals that may read data from outside the network in an emergency. Default: none."),
  accounts: z
    .array(formattedString("an account id"))
    .optional()
    .describe(
      "Other accounts of yours that arguments may name, such as for logs, and whose root modules may be joined. A policy that grants them something is still a finding. Default: none.",
    ),
  organization_id: formattedString("an organization id")
    .optional()
    .describe("Your organization in AWS Organizations. Default: each organization is foreign."),
  sources: z
    .array(corporateNetwork)
    .optional()
    .describe("Corporate networks that use interface endpoints. Default: none."),
  url_sources: urlSources
    .optional()
    .describe("Networks that may create and open presigned URLs. Default: the endpoints alone."),
  own_endpoints: z
    .array(ownEndpoint)
    .optional()
    .describe("Endpoint services of the company that Studio uses by PrivateLink. Default: none."),
  package_sources: declaredTexts("package_sources")
    .optional()
    .describe("Sources of packages, images and repositories outside the account. Default: none."),
  package_approvers: principalPatterns
    .optional()
    .describe(
      "Who may put packages into the repositories that Studio reads, as role/NAME or user/NAME. Default: packages need no approval.",
    ),
  public_package_names: declaredTexts("public_package_names")
    .optional()
    .describe(
      "Names of the only Python packages that external connections bring, such as types-*. Default: every name.",
    ),
  own_package_names: declaredTexts("own_package_names")
    .optional()
    .describe(
      "Names of the company's Python packages, which no external connection brings, such as acme-*. Default: none.",
    ),
  instance_types: instanceTypes.optional().describe("Instance types that users may use, by use. Default: every type."),
  teams: readableBy(z.array(team), (list) => readTeams({ teams: list }, ""))
    .optional()
    .describe("Groups of users that do not reach each other's data. Default: none."),
  permissions_boundaries: declaredTexts("permissions_boundaries")
    .optional()
    .describe(
      "Permissions boundaries outside the stack, as policy/NAME, taken to allow what AWS services do with its roles. Default: one outside may deny anything.",
    ),
  studio: z
    .enum(studioPlaces)
    .optional()
    .describe("elsewhere: other configurations have Studio, as with a network. Default: this one has."),
  audit_trail: z
    .enum(auditTrailKinds)
    .optional()
    .describe(
      "What a CloudTrail trail of the stack records: objects of data buckets, or management events of every Region too. Default: a trail outside the stack is relied on.",
    ),
  detection: z
    .enum(detectionKinds)
    .optional()
    .describe(
      "What detective controls of the stack watch: API calls, or also resources by AWS Config rules. Default: none are declared.",
    ),
  tls_inspection_ports: z
    .array(z.int().min(1).max(65_535))
    .min(1)
    .optional()
    .describe("TCP ports on which the firewall decrypts TLS. Default: none are declared."),
  identity_providers: z
    .array(identityProvider)
    .optional()
    .describe("Identity providers whose users may assume roles. Default: none."),
  key_origins: declaredTexts("key_origins")
    .optional()
    .describe("Key material that KMS does not generate. Default: none."),
  hcp_organizations: declaredTexts("hcp_organizations")
    .optional()
    .describe("Organizations of HCP Terraform that run Terraform, as HOST/ORGANIZATION. Default: none."),
  alarm_topics: z
    .array(formattedString("a topic arn"))
    .optional()
    .describe("SNS topics of other accounts that receive alarms. Default: none."),
  harmless: z
    .array(harmless)
    .optional()
    .describe("Types and arguments that no model reads and that are declared harmless. Default: none."),
  elsewhere: z
    .array(elsewhere)
    .optional()
    .describe(
      "Subnets, VPCs, security groups, Studio domains and buckets of other root modules that are verified there. Claims about them do not apply here. Default: none, so they leave claims undecided.",
    ),
} as const;

/** Names of the fields of a posture. */
export const postureFields: readonly string[] = Object.keys(posture);

/** Without these a declaration says nothing about the perimeter. */
export const requiredFields = ["posture", "log_retention_days"] as const;

/** A declaration with a required field missing is refused together with every other fault, so that nobody corrects a file twice. */
function hasIfDeclared(
  field: (typeof requiredFields)[number],
): [isDeclared: (policy: object) => boolean, Parameters<z.ZodObject["refine"]>[1]] {
  return [
    (policy) =>
      !postureFields.some((name) => name in policy) ||
      (policy as Readonly<Record<string, unknown>>)[field] !== undefined,
    { path: [field], message: `declare ${field} with the other fields`, when: () => true },
  ];
}

/** A policy file. It declares a posture, or accepts findings, or both. */
export const policySchema = object({
  $schema: z.string().optional().describe("The schema of the file, for editors. Default: none."),
  ...posture,
  region: formattedString("a region")
    .optional()
    .describe(
      "Region of the provider where the Terraform leaves it to AWS_REGION or to a profile, for plans of a folder. Default: not known.",
    ),
  availability_zones: z
    .array(formattedString("a zone of an account"))
    .min(1)
    .optional()
    .describe(
      "Availability Zones that the account has in each Region whose zones a folder looks up, and Local Zones that it has opted in to, for plans of a folder. Default: not known.",
    ),
  accepted: z.array(accepted).optional().describe("Findings that are accepted until a day. Default: none."),
})
  .refine(...hasIfDeclared("posture"))
  .refine(...hasIfDeclared("log_retention_days"));

export type PolicyInput = z.output<typeof policySchema>;

/** The declaration in a valid file; what it leaves out is as narrow as it can be. */
export function declaredPosture(policy: PolicyInput): JsonObject | undefined {
  const fields = Object.entries(policy).filter(([name]) => postureFields.includes(name));
  const narrow = { protections: false, deployers: [], break_glass: [], allowed_domains: [] };
  return fields.length === 0 ? undefined : { ...narrow, ...(Object.fromEntries(fields) as JsonObject) };
}
