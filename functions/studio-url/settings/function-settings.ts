import { jsonMember, requiredString } from "./json-members";

/** What one user may open. */
export interface UserEntitlements {
  /** Name of the user's Studio profile. */
  readonly userProfile: string;
  /**
   * Name of the user's notebook instance.
   * @default - the user has no notebook instance
   */
  readonly notebookInstance?: string;
}

/** Settings of the function. All of them come from Terraform, none from the request. */
export interface FunctionSettings {
  readonly domainId: string;
  /** ARNs of the roles that launch products. Session names identify the users. */
  readonly endUserRoleArns: readonly string[];
  /** ARN of the role that creates presigned URLs; its sessions are tagged with one user. */
  readonly presignRoleArn: string;
  /** CIDR block of the VPC. */
  readonly networkCidr: string;
  /** Lifetime of a presigned Studio URL in seconds. */
  readonly urlLifeSeconds: number;
  /** Lifetime of the session that a presigned URL starts, in seconds. */
  readonly sessionSeconds: number;
  /** Session name -> entitlements. Users without an entry may open the profile of their name. */
  readonly users: Readonly<Record<string, UserEntitlements>>;
}

/**
 * Reads the settings from environment variables.
 *
 * @throws if a variable is missing or is not a whole number where one is required
 */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): FunctionSettings {
  return {
    domainId: requiredString(variables, "DOMAIN_ID"),
    endUserRoleArns: requiredString(variables, "LAUNCHER_ROLE_ARNS").split(","),
    presignRoleArn: requiredString(variables, "PRESIGN_ROLE_ARN"),
    networkCidr: requiredString(variables, "NETWORK_CIDR"),
    urlLifeSeconds: requiredInteger(variables, "URL_LIFE_SECONDS"),
    sessionSeconds: requiredInteger(variables, "SESSION_SECONDS"),
    users: parseUserEntitlements(requiredString(variables, "PEOPLE")),
  };
}

function requiredInteger(variables: Readonly<Record<string, string | undefined>>, name: string): number {
  const value = Number(requiredString(variables, name));
  if (!Number.isSafeInteger(value)) {
    throw new Error(`${name}: must be a whole number of seconds, got ${variables[name]}; set it in Terraform`);
  }
  return value;
}

function parseUserEntitlements(json: string): Readonly<Record<string, UserEntitlements>> {
  const entries = Object.entries(JSON.parse(json) as Readonly<Record<string, unknown>>).map(([name, openable]) => {
    const [profile, notebook] = [jsonMember(openable, "userProfile"), jsonMember(openable, "notebookInstance")];
    const entitlements: UserEntitlements = {
      userProfile: typeof profile === "string" ? profile : name,
      ...(typeof notebook === "string" ? { notebookInstance: notebook } : {}),
    };
    return [name, entitlements] as const;
  });
  return Object.fromEntries(entries);
}
