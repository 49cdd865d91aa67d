import { z } from "zod";
import { accessSchema } from "./access";
import { egressSchema } from "./egress";
import { endpointSelectionSchema } from "./endpoint-selection";
import { fields } from "./fields";
import { formattedString } from "./string-formats";
import { studioSchema } from "./studio-settings";

/** The days that CloudWatch Logs can keep a log, but for "forever". */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Smallest subnet that AWS allows is /28, largest /16. */
const subnetPrefixLength = z.int().min(16).max(28);

/** How large the subnets of each tier are, in every zone. */
export const subnetPrefixLengthsSchema = fields("subnetPrefixLengths", {
  /**
   * Apps and jobs; checked against the expected users.
   * @default 20
   */
  studio: subnetPrefixLength.default(20),
  /**
   * Interface endpoints; checked against those switched on.
   * @default 24
   */
  endpoint: subnetPrefixLength.default(24),
  /**
   * The firewall endpoint and nothing else.
   * @default 28
   */
  firewall: subnetPrefixLength.default(28),
  /**
   * The NAT gateway and nothing else.
   * @default 28
   */
  nat: subnetPrefixLength.default(28),
  /**
   * The machine with a browser, where the environment has one.
   * @default 28
   */
  client: subnetPrefixLength.default(28),
  /**
   * The function of self-service, where the environment has it.
   * @default 28
   */
  function: subnetPrefixLength.default(28),
});

export const localStateSchema = fields("localState", {
  /** Terraform state in a file beside the Terraform; for one person, and for rehearsals. */
  kind: z.literal("local"),
});

export const s3StateSchema = fields("s3State", {
  /** Terraform state in a bucket, with a lock file. */
  kind: z.literal("s3"),
  /** The state bucket; the bootstrap stack makes one per environment. */
  bucket: formattedString("a bucket name"),
  /** Region of the state bucket. */
  region: formattedString("a region"),
  /** KMS key that encrypts the state: id, ARN or alias. */
  kmsKeyId: formattedString("a key id"),
});

export const codeArtifactSchema = fields("codeArtifact", {
  /** Python packages from CodeArtifact repositories, over two interface endpoints. */
  kind: z.literal("codeartifact"),
});

export const noPackagesSchema = fields("noPackages", {
  /** Only what the images bring along. */
  kind: z.literal("none"),
});

/**
 * What differs between environments. One field a rule of shape; the rules that join fields stand in `rules/`, and
 * `parseEnvironments` applies both.
 */
export const environmentSchema = fields("environment", {
  /** Name of the environment, of its stack, and part of every resource name. */
  name: formattedString("an environment name"),
  /** AWS region, such as eu-west-1. */
  region: formattedString("a region"),
  /**
   * Account that Terraform is allowed to touch, twelve digits.
   * @default - whatever account the credentials are for
   */
  account: formattedString("an account id").optional(),
  /**
   * Organization whose principals and resources count as ours, o-...
   * @default - the account alone counts as ours
   */
  organizationId: formattedString("an organization id").optional(),
  /**
   * Tags of every resource.
   * @default - only those that the stack sets
   */
  tags: z.record(formattedString("a tag key"), formattedString("a tag value")).default({}),
  /**
   * Where Terraform keeps its state.
   * @default { kind: "local" }
   */
  state: z.discriminatedUnion("kind", [localStateSchema, s3StateSchema]).default({ kind: "local" }),
  /** IPv4 block of the VPC, /16 to /28 in a private range, disjoint from those of the other environments. */
  vpcCidr: formattedString("an IPv4 block"),
  /** Zones that the environment spans, 1 to 6. A zone's letter fixes the addresses of its subnets. */
  availabilityZones: z.array(formattedString("an availability zone")).min(1).max(6),
  /** Whether the environment works on when a zone is lost; `multi-zone` needs two zones and room for all users in the rest. */
  resilience: z.enum(["single-zone", "multi-zone"]),
  /**
   * How large subnets are.
   * @default - studio /20, endpoint /24, firewall /28, nat /28, client /28
   */
  subnetPrefixLengths: subnetPrefixLengthsSchema.prefault({}),
  /**
   * `bidirectional` switches VPC Block Public Access on for the whole account and region, so only for an account of its own.
   * @default "off"
   */
  vpcBlockPublicAccess: z.enum(["off", "bidirectional"]).default("off"),
  /** Whether there is a way to the internet, and where to. */
  egress: egressSchema,
  /**
   * VPC endpoints besides those that every environment has.
   * @default - none besides
   */
  endpoints: endpointSelectionSchema.prefault({}),
  /**
   * Where Python packages come from.
   * @default { kind: "codeartifact" }
   */
  packages: z.discriminatedUnion("kind", [codeArtifactSchema, noPackagesSchema]).default({ kind: "codeartifact" }),
  /**
   * Whether the buckets of JumpStart, which AWS owns, may be read.
   * @default false
   */
  jumpStart: z.boolean().default(false),
  /**
   * Days that every log of the environment is kept; one of CloudWatch's values.
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  logRetentionDays: z.literal(LOG_RETENTION_DAYS),
  /**
   * Whether firewall, buckets, keys and domain are protected from deletion.
   * @default true
   */
  protections: z.boolean().default(true),
  /**
   * What becomes of the home directories when the domain is deleted. A retained file system costs about 0.30 USD per GB
   * and month.
   * @default "Retain"
   */
  efsRetention: z.enum(["Delete", "Retain"]).default("Retain"),
  /**
   * Whether destroying the stack deletes what its buckets hold.
   * @default false
   */
  forceDestroyBuckets: z.boolean().default(false),
  /** Roles of the account that plan, apply and destroy the stack, as role/<path and name>; the bucket lock lets them in. */
  deployers: z.array(formattedString("a role pattern")).min(1),
  /**
   * Roles of the account that may read data from outside in an emergency, in the same form.
   * @default - nobody
   */
  breakGlass: z.array(formattedString("a role pattern")).default([]),
  /**
   * SNS topics that alarms are sent to, in the environment's region.
   * @default - alarms are only seen in the console
   */
  alarmTopicArns: z.array(formattedString("a topic arn")).default([]),
  /** The Studio domain and its users. */
  studio: studioSchema,
  /**
   * How people get in: whence presigned URLs work, and the machines and networks from which they do.
   * @default { kind: "off" }
   */
  access: accessSchema.default({ kind: "off" }),
});

/** The same, deeply readonly. */
type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/** An environment as its file states it: what has a default may be left out. */
export type EnvironmentInput = DeepReadonly<z.input<typeof environmentSchema>>;

/** An environment as the stacks read it: complete and, when it comes from `parseEnvironments`, without faults. */
export type Environment = DeepReadonly<z.output<typeof environmentSchema>>;

/** One way out of an environment. */
export type AllowedDomain = Extract<Environment["egress"], { kind: "inspected" }>["allowList"][number];

/** How people get in, where something is built for it. */
export type EnabledAccess = Extract<Environment["access"], { kind: "on" }>;
