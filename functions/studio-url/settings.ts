import { member, text } from "./json";

/** What one person may open. */
export interface Person {
  readonly userProfile: string;
  /** @default - the person has no notebook instance */
  readonly notebookInstance?: string;
}

/** What an environment decides; all of it comes from Terraform, none of it from who asks. */
export interface Settings {
  readonly domainId: string;
  /** The roles that people launch products as; session names tell people apart. */
  readonly launcherRoleArns: readonly string[];
  /** The role that opens Studio, tagged with one person at a time. */
  readonly presignRoleArn: string;
  /** Address range of the network that the endpoints stand in. */
  readonly networkCidr: string;
  readonly urlLifeSeconds: number;
  readonly sessionSeconds: number;
  /** Session name -> what that person may open, where it is not the profile of that name alone. */
  readonly people: Readonly<Record<string, Person>>;
}

/** Reads the settings of a function. @throws when one is missing or no number */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  return {
    domainId: text(variables, "DOMAIN_ID"),
    launcherRoleArns: text(variables, "LAUNCHER_ROLE_ARNS").split(","),
    presignRoleArn: text(variables, "PRESIGN_ROLE_ARN"),
    networkCidr: text(variables, "NETWORK_CIDR"),
    urlLifeSeconds: whole(variables, "URL_LIFE_SECONDS"),
    sessionSeconds: whole(variables, "SESSION_SECONDS"),
    people: peopleOf(text(variables, "PEOPLE")),
  };
}

function whole(variables: Readonly<Record<string, string | undefined>>, name: string): number {
  const value = Number(text(variables, name));
  if (!Number.isSafeInteger(value)) {
    throw new Error(`${name}: must be a whole number, got ${variables[name]}; set it in seconds`);
  }
  return value;
}

function peopleOf(json: string): Readonly<Record<string, Person>> {
  const entries = Object.entries(JSON.parse(json) as Readonly<Record<string, unknown>>).map(([name, openable]) => {
    const [profile, notebook] = [member(openable, "userProfile"), member(openable, "notebookInstance")];
    const person: Person = {
      userProfile: typeof profile === "string" ? profile : name,
      ...(typeof notebook === "string" ? { notebookInstance: notebook } : {}),
    };
    return [name, person] as const;
  });
  return Object.fromEntries(entries);
}
