import { z } from "zod";
import { fields } from "../fields";
import { formattedString } from "../string-formats";
import { instanceTypesSchema } from "./instance-types";

/** Idle timeouts that AWS allows: one hour to one year. */
const idleMinutes = z.int().min(60).max(525_600);

/** Volume sizes of a space that AWS allows. */
const volumeGb = z.int().min(5).max(16_384);

/**
 * When idle JupyterLab and Code Editor apps are stopped. A running ml.t3.medium costs about 0.05 USD per hour.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_IdleSettings.html
 */
const idleShutdownSchema = fields("idleShutdown", {
  minMinutes: idleMinutes.default(60).describe("Shortest timeout that a user can choose, in minutes, 60 to 525600."),
  defaultMinutes: idleMinutes.default(120).describe("Timeout in minutes for users who choose none, 60 to 525600."),
  maxMinutes: idleMinutes.default(1440).describe("Longest timeout that a user can choose, in minutes, 60 to 525600."),
});

/** Size of the volume of a space, in GB, 5 to 16384. */
const spaceStorageSchema = fields("spaceStorage", {
  defaultGb: volumeGb.default(5).describe("Size of a new space, in GB, 5 to 16384."),
  maxGb: volumeGb.default(100).describe("Largest size that a user can choose, in GB, 5 to 16384."),
});

/** A user of the domain, with settings that differ from the defaults of the environment. */
const userProfileSchema = fields("userProfile", {
  name: formattedString("a user profile name").describe("Name of the user profile; letters, digits and inner hyphens."),
  ssoUserName: formattedString("a line of text")
    .optional()
    .describe(
      "User name in IAM Identity Center. Required with authMode SSO, and not allowed otherwise. Default: the profile belongs to an IAM principal.",
    ),
  sessionName: formattedString("a session name")
    .optional()
    .describe(
      "Session name by which self-service identifies the user, for example an e-mail address that a SAML provider sends. Default: the name of the profile.",
    ),
  idleTimeoutMinutes: idleMinutes
    .optional()
    .describe(
      "Idle timeout of this user in minutes, within the range of the environment. Default: idleShutdown.defaultMinutes.",
    ),
  maxStorageGb: volumeGb
    .optional()
    .describe("Largest volume that this user can choose, in GB. Default: spaceStorage.maxGb."),
  team: formattedString("a team name")
    .optional()
    .describe("Team of the user, one of studio.teams. Required with teams, and not allowed otherwise."),
});

/** A group of users with data of their own. */
const teamSchema = fields("team", {
  name: formattedString("a team name").describe(
    "Name of the team, 2 to 12 lowercase letters and digits. Everything that its users create has a name that starts with <team>-.",
  ),
});

/** What users may do in addition to data, jobs, models and endpoints. Each field adds the permissions and endpoints that it needs. */
export const capabilitiesSchema = fields("capabilities", {
  pipelines: z
    .boolean()
    .default(true)
    .describe(
      "SageMaker Pipelines, whose steps are jobs under the guards of jobs. Users change and start only pipelines with the tag studio-perimeter-role of their execution role, which the SDK defaults set.",
    ),
  modelRegistry: z
    .boolean()
    .default(true)
    .describe(
      "Model registry: read all versions, and approve versions of groups named studio-perimeter-<environment>-*. Versions are registered outside Studio, because CreateModelPackage can start a job outside the VPC.",
    ),
  modelMonitor: z
    .boolean()
    .default(true)
    .describe("Model Monitor. Schedules need the network and the keys of jobs, and contain their job definition."),
  experiments: z
    .boolean()
    .default(true)
    .describe(
      "Experiments, lineage and search: descriptions without data. Metrics of runs also need the endpoint sagemaker.metrics.",
    ),
  featureStore: z
    .boolean()
    .default(false)
    .describe(
      "Online feature store, encrypted with the domain's key, without an offline store. Adds the endpoint sagemaker.featurestore-runtime, about 0.01 USD per hour and zone.",
    ),
  mlflow: z
    .boolean()
    .default(false)
    .describe(
      "API of MLflow tracking servers named studio-perimeter-<environment>-*, which an operator creates. Adds the endpoint experiments, about 0.01 USD per hour and zone.",
    ),
});

/** The Studio domain and its users. */
export const studioSchema = fields(
  "studio",
  {
    authMode: z
      .enum(["IAM", "SSO"])
      .default("IAM")
      .describe(
        "How users sign in: with an IAM principal, or through IAM Identity Center. It cannot be changed after creation. Users of Identity Center open Studio from any network: presigned-url-only-inside is violated.",
      ),
    users: z.int().min(1).max(10_000).describe("Number of users to expect. The address space must have room for them."),
    userProfiles: z
      .array(userProfileSchema)
      .default([])
      .describe("Users that the stack creates. Default: none; profiles are created elsewhere."),
    idleShutdown: idleShutdownSchema
      .prefault({})
      .describe("When idle apps are stopped. Default: after 120 minutes; users can choose 60 to 1440."),
    spaceStorage: spaceStorageSchema
      .prefault({})
      .describe("Sizes of spaces. Default: 5 GB; users can choose up to 100 GB."),
    capabilities: capabilitiesSchema
      .prefault({})
      .describe(
        "What users may do in addition to data, jobs, models and endpoints. Default: all except those that need an endpoint of their own.",
      ),
    teams: z
      .array(teamSchema)
      .max(20)
      .default([])
      .describe(
        "Teams that do not reach each other's data. Each has an execution role, two buckets with a KMS key, and private spaces; the key costs 1 USD per month. Default: none; all users share one role.",
      ),
    instanceTypes: instanceTypesSchema
      .prefault({})
      .describe("Instance types that users may use, by use. Default: every type of SageMaker."),
    trustedAuthority: formattedString("a certificate in PEM")
      .optional()
      .describe(
        "Certificate of an authority that apps and the notebook instance trust besides the public ones, in PEM and without its key, such as that of TLS inspection. Default: none.",
      ),
    selfIngress: z
      .boolean()
      .default(true)
      .describe(
        "Whether apps can connect to each other on ports 8192 to 65535, which the SageMaker guide requires for domains with kernel gateways.",
      ),
  },
  "{ users: 20 }",
);
