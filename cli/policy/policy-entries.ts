import { z } from "zod";
import { acceptedFindingFields } from "../../envs/schema/accepted-finding";
import { unknownKeyErrorMap } from "../../envs/schema/fields";
import { formattedString } from "../../envs/schema/string-formats";
import { suggestFix } from "../../envs/schema/suggest-fix";
import { claims } from "../../verify/claims";
import { isDeclarableName } from "../../verify/posture/declarations/declared-elsewhere";
import { readOwnEndpoint } from "../../verify/posture/own-endpoint";
import { identifiesPrincipal } from "../../verify/posture/principal-patterns";
import { isDomainName } from "../../verify/posture/read-allowed-domain";
import { readCorporateNetwork } from "../../verify/posture/read-corporate-networks";
import { readDeclaredTexts, readIdentityProviders } from "../../verify/posture/read-declared-sources";
import { readPresignedUrlNetworks } from "../../verify/posture/read-presigned-url-networks";
import { instanceUses, readInstanceTypes } from "../../verify/posture/studio/read-instance-types";
import { readTeams } from "../../verify/posture/studio/read-teams";
import type { Json } from "../../verify/terraform/terraform-configuration";

/** An object with exactly these fields; unknown fields are refused with the closest known one. */
export function object<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
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

/** Principals of one account. */
export const principalPatterns = z.array(
  z.string().refine(identifiesPrincipal, {
    error: "write role/NAME or user/NAME of one account, with at least 3 characters of the name in a row",
  }),
);

const texts = z.array(z.string());

/** A list of texts that the reader of the posture takes for the field. */
export function declaredTexts(field: Parameters<typeof readDeclaredTexts>[1]): typeof texts {
  return readableBy(texts, (list) => readDeclaredTexts({ [field]: list }, field, ""));
}

/** A domain that Studio may connect to. */
export const allowedDomain = object({
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

/** A corporate network that uses interface endpoints. */
export const corporateNetwork = readableBy(
  object({
    name: z.string().min(1),
    cidrs: texts.min(1).describe("Private CIDR blocks."),
    services: texts.optional().describe("Services with endpoints. Default: sagemaker.api, studio and notebook."),
  }),
  (network) => readCorporateNetwork(network, ""),
);

/** An endpoint service of the company. */
export const ownEndpoint = readableBy(
  object({
    name: z.string().min(1).describe("Name for reports."),
    service: z.string().min(1).describe("com.amazonaws.vpce.<region>.vpce-svc-..."),
    ports: z.array(z.int().min(1).max(65_535)).min(1).describe("TCP ports that the endpoint may accept."),
    private_dns_name: z.string().min(1).optional().describe("Private DNS name of the service. Default: none."),
    users: texts.min(1).optional().describe("User profiles whose apps may connect. Default: all of Studio."),
  }),
  (endpoint) => readOwnEndpoint(endpoint, ""),
);

/** Networks that may create and open presigned URLs. */
export const urlSources = readableBy(
  object({ vpc_ids: texts, private_cidrs: texts, public_cidrs: texts }),
  (networks) => readPresignedUrlNetworks(networks, ""),
);

/** An identity provider whose users may assume roles. */
export const identityProvider = readableBy(z.looseObject({ kind: z.enum(["saml", "oidc", "existing"]) }), (provider) =>
  readIdentityProviders({ identity_providers: [provider] }, ""),
);

/** Instance types that users may use, by use. */
export const instanceTypes = readableBy(
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

/** Teams, which are compared with each other. */
export const teams = readableBy(z.array(team), (list) => readTeams({ teams: list }, ""));

const responsible = {
  owner: formattedString("one line of text").describe("Team or person that is responsible for it."),
  last_day: formattedString("a date").describe(
    "Last day on which it counts, at most two years away. Reports warn 14 days before.",
  ),
};

/** What no model reads, and its owners declare harmless. */
export const harmless = object({
  type: z.string().min(1).describe("Terraform resource type."),
  argument: z.string().min(1).optional().describe("Path of an argument. Default: every resource of the type."),
  reason: formattedString("one line of text").describe("Why it cannot affect the perimeter. Every report prints it."),
  ...responsible,
});

/** What other root modules have, and is verified there. */
export const elsewhere = object({
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

/** A finding that is accepted until a day. */
export const accepted = object({
  ...acceptedFindingFields,
  claim: z
    .enum(claimNames as [string, ...string[]], { error: ({ input }) => suggestFix(input, claimNames, listClaims) })
    .optional()
    .describe("Name of the claim that does not hold. Default: none, so that finding names a difference of review."),
  stack: z.string().min(1).optional().describe("The only stack that the entry is about. Default: every stack."),
});

const listClaims = "use a claim that studio-perimeter explain lists";
