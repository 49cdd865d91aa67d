import { isJsonObject, type Json, type JsonObject } from "../../terraform/terraform-configuration";
import { requireKnownFields } from "../declared-fields";

/** A group of users with data of their own, and what is theirs. */
export interface DeclaredTeam {
  readonly name: string;
  /** Name of the role that their apps and jobs run as. */
  readonly role: string;
  /** Names of their buckets. */
  readonly buckets: readonly string[];
  /** What the names of everything that they create in SageMaker start with: `risk-`. */
  readonly namePrefixes: readonly string[];
  /**
   * Names of security groups that only their jobs use.
   * @default - none
   */
  readonly securityGroups: readonly string[];
}

/**
 * Reads the teams that a stack declares.
 *
 * @throws when a team is malformed, or two teams share a name, a role, a bucket or names of what they create
 */
export function readTeams(declared: JsonObject, where: string): readonly DeclaredTeam[] {
  const list = declared.teams ?? null;
  const teams = Array.isArray(list) ? list.map((entry) => readTeam(entry, `${where}.teams`)) : [undefined];
  const known = teams.filter((team) => team !== undefined);
  if (known.length !== teams.length) {
    throw new Error(
      `${where}.teams: not a list of teams, got ${JSON.stringify(list)}; write { name, role, buckets, name_prefixes, security_groups } with names without wildcards`,
    );
  }
  const shared = known.flatMap((team, index) =>
    known.slice(index + 1).flatMap((other) => sharedNames(team, other).map((name) => [team, other, name] as const)),
  )[0];
  if (shared !== undefined) {
    const [team, other, name] = shared;
    throw new Error(
      `${where}.teams: shared by ${team.name} and ${other.name}, got ${name}; give each team names of its own`,
    );
  }
  return known;
}

function readTeam(entry: Json, where: string): DeclaredTeam | undefined {
  requireKnownFields(entry, ["name", "role", "buckets", "name_prefixes", "security_groups"], where);
  const {
    name,
    role,
    buckets,
    name_prefixes: prefixes,
    security_groups: groups = [],
  } = isJsonObject(entry) ? entry : {};
  const lists = [buckets, prefixes, groups].map(namesOf);
  const [bucketNames, namePrefixes, securityGroups] = lists;
  return isName(name) &&
    isName(role) &&
    bucketNames !== undefined &&
    bucketNames.length > 0 &&
    namePrefixes !== undefined &&
    namePrefixes.length > 0 &&
    securityGroups !== undefined
    ? { name, role, buckets: bucketNames, namePrefixes, securityGroups }
    : undefined;
}

/** A wildcard would declare what belongs to others. */
function isName(value: Json | undefined): value is string {
  return typeof value === "string" && value !== "" && !/[*?\s]/.test(value.replaceAll(/\$\{[^}]*\}/g, ""));
}

function namesOf(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) && value.every(isName) ? value.map(String) : undefined;
}

function sharedNames(one: DeclaredTeam, other: DeclaredTeam): readonly string[] {
  const prefixes = one.namePrefixes.filter((prefix) =>
    other.namePrefixes.some((theirs) => theirs.startsWith(prefix) || prefix.startsWith(theirs)),
  );
  const exact = [one.name, one.role, ...one.buckets, ...one.securityGroups].filter((name) =>
    [other.name, other.role, ...other.buckets, ...other.securityGroups].includes(name),
  );
  return [...exact, ...prefixes];
}
