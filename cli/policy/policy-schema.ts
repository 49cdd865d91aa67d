import { z } from "zod";
import { formattedString } from "../../envs/schema/string-formats";
import { auditTrailKinds, detectionKinds, perimeterPostureKinds, studioPlaces } from "../../verify/posture/posture";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import {
  accepted,
  allowedDomain,
  corporateNetwork,
  declaredTexts,
  elsewhere,
  harmless,
  identityProvider,
  instanceTypes,
  object,
  ownEndpoint,
  principalPatterns,
  teams,
  urlSources,
} from "./policy-entries";

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
  package_publishers: principalPatterns
    .optional()
    .describe(
      "Who else may read packages from outside the endpoints of CodeArtifact, as role/NAME or user/NAME. Default: approvers only.",
    ),
  sign_in_code: declaredTexts("sign_in_code")
    .optional()
    .describe(
      "SHA-256 of the archives of functions that create presigned URLs for other people, in base64. Default: none is known.",
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
  teams: teams.optional().describe("Groups of users that do not reach each other's data. Default: none."),
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
function presenceRule(
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
  .refine(...presenceRule("posture"))
  .refine(...presenceRule("log_retention_days"));

/** A policy file as the schema reads it. */
export type PolicyInput = z.output<typeof policySchema>;

/** The declaration in a valid file; what it leaves out is as narrow as it can be. */
export function declaredPosture(policy: PolicyInput): JsonObject | undefined {
  const fields = Object.entries(policy).filter(([name]) => postureFields.includes(name));
  const narrow = { protections: false, deployers: [], break_glass: [], allowed_domains: [] };
  return fields.length === 0 ? undefined : { ...narrow, ...(Object.fromEntries(fields) as JsonObject) };
}
