import { z } from "zod";
import { fields } from "./fields";
import { formattedString } from "./string-formats";

/** AWS's range of idle timeouts: an hour to a year. */
const idleMinutes = z.int().min(60).max(525_600);

/** AWS's range of a space's volume. */
const volumeGb = z.int().min(5).max(16_384);

/**
 * When idle JupyterLab and Code Editor apps are stopped; a forgotten ml.t3.medium costs about 0.05 USD per hour.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_IdleSettings.html
 */
export const idleShutdownSchema = fields("idleShutdown", {
  /**
   * Shortest timeout that a user may choose, in minutes, 60 to 525600.
   * @default 60
   */
  minMinutes: idleMinutes.default(60),
  /**
   * Timeout where the user chooses none, in minutes.
   * @default 120
   */
  defaultMinutes: idleMinutes.default(120),
  /**
   * Longest timeout that a user may choose, in minutes.
   * @default 1440
   */
  maxMinutes: idleMinutes.default(1440),
});

/** Size of the volume of a space, in GB, 5 to 16384. */
export const spaceStorageSchema = fields("spaceStorage", {
  /**
   * Size of a new space, in GB.
   * @default 5
   */
  defaultGb: volumeGb.default(5),
  /**
   * Largest size that a user may choose, in GB.
   * @default 100
   */
  maxGb: volumeGb.default(100),
});

/** A user of the domain, with what differs from the environment's defaults. */
export const userProfileSchema = fields("userProfile", {
  /** Name of the user profile; letters, digits and inner hyphens. */
  name: formattedString("a user profile name"),
  /**
   * User name in IAM Identity Center; only with `authMode: "SSO"`, and then required.
   * @default - the profile belongs to an IAM principal
   */
  ssoUserName: formattedString("a line of text").optional(),
  /**
   * Name that the user's sessions have, by which self-service knows him: often an e-mail address, where a provider names them.
   * @default - the name of the profile
   */
  sessionName: formattedString("a session name").optional(),
  /**
   * This user's idle timeout, in minutes, within the environment's range.
   * @default - `idleShutdown.defaultMinutes`
   */
  idleTimeoutMinutes: idleMinutes.optional(),
  /**
   * Largest volume that this user may choose, in GB.
   * @default - `spaceStorage.maxGb`
   */
  maxStorageGb: volumeGb.optional(),
});

/** The Studio domain and its users. */
export const studioSchema = fields("studio", {
  /**
   * How users sign in: with an IAM principal, or through IAM Identity Center. Create-once.
   * @default "IAM"
   */
  authMode: z.enum(["IAM", "SSO"]).default("IAM"),
  /** Users to expect; the address space is sized for them. */
  users: z.int().min(1).max(10_000),
  /**
   * Users that the stack creates.
   * @default - none; profiles are created elsewhere
   */
  userProfiles: z.array(userProfileSchema).default([]),
  /**
   * When idle apps are stopped.
   * @default - after 120 minutes; users choose 60 to 1440
   */
  idleShutdown: idleShutdownSchema.prefault({}),
  /**
   * How large spaces are.
   * @default - 5 GB; users choose up to 100
   */
  spaceStorage: spaceStorageSchema.prefault({}),
  /**
   * Whether apps may reach each other on ports 8192 to 65535, as the Studio guide demands of domains with kernel gateways.
   * @default true
   */
  selfIngress: z.boolean().default(true),
});
