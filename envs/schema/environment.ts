import { z } from "zod";
import { acceptedFindingSchema } from "./accepted-finding";
import { accessSchema } from "./access";
import { fields, missingErrorMap } from "./fields";
import { egressSchema } from "./network/egress";
import { endpointSelectionSchema } from "./network/endpoint-selection";
import { networkSchema } from "./network/network";
import { auditTrailSchema } from "./oversight/audit-trail";
import { detectiveControlsSchema } from "./oversight/detection";
import { formattedString } from "./string-formats";
import { studioSchema } from "./studio/studio-settings";
import { suggestFix } from "./suggest-fix";

/** The retention periods of CloudWatch Logs in days, without "never expire". */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** A resource type, or an argument of one, that `verify` does not read and that the environment declares harmless. */
const harmlessResourceSchema = fields("harmlessResource", {
  type: z.string().min(1).describe("Terraform resource type, such as aws_cloudfront_distribution."),
  argument: z
    .string()
    .min(1)
    .optional()
    .describe("Path of an argument, such as website.index_document. Default: every resource of the type."),
  reason: formattedString("a line of text").describe("Why it cannot affect the perimeter. Every report prints it."),
  owner: formattedString("a line of text").describe("Team or person that is responsible for the declaration."),
  lastDay: formattedString("a date").describe(
    "Last day on which the declaration counts, such as 2027-01-31. Reports warn 14 days before.",
  ),
});

/** AWS allows subnets from /28 to /16. */
const subnetPrefixLength = z.int().min(16).max(28);

/** Subnet sizes of each tier, in every zone. */
const subnetPrefixLengthsSchema = fields("subnetPrefixLengths", {
  studio: subnetPrefixLength
    .default(20)
    .describe(
      "Prefix length of the subnets for apps and jobs, 16 to 28. Validation checks that they have room for the expected users.",
    ),
  endpoint: subnetPrefixLength
    .default(24)
    .describe(
      "Prefix length of the subnets for interface endpoints. Validation checks that they have room for the enabled endpoints.",
    ),
  firewall: subnetPrefixLength
    .default(28)
    .describe(
      "Prefix length of the subnets for firewall endpoints, or with central egress for the attachment to the transit gateway.",
    ),
  nat: subnetPrefixLength.default(28).describe("Prefix length of the subnets for NAT gateways."),
  client: subnetPrefixLength
    .default(28)
    .describe("Prefix length of the subnets for the client instance, if the environment has one."),
  function: subnetPrefixLength
    .default(28)
    .describe("Prefix length of the subnets for the self-service function, if the environment has one."),
});

const localStateSchema = fields("localState", {
  kind: z.literal("local").describe("Terraform state in a local file, for one person and for rehearsals."),
});

const s3StateSchema = fields("s3State", {
  kind: z.literal("s3").describe("Terraform state in an S3 bucket, with a lock file."),
  bucket: formattedString("a bucket name").describe(
    "Name of the state bucket. The bootstrap stack creates one per environment.",
  ),
  region: formattedString("a region").describe("Region of the state bucket."),
  kmsKeyId: formattedString("a key id").describe("KMS key that encrypts the state: id, ARN or alias."),
});

const cloudStateSchema = fields("cloudState", {
  kind: z
    .literal("cloud")
    .describe("HCP Terraform keeps the state in the workspace studio-perimeter-<name>, and runs Terraform there."),
  organization: formattedString("an HCP Terraform organization").describe("Name of the organization."),
  project: formattedString("an HCP Terraform project")
    .optional()
    .describe("Project in which a new workspace is created. Default: the default project of the organization."),
  hostname: formattedString("a server name")
    .default("app.terraform.io")
    .describe("Server of Terraform Enterprise. Default: app.terraform.io, which is HCP Terraform."),
});

const codeArtifactSchema = fields("codeArtifact", {
  kind: z
    .literal("codeartifact")
    .describe("Python packages from CodeArtifact repositories, through two interface endpoints."),
  approvers: z
    .array(formattedString("a role pattern"))
    .default([])
    .describe(
      "Roles of the account that approve packages, as role/<path and name>. If there are any, Studio installs only versions that one of them has copied or published to the repository internal. Default: none, so every package of PyPI can be installed.",
    ),
  publicNames: z
    .array(formattedString("a package name"))
    .optional()
    .describe(
      "Names of the only packages that CodeArtifact takes from PyPI. List what these need, too. types-* is types and the names that begin with types-. Default: every name.",
    ),
  ownNames: z
    .array(formattedString("a package name"))
    .default([])
    .describe(
      "Names of the company's packages, which CodeArtifact never takes from PyPI. acme-* is acme and the names that begin with acme-. Default: only the names that are published already.",
    ),
});

const noPackagesSchema = fields("noPackages", {
  kind: z.literal("none").describe("No package source: only what the images contain."),
});

/** The kinds of environments. Each kind has a stack of its own. */
const ENVIRONMENT_KINDS = ["studio", "inspection"];

/**
 * The data of an environment. The schema checks single fields, and `validation/rules/` compares fields; `parseEnvironments`
 * applies both.
 */
export const environmentSchema = fields("environment", {
  kind: z
    .literal("studio", { error: ({ input }) => suggestFix(input, ENVIRONMENT_KINDS) })
    .default("studio")
    .describe("Studio inside its perimeter. The other kind is inspection: the firewall of other environments."),
  name: formattedString("an environment name").describe(
    "Name of the environment and of its stack. It is part of every resource name.",
  ),
  region: formattedString("a region").describe("AWS Region, such as eu-west-1."),
  account: formattedString("an account id")
    .optional()
    .describe("The only account that Terraform may change, twelve digits. Default: the account of the credentials."),
  organizationId: formattedString("an organization id")
    .optional()
    .describe("Organization whose principals and resources are trusted, o-... Default: only the account is trusted."),
  tags: z
    .record(formattedString("a tag key"), formattedString("a tag value"))
    .default({})
    .describe("Tags of every resource, in addition to those that the stack sets. Default: none."),
  state: z
    .discriminatedUnion("kind", [localStateSchema, s3StateSchema, cloudStateSchema])
    .default({ kind: "local" })
    .describe("Where Terraform keeps its state."),
  vpcCidr: formattedString("an IPv4 block").describe(
    "IPv4 CIDR block of the VPC, /16 to /28 in a private range. It must not overlap the block of another environment.",
  ),
  network: networkSchema
    .default({ kind: "own" })
    .describe("Whether the stack creates the VPC, or uses one that another team owns. Default: it creates the VPC."),
  availabilityZones: z
    .array(formattedString("an availability zone"), { error: missingErrorMap('["eu-west-1a", "eu-west-1b"]') })
    .min(1)
    .max(6)
    .describe(
      "Availability Zones of the environment, 1 to 6. The letter of a zone determines the addresses of its subnets.",
    ),
  resilience: z
    .enum(["single-zone", "multi-zone"])
    .describe(
      "Whether the environment survives the loss of an Availability Zone. multi-zone needs two zones, and room for all users in the remaining ones.",
    ),
  subnetPrefixLengths: subnetPrefixLengthsSchema
    .prefault({})
    .describe(
      "Sizes of the subnets. Default: studio /20, endpoint /24, firewall /28, nat /28, client /28, function /28.",
    ),
  vpcBlockPublicAccess: z
    .enum(["off", "bidirectional"])
    .default("off")
    .describe(
      "bidirectional turns on VPC Block Public Access for the whole account and Region. Use it only in an account that holds nothing else.",
    ),
  egress: egressSchema.describe("Whether there is a path to the internet, and to which domains."),
  endpoints: endpointSelectionSchema
    .prefault({})
    .describe("VPC endpoints in addition to those that every environment has. Default: none."),
  packages: z
    .discriminatedUnion("kind", [codeArtifactSchema, noPackagesSchema])
    .prefault({ kind: "codeartifact" })
    .describe("Source of Python packages."),
  jumpStart: z.boolean().default(false).describe("Whether the JumpStart buckets, which AWS owns, can be read."),
  logRetentionDays: z
    .literal(LOG_RETENTION_DAYS)
    .describe(
      "Retention of every log in days; one of the values that CloudWatch Logs accepts. See https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
    ),
  auditTrail: auditTrailSchema
    .default({ kind: "account" })
    .describe("Which CloudTrail trail records API calls. Default: one of the account."),
  detection: detectiveControlsSchema
    .default({ kind: "off" })
    .describe("Detective controls, which find what the preventive controls should have stopped. Default: off."),
  protections: z
    .boolean()
    .default(true)
    .describe("Whether firewall, buckets, keys and Studio domain are protected from deletion."),
  efsRetention: z
    .enum(["Delete", "Retain"])
    .default("Retain")
    .describe(
      "What happens to the home directories when the Studio domain is deleted. A retained file system costs about 0.30 USD per GB-month.",
    ),
  forceDestroyBuckets: z
    .boolean()
    .default(false)
    .describe("Whether destroying the stack also deletes the objects in its buckets."),
  deployers: z
    .array(formattedString("a role pattern"), {
      error: missingErrorMap('the roles that deploy, such as ["role/deploy"]'),
    })
    .min(1)
    .describe(
      "Roles of the account that plan, apply and destroy the stack, as role/<path and name>. The bucket policies exempt them.",
    ),
  breakGlass: z
    .array(formattedString("a role pattern"))
    .default([])
    .describe(
      "Roles of the account that can read data from outside the network in an emergency, as role/<path and name>. Default: none.",
    ),
  alarmTopicArns: z
    .array(formattedString("a topic arn"))
    .default([])
    .describe(
      "SNS topics that receive alarms, in the Region of the environment. Default: alarms are visible only in the console.",
    ),
  harmlessResources: z
    .array(harmlessResourceSchema)
    .default([])
    .describe(
      "Resource types and arguments that verify does not read and that are declared harmless. Default: none, so each one makes claims undecided.",
    ),
  accepted: z
    .array(acceptedFindingSchema)
    .default([])
    .describe("Findings of verify and review that are accepted until a day. Default: none."),
  studio: studioSchema.describe("The Studio domain and its users."),
  access: accessSchema
    .default({ kind: "off" })
    .describe("User access: from where presigned URLs work, and the instances and networks that users connect from."),
});

/** The same type, deeply readonly. */
export type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/** An environment as written in its file: fields with a default are optional. */
export type EnvironmentInput = DeepReadonly<z.input<typeof environmentSchema>>;

/** A complete environment, as stacks read it; valid if it comes from `parseEnvironments`. */
export type Environment = DeepReadonly<z.output<typeof environmentSchema>>;

/** An entry of the allow-list. */
export type AllowedDomain = Extract<Environment["egress"], { kind: "inspected" }>["allowList"][number];

/** The domains that an environment may reach; none without egress. */
export function allowListOf({ egress }: Pick<Environment, "egress">): readonly AllowedDomain[] {
  return egress.kind === "none" ? [] : egress.allowList;
}

/** The names that must resolve for an entry of an allow-list to work. */
export function resolvableNames({ name, match }: Pick<AllowedDomain, "name" | "match">): readonly string[] {
  return match === "exact" ? [name] : [name, `*.${name}`];
}

/** User access that is turned on. */
export type EnabledAccess = Extract<Environment["access"], { kind: "on" }>;

/** A gateway that connects the VPC to the corporate network. */
type CorporateAttachment = Exclude<EnabledAccess["attachment"], { kind: "none" }>;

/** The connection to the corporate network; undefined without one. */
export function corporateAttachment({ access }: Pick<Environment, "access">): CorporateAttachment | undefined {
  return access.kind === "off" || access.attachment.kind === "none" ? undefined : access.attachment;
}

/** Whether an environment has self-service. */
export function hasSelfService({ access }: Environment): boolean {
  return access.kind === "on" && access.selfService.kind === "on";
}
